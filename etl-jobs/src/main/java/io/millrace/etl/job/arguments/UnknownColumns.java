package io.millrace.etl.job.arguments;

import io.millrace.etl.job.failure.JobFailureException;

/** The treatment of columns that a file has and its table does not. */
public enum UnknownColumns {
    /** They are left out, and the log names them. A CSV file that has such columns and lacks others ends the run: they may be renamed. */
    REPORT,
    /** They are left out. A CSV file's columns are found by name alone. */
    IGNORE,
    /** The run ends and names file and column. For formats whose names the job's own parsers read. */
    FAIL;

    /** The end of a run that met one. */
    public static JobFailureException failure(String file, String column) {
        return new JobFailureException(
                "%s has column %s, which the table does not have; add it to the table, or give --on-unknown-columns ignore"
                        .formatted(file, column));
    }
}
