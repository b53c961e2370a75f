package io.millrace.catalog.classify;

import java.util.Locale;

/** The formats that are recognised, in the order in which Glue's built-in classifiers are asked (developer guide, "add-classifier"). */
public enum FileFormat {
    AVRO,
    ORC,
    PARQUET,
    JSON,
    XML,
    /** Lines that a Grok pattern takes apart; the table's {@code classification} is the pattern's name. */
    LOG,
    CSV,
    /** A folder that a table format owns; never found by looking at one file. */
    ICEBERG,
    DELTA,
    HUDI;

    /** The name in the table parameter {@code classification}. */
    public String classification() {
        return name().toLowerCase(Locale.ROOT);
    }
}
