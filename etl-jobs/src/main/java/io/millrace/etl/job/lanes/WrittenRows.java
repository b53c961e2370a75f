package io.millrace.etl.job.lanes;

import io.millrace.etl.job.commit.TargetFolder;
import io.millrace.etl.job.commit.TargetFolder.TargetObject;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.lanes.LaneResult.WrittenFile;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The last look before a commit: every row that was read is accounted for, and every file is in the store as it was written. */
public final class WrittenRows {
    /** More folders than this are not listed one by one. */
    private static final int FOLDERS_LISTED_ALONE = 50;

    private final String source;
    private final TargetFolder target;

    public WrittenRows(String source, TargetFolder target) {
        this.source = source;
        this.target = target;
    }

    /** @throws JobFailureException if rows or files are missing */
    public void check(LaneResult result) {
        long accounted = result.rowsWritten() + result.rowsFiltered() + result.rowsRejected();
        if (result.rowsRead() != accounted) {
            throw new JobFailureException(
                    "Read %d rows of %s, but wrote %d, filtered out %d and rejected %d; nothing was committed"
                            .formatted(
                                    result.rowsRead(),
                                    source,
                                    result.rowsWritten(),
                                    result.rowsFiltered(),
                                    result.rowsRejected()));
        }
        if (result.files().isEmpty()) {
            return;
        }
        Set<String> folders = result.files().stream().map(WrittenFile::folder).collect(Collectors.toSet());
        Map<String, Long> there = (folders.size() > FOLDERS_LISTED_ALONE ? target.list() : target.list(folders))
                .stream().collect(Collectors.toMap(TargetObject::path, TargetObject::bytes, (one, same) -> one));
        for (WrittenFile file : result.files()) {
            Long bytes = there.get(file.path());
            if (bytes == null || (file.bytes().isPresent() && file.bytes().getAsLong() != bytes)) {
                throw new JobFailureException("File %s%s %s after it was written; nothing was committed"
                        .formatted(
                                target.location(),
                                file.path(),
                                bytes == null
                                        ? "is not there"
                                        : "has " + bytes + " bytes, not "
                                                + file.bytes().getAsLong()));
            }
        }
    }
}
