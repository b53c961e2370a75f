package io.millrace.etl.job;

import io.millrace.etl.batch.BatchCatalog;
import io.millrace.etl.batch.BatchCatalog.Unprocessed;
import io.millrace.etl.batch.InputObject;
import io.millrace.etl.job.BatchArguments.Bookmark;
import io.millrace.etl.job.BatchArguments.RewrittenFiles;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Chooses what a run reads of what there is. */
final class RunInputs {
    private static final Logger LOG = LoggerFactory.getLogger(RunInputs.class);
    private static final int FILES_NAMED = 3;

    private final BatchCatalog batches;
    private final JobArguments arguments;

    RunInputs(BatchCatalog batches, JobArguments arguments) {
        this.batches = batches;
        this.arguments = arguments;
    }

    /** What the bookmark has not seen; without bookmark everything. @throws JobFailureException for rewritten files, unless the user decided on them */
    List<SourceObject> choose(List<SourceObject> all) {
        BatchArguments batch = arguments.batch();
        if (batch.bookmark() == Bookmark.DISABLE) {
            return all;
        }
        Unprocessed found = batches.unprocessed(
                batch.key(arguments.target()),
                all.stream().map(SourceObject::object).toList());
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
