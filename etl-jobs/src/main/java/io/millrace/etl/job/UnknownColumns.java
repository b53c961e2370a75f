package io.millrace.etl.job;

import io.millrace.etl.job.SourceTable.Format;

/** The treatment of columns that a file has and its table does not. */
enum UnknownColumns {
    /** They are left out, and the log names them. A CSV file that has such columns and lacks others ends the run: they may be renamed. */
    REPORT,
    /** They are left out. A CSV file's columns are found by name alone. */
    IGNORE,
    /** The run ends and names file and column. For formats whose names the job's own parsers read. */
    FAIL;

    /** @throws JobFailureException if nobody here would notice such columns in the table's files */
    void check(SourceTable source) {
        boolean named = source.format() == Format.CSV
                ? "true".equals(CsvOptions.of(source).get("header"))
                : source.format() == Format.JSON;
        if (this == FAIL && (!named || TextFiles.obstacle(source).isPresent())) {
            throw new JobFailureException(
                    "'--on-unknown-columns fail' looks at the names in CSV files with a header and in JSON lines, and table %s has none; leave it out"
                            .formatted(source.name()));
        }
    }

    static JobFailureException failure(String file, String column) {
        return new JobFailureException(
                "%s has column %s, which the table does not have; add it to the table, or give --on-unknown-columns ignore"
                        .formatted(file, column));
    }
}
