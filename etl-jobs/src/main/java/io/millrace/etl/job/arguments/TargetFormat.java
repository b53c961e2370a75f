package io.millrace.etl.job.arguments;

import io.millrace.etl.job.arguments.BatchArguments.WriteMode;
import io.millrace.etl.job.failure.JobFailureException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What kind of table the target is.
 *
 * @param kind Parquet files in folders, or Apache Iceberg
 * @param mergeKeys the columns that say which row is which, for {@code --write-mode merge}; otherwise empty
 */
public record TargetFormat(Kind kind, List<String> mergeKeys) {
    /** The arguments that this record reads. */
    static final List<String> KNOWN = List.of("table-format", "merge-keys");

    public static final TargetFormat PARQUET = new TargetFormat(Kind.PARQUET, List.of());

    public TargetFormat {
        mergeKeys = List.copyOf(mergeKeys);
    }

    /** The kinds. */
    enum Kind {
        PARQUET,
        ICEBERG
    }

    /** Reads the arguments. @throws JobFailureException for a combination that means nothing */
    static TargetFormat of(GlueArguments given, BatchArguments batch) {
        Kind kind = JobArguments.choice(
                Kind.class, "table-format", given.find("table-format").orElse("parquet"));
        List<String> mergeKeys = Stream.of(given.find("merge-keys").orElse("").split(",", -1))
                .map(key -> key.strip().toLowerCase(Locale.ROOT))
                .filter(key -> !key.isEmpty())
                .distinct()
                .toList();
        boolean merge = batch.writeMode() == WriteMode.MERGE;
        if (merge && kind != Kind.ICEBERG) {
            throw new JobFailureException(
                    "'--write-mode merge' changes rows, which Parquet files cannot; give --table-format iceberg with it");
        }
        if (merge && mergeKeys.isEmpty()) {
            throw new JobFailureException(
                    "'--write-mode merge' must know which row is which; give --merge-keys with the columns that say so");
        }
        if (!merge && !mergeKeys.isEmpty()) {
            throw new JobFailureException("Argument '--merge-keys' is for '--write-mode merge'; give both or none");
        }
        return new TargetFormat(kind, mergeKeys);
    }

    public boolean isIceberg() {
        return kind == Kind.ICEBERG;
    }
}
