package io.millrace.server.athena;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How the Athena service runs queries.
 *
 * @param outputLocation the work group's result location for clients that name none, {@code s3://bucket/prefix/}
 * @param concurrentQueries how many run at a time; further ones wait as QUEUED
 * @param resultFolder where results are written before they go to S3
 */
public record AthenaSettings(Optional<String> outputLocation, int concurrentQueries, Path resultFolder) {
    /** Checks the number. */
    public AthenaSettings {
        if (concurrentQueries < 1) {
            throw new IllegalArgumentException("concurrent-queries must be at least 1, not " + concurrentQueries);
        }
    }
}
