package io.millrace.catalog.classify;

import java.util.Locale;

/** How a whole file is compressed. What Parquet does inside its pages is not meant. */
public enum Compression {
    NONE,
    GZIP;

    /** The name in the table parameter {@code compressionType}. */
    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }
}
