package io.millrace.etl.job.text;

import io.millrace.catalog.type.JsonKeys;
import io.millrace.etl.job.arguments.JobArguments.OnError;
import io.millrace.etl.job.arguments.UnknownColumns;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.job.storage.ObjectStreams;
import io.millrace.etl.job.storage.ObjectStreams.Cutting;
import io.millrace.etl.lane.BatchReader;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.RejectedRows;
import io.millrace.etl.lane.csv.BadCells;
import io.millrace.etl.lane.csv.CsvPart;
import io.millrace.etl.lane.csv.CsvSplits.LineEnd;
import io.millrace.etl.lane.json.JsonLinesReader;
import io.millrace.etl.lane.json.JsonMembers;
import io.millrace.etl.lane.task.InputFile.Shape;
import io.millrace.etl.lane.task.InputPart;
import io.millrace.etl.lane.task.PartOpener;
import io.millrace.etl.lane.task.TaskProgress;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A table's files of JSON lines, opened for the columnar lane. Sent to the tasks. */
final class JsonFiles implements PartOpener {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(JsonFiles.class);

    /** A file whose keys are data has no end of them. */
    private static final int MOST_NAMED = 20;

    /** The members' keys as they are written, by the columns' names. */
    private final HashMap<String, String> keys = new HashMap<>();

    /** Members that are no columns, but whose names are the partition keys'. */
    private final HashSet<String> partitionKeys = new HashSet<>();

    private final BadCells badCells;
    private final UnknownColumns unknownColumns;
    private final HashMap<String, String> parameters;
    private final SerializableConfiguration hadoop;

    JsonFiles(SourceTable table, OnError onError, UnknownColumns unknownColumns, SerializableConfiguration hadoop) {
        JsonKeys written = JsonKeys.of(table.parameters());
        table.columns().forEach(column -> keys.put(column.name(), written.of(column.name())));
        table.keys().forEach(key -> partitionKeys.add(written.of(key.name())));
        this.badCells = onError == OnError.NULL ? BadCells.NULL : BadCells.REJECT;
        this.unknownColumns = unknownColumns;
        this.parameters = new HashMap<>(table.parameters());
        this.hadoop = hadoop;
    }

    @Override
    public BatchReader open(InputPart part, List<LaneColumn> columns, RejectedRows rejected, TaskProgress progress)
            throws IOException {
        CsvPart range = ObjectStreams.part(part, LineEnd.NEWLINE_OR_RETURN, hadoop);
        List<String> wanted = columns.stream()
                .map(column -> Objects.requireNonNull(keys.get(column.name())))
                .toList();
        InputStream stream = ObjectStreams.open(part, range.streamStart(), hadoop, progress::addBytes);
        JsonMembers members = new JsonMembers(wanted, others(part.uri()));
        return JsonLinesReader.open(part.uri(), stream, columns, members, range, badCells, rejected);
    }

    /** Hears of the keys that are not read: those of columns that are not wanted, and unknown ones. */
    private Consumer<String> others(String file) {
        if (unknownColumns == UnknownColumns.IGNORE) {
            return key -> {};
        }
        Set<String> known = new HashSet<>(keys.values());
        // No column can be called nothing.
        known.add("");
        known.addAll(partitionKeys);
        int most = known.size() + MOST_NAMED;
        return key -> {
            if (known.size() < most && known.add(key)) {
                if (unknownColumns == UnknownColumns.FAIL) {
                    throw UnknownColumns.failure(file, key);
                }
                LOG.warn("{}: member {} is not in the table and is left out", file, key);
            }
        };
    }

    @Override
    public long linesBefore(InputPart part) {
        return ObjectStreams.part(part, LineEnd.NEWLINE_OR_RETURN, hadoop)
                .linesBefore()
                .getAsLong();
    }

    @Override
    public Shape shape(String uri) {
        return ObjectStreams.shape(uri, parameters, Cutting.AT_LINES);
    }
}
