package io.millrace.catalog.classify;

import java.util.Locale;

/** How a crawler types and names columns ({@code Configuration}: {@code {"Millrace": {"Inference": "precise"}}}). */
public enum Inference {
    /** Exactly as AWS Glue's crawlers do. */
    GLUE,
    /** As narrow as the values allow, with names that are legal in SQL. */
    PRECISE;

    /** The name in the configuration. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
