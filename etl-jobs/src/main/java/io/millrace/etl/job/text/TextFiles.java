package io.millrace.etl.job.text;

import io.millrace.etl.job.arguments.JobArguments.OnError;
import io.millrace.etl.job.arguments.UnknownColumns;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.source.FolderValues;
import io.millrace.etl.job.source.SourceObject;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.job.source.SourceTable.Format;
import io.millrace.etl.job.source.SourceTable.SourceColumn;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.csv.CompressedInput;
import io.millrace.etl.lane.csv.CsvFormat;
import io.millrace.etl.lane.task.InputFile;
import io.millrace.etl.lane.task.PartOpener;
import io.millrace.etl.lane.task.TaskInput;
import io.millrace.etl.lane.task.TaskPlanner;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.util.SerializableConfiguration;

/** Tables of CSV and JSON lines as both lanes read them: one parser for both, so that they cannot disagree about a cell or a bad row. */
public final class TextFiles {
    private TextFiles() {}

    /** Why the parser does not read the table: a clause, {@code table raw.t is parquet, …}. Nested columns of JSON it hands on as they are written. */
    public static Optional<String> obstacle(SourceTable source) {
        if (source.format() != Format.CSV && source.format() != Format.JSON) {
            return Optional.of("table %s is %s, and the lane reads CSV and JSON lines"
                    .formatted(source.name(), source.format().name().toLowerCase(Locale.ROOT)));
        }
        if (source.format() == Format.JSON && source.parameters().containsKey(SourceTable.JSON_LAYOUT)) {
            return Optional.of("the files of table %s are JSON, but not one object a line".formatted(source.name()));
        }
        return source.format() == Format.CSV ? CsvFormat.unsupported(CsvOptions.of(source)) : Optional.empty();
    }

    /** @throws JobFailureException if unknown columns are to fail and nobody here would notice them in the table's files */
    public static void checkUnknownColumns(UnknownColumns unknown, SourceTable source) {
        boolean named = source.format() == Format.CSV
                ? "true".equals(CsvOptions.of(source).get("header"))
                : source.format() == Format.JSON;
        if (unknown == UnknownColumns.FAIL && (!named || obstacle(source).isPresent())) {
            throw new JobFailureException(
                    "'--on-unknown-columns fail' looks at the names in CSV files with a header and in JSON lines, and table %s has none; leave it out"
                            .formatted(source.name()));
        }
    }

    /** Opens the table's files in the tasks. */
    public static PartOpener opener(
            SourceTable source, OnError onError, UnknownColumns unknown, SerializableConfiguration hadoop) {
        return source.format() == Format.CSV
                ? new CsvFiles(source, onError, unknown, hadoop)
                : new JsonFiles(source, onError, unknown, hadoop);
    }

    /** What each task reads. @throws JobFailureException for an object whose compression nothing here knows */
    public static List<TaskInput> tasks(PartOpener files, List<SourceObject> objects, int cores) {
        return TaskPlanner.plan(
                objects.stream().map(object -> inputFile(files, object)).toList(),
                cores,
                (file, places) -> cuts(files, file, places));
    }

    private static List<Long> cuts(PartOpener files, InputFile file, List<Long> places) {
        try {
            return files.cuts(file, places);
        } catch (IOException e) {
            throw new JobFailureException("Cannot read %s: %s".formatted(file.uri(), e.getMessage()), e);
        }
    }

    private static InputFile inputFile(PartOpener files, SourceObject object) {
        String uri = object.object().uri();
        if (!CompressedInput.isKnown(uri)) {
            throw new JobFailureException(
                    "Cannot uncompress %s; compress it with gzip, bzip2 or zstd and put it in its place"
                            .formatted(uri));
        }
        return new InputFile(
                uri,
                object.folder().values().stream()
                        .map(FolderValues::nullIfHiveNull)
                        .toList(),
                object.object().size(),
                files.shape(uri));
    }

    /** A column as the parser knows it. */
    public static LaneColumn column(SourceColumn column) {
        return new LaneColumn(column.name(), column.type());
    }
}
