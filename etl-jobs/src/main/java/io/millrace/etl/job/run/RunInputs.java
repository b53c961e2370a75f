package io.millrace.etl.job.run;

import io.millrace.etl.batch.BatchCatalog;
import io.millrace.etl.batch.BatchCatalog.Processed;
import io.millrace.etl.batch.BatchCatalog.RunRange;
import io.millrace.etl.batch.BatchCatalog.Unprocessed;
import io.millrace.etl.batch.InputObject;
import io.millrace.etl.job.arguments.BatchArguments;
import io.millrace.etl.job.arguments.BatchArguments.Bookmark;
import io.millrace.etl.job.arguments.BatchArguments.RewrittenFiles;
import io.millrace.etl.job.arguments.BatchArguments.WriteMode;
import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.source.SourceObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses what a run reads of what there is. */
public final class RunInputs {
    private static final Logger LOG = LoggerFactory.getLogger(RunInputs.class);
    private static final int FILES_NAMED = 3;

    private final BatchCatalog batches;
    private final JobArguments arguments;

    public RunInputs(BatchCatalog batches, JobArguments arguments) {
        this.batches = batches;
        this.arguments = arguments;
    }

    /** What the bookmark has not seen; without bookmark everything. @throws JobFailureException for rewritten files, unless the user decided on them */
    public List<SourceObject> choose(List<SourceObject> all) {
        BatchArguments batch = arguments.batch();
        if (batch.bookmark() == Bookmark.DISABLE) {
            return all;
        }
        List<InputObject> candidates = all.stream().map(SourceObject::object).toList();
        Unprocessed found = batch.range()
                .map(range -> again(range, candidates))
                .orElseGet(() -> batches.unprocessed(batch.key(arguments.target()), candidates));
        Set<String> chosen = new HashSet<>(uris(found.fresh()));
        if (!found.rewritten().isEmpty()) {
            checkRewritten(found.rewritten());
            if (batch.rewrittenFiles() == RewrittenFiles.APPEND) {
                chosen.addAll(uris(found.rewritten()));
            }
        }
        return all.stream()
                .filter(object -> chosen.contains(object.object().uri()))
                .toList();
    }

    /** What earlier runs have read. @throws JobFailureException for runs that the bookmark does not know, and where their rows would come twice */
    private Unprocessed again(RunRange range, List<InputObject> candidates) {
        BatchArguments batch = arguments.batch();
        Processed found;
        try {
            found = batches.processed(batch.key(arguments.target()), range, candidates);
        } catch (IllegalArgumentException e) {
            throw new JobFailureException(
                    "Cannot read again what the runs after %s up to %s have read: %s"
                            .formatted(range.after(), range.upTo(), e.getMessage()),
                    e);
        }
        checkRows(range, found);
        LOG.info(
                "Table {}: {} inputs of the runs after {} up to {} are read again",
                arguments.target(),
                found.unchanged().size(),
                range.after(),
                range.upTo());
        return new Unprocessed(found.unchanged(), found.rewritten());
    }

    /** @throws JobFailureException where the table would then have rows twice, or lack those of other runs */
    private void checkRows(RunRange range, Processed found) {
        WriteMode mode = arguments.batch().writeMode();
        if (found.tableBatches() > 0 && mode == WriteMode.APPEND) {
            throw new JobFailureException(
                    "The rows of the runs after %s up to %s are in table %s, and '--write-mode append' would add them once more; write another table, or reset the bookmark to run %s"
                            .formatted(range.after(), range.upTo(), arguments.target(), range.after()));
        }
        boolean any = !found.unchanged().isEmpty() || !found.rewritten().isEmpty();
        if (any && found.otherBatches() > 0 && mode == WriteMode.OVERWRITE_PARTITIONS) {
            throw new JobFailureException(
                    "To read the runs after %s up to %s again with '--write-mode overwrite-partitions' would remove the rows of other runs in the same partitions of table %s; write another table, or reset the bookmark to run %s"
                            .formatted(range.after(), range.upTo(), arguments.target(), range.after()));
        }
    }

    private void checkRewritten(List<InputObject> rewritten) {
        String files =
                rewritten.stream().limit(FILES_NAMED).map(InputObject::uri).collect(Collectors.joining(", "))
                        + (rewritten.size() > FILES_NAMED
                                ? " and %d more".formatted(rewritten.size() - FILES_NAMED)
                                : "");
        if (arguments.batch().rewrittenFiles() == RewrittenFiles.FAIL) {
            throw new JobFailureException(
                    "%d processed input files were written anew: %s; their earlier rows are in table %s; choose '--rewritten-files skip' or 'append', or reset the job's bookmark to replace them"
                            .formatted(rewritten.size(), files, arguments.target()));
        }
        LOG.warn(
                "{} processed input files were written anew ({}): {}",
                rewritten.size(),
                arguments.batch().rewrittenFiles() == RewrittenFiles.SKIP ? "skipped" : "their rows are added",
                files);
    }

    private static List<String> uris(List<InputObject> objects) {
        return objects.stream().map(InputObject::uri).toList();
    }
}
