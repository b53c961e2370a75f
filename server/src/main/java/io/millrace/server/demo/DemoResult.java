package io.millrace.server.demo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.millrace.server.pipeline.view.ExecutionView;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * What a demo found. Its JSON form is the one object that {@code --json} prints.
 *
 * @param raw the table over the uploaded files
 * @param lake the table of Parquet
 * @param match whether counts and sums of both agree
 * @param seconds how long each step took
 * @param differences what does not agree, in words
 * @param pipeline stages and actions, where the demo was one of a pipeline; then the tables are the test stage's
 */
public record DemoResult(
        Raw raw,
        Lake lake,
        boolean match,
        Seconds seconds,
        @JsonIgnore List<String> differences,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Pipeline pipeline) {
    /** The same of a pipeline. */
    DemoResult with(ExecutionView view) {
        return new DemoResult(raw, lake, match, seconds, differences, Pipeline.of(view));
    }

    /** Whether the pipeline goes on once somebody approves. */
    boolean waitsForApproval() {
        return pipeline != null
                && pipeline.stages().stream().anyMatch(stage -> stage.status().equals("InProgress"));
    }

    /** A pipeline's execution. */
    public record Pipeline(List<Stage> stages) {
        static Pipeline of(ExecutionView view) {
            return new Pipeline(view.stages().stream()
                    .map(stage -> new Stage(
                            stage.name(),
                            stage.status(),
                            stage.actions().stream()
                                    .map(action -> new Action(action.name(), action.status()))
                                    .toList()))
                    .toList());
        }
    }

    /** A stage of it; the status is CodePipeline's, or {@code -} if it was not reached. */
    public record Stage(String name, String status, List<Action> actions) {}

    /** An action of it; the status is CodePipeline's, or {@code -} if it was not reached. */
    public record Action(String name, String status) {}

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
