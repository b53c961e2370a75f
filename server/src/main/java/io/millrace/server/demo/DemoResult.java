package io.millrace.server.demo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * What a demo found. Its JSON form is the one object that {@code --json} prints.
 *
 * @param raw the table over the uploaded files
 * @param lake the table of Parquet
 * @param match whether counts and sums of both agree
 * @param seconds how long each step took
 * @param differences what does not agree, in words
 */
public record DemoResult(
        Raw raw,
        Lake lake,
        boolean match,
        Seconds seconds,
        @JsonIgnore List<String> differences) {
    /** The raw table. */
    public record Raw(
            String database,
            String table,
            int columns,
            long rows,
            @JsonIgnore Table definition) {}

    /** The lake table; its columns include the partition keys. */
    public record Lake(
            String database,
            String table,
            int columns,
            int partitions,
            long rows,
            @JsonIgnore Table definition) {}

    /** Seconds of each step; {@code start} is server and resources, {@code total} all from the process's start. */
    public record Seconds(double start, double crawl, double job, double query, double total) {}
}
