package io.millrace.server.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.catalog.bookmark.JobBookmarkOperations;
import io.millrace.server.CatalogAccess;
import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.glue.model.GetJobBookmarkRequest;
import software.amazon.awssdk.services.glue.model.JobBookmarkEntry;
import software.amazon.awssdk.services.glue.model.ResetJobBookmarkRequest;

/** How far jobs are: what {@code aws glue get-job-bookmark} and {@code reset-job-bookmark} do, without a server. */
@Command(
        name = "bookmark",
        description = "Show how far a job has read, or let it read again. The server may run meanwhile.",
        mixinStandardHelpOptions = true)
final class BookmarkCommand implements Runnable {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                Objects.requireNonNull(spec).commandLine(), "Say what to do: show JOB or reset JOB.");
    }

    @Command(name = "show", description = "Show what a job has read and written.", mixinStandardHelpOptions = true)
    void show(
            @Mixin DataOptions options,
            @Parameters(paramLabel = "JOB", description = "The job's name; - for runs that no job started.") String job,
            @Option(names = "--run", paramLabel = "ID", description = "As it was after this run.") @Nullable String run,
            @Option(names = "--json", description = "Print JSON.") boolean json)
            throws JsonProcessingException {
        try (CatalogAccess catalog = options.openCatalog()) {
            print(
                    new JobBookmarkOperations(catalog.store())
                            .getJobBookmark(GetJobBookmarkRequest.builder()
                                    .jobName(job)
                                    .runId(run)
                                    .build())
                            .jobBookmarkEntry(),
                    json);
        }
    }

    @Command(
            name = "reset",
            description = {
                "Let a job read again what it has read: everything, or what came after a run.",
                "Rows do not come twice: the job's next run puts its own in the place of those that were taken back."
            },
            mixinStandardHelpOptions = true)
    void reset(
            @Mixin DataOptions options,
            @Parameters(paramLabel = "JOB", description = "The job's name; - for runs that no job started.") String job,
            @Option(names = "--to-run", paramLabel = "ID", description = "The last run that stays.") @Nullable
                    String run,
            @Option(names = "--json", description = "Print JSON.") boolean json)
            throws JsonProcessingException {
        try (CatalogAccess catalog = options.openCatalog()) {
            JobBookmarkEntry entry = catalog.change(
                    "millrace:ResetJobBookmark",
                    () -> new JobBookmarkOperations(catalog.store())
                            .resetJobBookmark(ResetJobBookmarkRequest.builder()
                                    .jobName(job)
                                    .runId(run)
                                    .build())
                            .jobBookmarkEntry(),
                    any -> List.of("job/" + job));
            print(entry, json);
        }
    }

    private void print(JobBookmarkEntry entry, boolean json) throws JsonProcessingException {
        JsonNode state = JSON.readTree(entry.jobBookmark());
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            ObjectNode node = JSON.createObjectNode()
                    .put("JobName", entry.jobName())
                    .put("Version", entry.version())
                    .put("Run", entry.run())
                    .put("RunId", entry.runId())
                    .put("PreviousRunId", entry.previousRunId());
            node.set("JobBookmark", state);
            out.println(node.toPrettyString());
        } else {
            out.printf(
                    "Job %s: %,d runs have committed%s.%n",
                    entry.jobName(), entry.run(), entry.runId() == null ? "" : ", the last one is " + entry.runId());
            for (JsonNode target : state.path("targets")) {
                out.printf(
                        "%s.%s: %,d batches of %,d objects; %,d rows written, %,d rejected%s%n",
                        target.path("database").asText(),
                        target.path("table").asText(),
                        target.path("batches").asLong(),
                        target.path("inputs").asLong(),
                        target.path("rowsWritten").asLong(),
                        target.path("rowsRejected").asLong(),
                        target.has("lastCommit")
                                ? "; last commit " + target.get("lastCommit").asText()
                                : "");
            }
        }
        out.flush();
    }
}
