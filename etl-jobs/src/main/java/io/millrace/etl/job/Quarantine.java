package io.millrace.etl.job;

import io.millrace.etl.job.JobArguments.OnError;
import io.millrace.etl.job.JobArguments.TableName;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.task.RejectedRowsTable;
import java.util.List;
import java.util.Optional;

/**
 * Where rows go that do not fit: a table beside the target, in a folder beside the target's. Its objects carry the batch's name as the target's do, so that a
 * run that is repeated does not double them, and are hidden and deleted with the batch.
 */
final class Quarantine {
    private static final String SUFFIX = "_quarantine";

    private Quarantine() {}

    /** The folder, if the run keeps such rows. Not below the target's, which belongs to the target's rows. */
    static Optional<String> location(JobArguments arguments, String target) {
        return arguments.onError() == OnError.QUARANTINE ? Optional.of(beside(target)) : Optional.empty();
    }

    /** The folder beside a target's. */
    static String beside(String target) {
        return target.replaceFirst("/+$", "") + SUFFIX + "/";
    }

    /** The table. */
    static TableName table(TableName target) {
        return new TableName(target.database(), target.name() + SUFFIX);
    }

    /** The table's columns. */
    static List<LaneColumn> columns() {
        return RejectedRowsTable.COLUMNS;
    }
}
