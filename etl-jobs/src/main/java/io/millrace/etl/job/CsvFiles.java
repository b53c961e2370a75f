package io.millrace.etl.job;

import io.millrace.etl.job.JobArguments.OnError;
import io.millrace.etl.job.SourceTable.Format;
import io.millrace.etl.lane.BatchReader;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.RejectedRows;
import io.millrace.etl.lane.csv.BadCells;
import io.millrace.etl.lane.csv.CsvColumns;
import io.millrace.etl.lane.csv.CsvFormat;
import io.millrace.etl.lane.csv.CsvPart;
import io.millrace.etl.lane.csv.CsvReader;
import io.millrace.etl.lane.task.InputFile.Shape;
import io.millrace.etl.lane.task.InputPart;
import io.millrace.etl.lane.task.PartOpener;
import io.millrace.etl.lane.task.TaskProgress;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.spark.util.SerializableConfiguration;

/** A table's CSV files, opened for the columnar lane. Sent to the tasks. */
final class CsvFiles implements PartOpener {
    private static final long serialVersionUID = 1L;

    private final List<String> names;
    private final HashMap<String, String> options;
    private final BadCells badCells;
    private final SerializableConfiguration hadoop;

    CsvFiles(SourceTable table, OnError onError, SerializableConfiguration hadoop) {
        this.names = table.columns().stream().map(SourceTable.SourceColumn::name).toList();
        this.options = new HashMap<>(CsvOptions.of(table));
        this.badCells = onError == OnError.NULL ? BadCells.NULL : BadCells.REJECT;
        this.hadoop = hadoop;
    }

    @Override
    public BatchReader open(
            InputPart part,
            List<LaneColumn> columns,
            LongSupplier linesBefore,
            RejectedRows rejected,
            TaskProgress progress)
            throws IOException {
        CsvFormat format = CsvFormat.ofOptions(options);
        List<Integer> places =
                columns.stream().map(column -> names.indexOf(column.name())).toList();
        CsvColumns found = CsvColumns.byPlace(columns, places, names.size());
        CsvPart range = part.isWhole() ? CsvPart.WHOLE : new CsvPart(part.start(), part.end(), linesBefore);
        InputStream stream = ObjectStreams.open(part, range.streamStart(), hadoop, progress);
        return CsvReader.open(part.uri(), stream, format, found, range, badCells, rejected);
    }

    @Override
    public long linesBefore(InputPart part) throws IOException {
        return part.start() == 0 ? 0 : ObjectStreams.countLines(part, hadoop);
    }

    @Override
    public Shape shape(String uri) {
        return CompressedInput.isCompressed(uri)
                ? Shape.COMPRESSED
                : CsvSplits.canCut(CsvFormat.ofOptions(options)) ? Shape.CUT_AT_LINES : Shape.WHOLE;
    }
}
