package io.millrace.catalog.classify;

import java.util.Locale;

/** The formats that are recognised, in the order in which Glue's built-in classifiers are asked (developer guide, "add-classifier"). */
public enum FileFormat {
    PARQUET,
    JSON,
    CSV;

    /** The name in the table parameter {@code classification}. */
    public String classification() {
        return name().toLowerCase(Locale.ROOT);
    }
}
