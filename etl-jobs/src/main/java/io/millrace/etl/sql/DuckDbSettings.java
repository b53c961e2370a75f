package io.millrace.etl.sql;

import java.nio.file.Path;

/**
 * What one query may use.
 *
 * @param memoryBytes memory before it spills to disk, at least 64 MiB
 * @param threads threads, at least 1
 * @param spillFolder where it spills
 */
public record DuckDbSettings(long memoryBytes, int threads, Path spillFolder) {
    private static final long MIN_MEMORY_BYTES = 64L << 20;

    /** Checks the bounds. */
    public DuckDbSettings {
        if (memoryBytes < MIN_MEMORY_BYTES || threads < 1) {
            throw new IllegalArgumentException("A query needs 64 MiB and a thread at least, not %d bytes and %d threads"
                    .formatted(memoryBytes, threads));
        }
    }
}
