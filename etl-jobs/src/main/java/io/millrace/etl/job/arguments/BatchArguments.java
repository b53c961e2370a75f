package io.millrace.etl.job.arguments;

import io.millrace.etl.batch.BatchCatalog.RunRange;
import io.millrace.etl.batch.BookmarkKey;
import io.millrace.etl.job.arguments.JobArguments.TableName;
import io.millrace.etl.job.failure.JobFailureException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which inputs a run takes, and what becomes of the rows that are there already (docs/decisions/0149).
 *
 * @param jobName whose bookmark; {@code -} for a run that no job definition started
 * @param runId this run; what a later run asks after if this one leaves a batch behind
 * @param writeMode what becomes of the rows that are there
 * @param bookmark whether the run takes only what is new
 * @param range the runs whose inputs are read again; empty to go on behind the bookmark
 * @param rewrittenFiles what is done about an input that was processed and then written anew
 */
public record BatchArguments(
        String jobName,
        String runId,
        WriteMode writeMode,
        Bookmark bookmark,
        Optional<RunRange> range,
        RewrittenFiles rewrittenFiles) {
    /** The arguments that this record reads, beside Glue's own name of job and run. */
    public static final List<String> KNOWN =
            List.of("write-mode", "rewritten-files", "job-bookmark-option", "job-bookmark-from", "job-bookmark-to");

    private static final String NO_JOB = "-";
    private static final String OPTION_PREFIX = "job-bookmark-";

    /** What becomes of the rows that the table has. */
    public enum WriteMode {
        /** They stay, and the run's rows come to them. */
        APPEND,
        /** Partitions that the run writes are replaced, the others stay. */
        OVERWRITE_PARTITIONS,
        /** The table is what the run writes. */
        OVERWRITE,
        /** Rows with the run's keys are replaced, the others stay; Iceberg only, see {@link TargetFormat}. */
        MERGE
    }

    /** Glue's {@code --job-bookmark-option}. */
    public enum Bookmark {
        /** Takes what is new and remembers it. */
        ENABLE,
        /** Takes everything and remembers nothing: the default, as in Glue. */
        DISABLE,
        /** Takes what is new and does not remember it. */
        PAUSE,
        /** Reads nothing and remembers all that is there: for a table that has these rows already. An option that Glue does not have. */
        SET_TO_NOW
    }

    /** The treatment of an input that was processed before somebody wrote it anew. Its earlier rows are in the table. */
    public enum RewrittenFiles {
        /** The run ends and names the files: only the user knows what is meant. */
        FAIL,
        /** They are left out, now and later, until they change again. */
        SKIP,
        /** Their rows are added, those of the earlier state stay. */
        APPEND
    }

    /**
     * Reads the arguments.
     *
     * @param ownRunId for a run that was not given an id
     * @throws JobFailureException for a value that is not known, or a combination that would lose rows
     */
    public static BatchArguments of(GlueArguments given, String ownRunId) {
        Bookmark bookmark = bookmark(given.find("job-bookmark-option").orElse("job-bookmark-disable"));
        Optional<RunRange> range = range(given, bookmark);
        WriteMode mode = JobArguments.choice(
                WriteMode.class,
                "write-mode",
                given.find("write-mode").orElse(bookmark == Bookmark.DISABLE ? "overwrite" : "append"));
        if (mode == WriteMode.OVERWRITE && bookmark != Bookmark.DISABLE) {
            throw new JobFailureException(
                    "With a job bookmark the run reads only what is new, and '--write-mode overwrite' would remove all that was read before; take append or overwrite-partitions, or disable the bookmark");
        }
        return new BatchArguments(
                given.find("job-name").filter(name -> !name.isBlank()).orElse(NO_JOB),
                given.find("job-run-id").filter(id -> !id.isBlank()).orElse(ownRunId),
                mode,
                bookmark,
                range,
                JobArguments.choice(
                        RewrittenFiles.class,
                        "rewritten-files",
                        given.find("rewritten-files").orElse("fail")));
    }

    private static Optional<RunRange> range(GlueArguments given, Bookmark bookmark) {
        Optional<String> from = given.find("job-bookmark-from");
        Optional<String> to = given.find("job-bookmark-to");
        if (from.isEmpty() && to.isEmpty()) {
            return Optional.empty();
        }
        if (from.isEmpty() || to.isEmpty()) {
            throw new JobFailureException(
                    "Arguments '--job-bookmark-from' and '--job-bookmark-to' name the two ends of a range of runs; give both or none");
        }
        if (bookmark != Bookmark.PAUSE) {
            throw new JobFailureException(
                    "Arguments '--job-bookmark-from' and '--job-bookmark-to' read again what earlier runs have read, which the bookmark cannot remember; give them with --job-bookmark-option job-bookmark-pause");
        }
        return Optional.of(new RunRange(from.get(), to.get()));
    }

    private static Bookmark bookmark(String value) {
        String text = value.toLowerCase(Locale.ROOT);
        Optional<Bookmark> found = List.of(Bookmark.values()).stream()
                .filter(option -> text.equals(
                        OPTION_PREFIX + option.name().toLowerCase(Locale.ROOT).replace('_', '-')))
                .findFirst();
        return found.orElseThrow(() -> new JobFailureException(
                "Argument '--job-bookmark-option' is '%s', but must be job-bookmark-enable, job-bookmark-disable, job-bookmark-pause or job-bookmark-set-to-now"
                        .formatted(value)));
    }

    /** Whether what the run takes counts as processed afterwards. */
    public boolean isRemembered() {
        return bookmark == Bookmark.ENABLE || bookmark == Bookmark.SET_TO_NOW;
    }

    public BookmarkKey key(TableName target) {
        return new BookmarkKey(jobName, target.database(), target.name());
    }
}
