package io.millrace.catalog.classify;

import java.util.Locale;

/** How a whole file is compressed. What Parquet, ORC and Avro do inside is not meant. */
public enum Compression {
    NONE,
    GZIP,
    BZIP2,
    /** An archive of a single file. */
    ZIP,
    /** In Snappy's own framing or in Hadoop's blocks. */
    SNAPPY,
    /** In LZ4's own frames or in Hadoop's blocks. */
    LZ4,
    ZSTD;

    /** The name in the table parameter {@code compressionType}. */
    public String parameter() {
        return name().toLowerCase(Locale.ROOT);
    }
}
