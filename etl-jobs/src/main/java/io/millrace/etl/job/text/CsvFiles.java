package io.millrace.etl.job.text;

import io.millrace.catalog.classify.HeaderPlaces;
import io.millrace.etl.job.arguments.JobArguments.OnError;
import io.millrace.etl.job.arguments.UnknownColumns;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.job.storage.ObjectStreams;
import io.millrace.etl.job.storage.ObjectStreams.Cutting;
import io.millrace.etl.lane.BatchReader;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.RejectedRows;
import io.millrace.etl.lane.csv.BadCells;
import io.millrace.etl.lane.csv.CsvColumns;
import io.millrace.etl.lane.csv.CsvFormat;
import io.millrace.etl.lane.csv.CsvPart;
import io.millrace.etl.lane.csv.CsvReader;
import io.millrace.etl.lane.csv.CsvSplits;
import io.millrace.etl.lane.csv.CsvSplits.LineEnd;
import io.millrace.etl.lane.csv.HeaderColumns;
import io.millrace.etl.lane.task.InputFile;
import io.millrace.etl.lane.task.InputFile.Shape;
import io.millrace.etl.lane.task.InputPart;
import io.millrace.etl.lane.task.PartOpener;
import io.millrace.etl.lane.task.TaskProgress;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A table's CSV files, opened for the columnar lane. Sent to the tasks. */
final class CsvFiles implements PartOpener {
    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(CsvFiles.class);

    private final List<String> names;
    private final List<String> keys;
    private final HashMap<String, String> options;
    private final BadCells badCells;
    private final UnknownColumns unknownColumns;
    private final HashMap<String, String> parameters;
    private final SerializableConfiguration hadoop;

    CsvFiles(SourceTable table, OnError onError, UnknownColumns unknownColumns, SerializableConfiguration hadoop) {
        this.names =
                table.columns().stream().map(SourceTable.SourceColumn::name).toList();
        this.keys = table.keys().stream().map(SourceTable.SourceColumn::name).toList();
        this.options = new HashMap<>(CsvOptions.of(table));
        this.badCells = onError == OnError.NULL ? BadCells.NULL : BadCells.REJECT;
        this.unknownColumns = unknownColumns;
        this.parameters = new HashMap<>(table.parameters());
        this.hadoop = hadoop;
    }

    @Override
    public BatchReader open(InputPart part, List<LaneColumn> columns, RejectedRows rejected, TaskProgress progress)
            throws IOException {
        CsvFormat format = CsvFormat.ofOptions(options);
        CsvPart range = ObjectStreams.part(part, LineEnd.of(format), hadoop);
        HeaderColumns found = format.header() == CsvFormat.Header.ABSENT
                ? placed(columns, own(), names.size())
                : part.start() == 0 ? (header, file) -> first(columns, header, file) : named(columns, part, format);
        InputStream stream = ObjectStreams.open(part, range.streamStart(), hadoop, progress::addBytes);
        return CsvReader.open(part.uri(), stream, format, found, range, badCells, rejected);
    }

    /** Of the part that has the header; what of the file is left out, or taken for another column, is said once. */
    private CsvColumns first(List<LaneColumn> columns, List<String> header, String file) {
        CsvColumns found = named(columns, header, file);
        List<String> unknown = unknown(header);
        if (unknownColumns != UnknownColumns.REPORT || unknown.isEmpty()) {
            return found;
        }
        if (HeaderPlaces.byName(header, names).equals(places(header, file))) {
            LOG.warn(
                    "{}: {} of its {} columns are not in the table and are left out: {}",
                    file,
                    unknown.size(),
                    header.size(),
                    unknown);
        } else {
            LOG.warn(
                    "{}: the header {} is read as the columns {} by their places, as {} are no names of columns; '--on-unknown-columns ignore' reads by name alone",
                    file,
                    header,
                    names,
                    unknown);
        }
        return found;
    }

    /** The header's fields that are no column of the table, and no partition key. */
    private List<String> unknown(List<String> header) {
        Set<Integer> known = new HashSet<>(HeaderPlaces.byName(header, names));
        known.addAll(HeaderPlaces.byName(header, keys));
        return IntStream.range(0, header.size())
                .filter(place -> !known.contains(place))
                .mapToObj(place -> header.get(place).strip())
                .toList();
    }

    /** The columns of a file whose header is not in the part. */
    private CsvColumns named(List<LaneColumn> columns, InputPart part, CsvFormat format) throws IOException {
        InputStream stream = ObjectStreams.open(part, 0, hadoop, bytes -> {});
        return named(columns, CsvReader.header(part.uri(), stream, format), part.uri());
    }

    private CsvColumns named(List<LaneColumn> columns, List<String> header, String file) {
        if (header.isEmpty()) {
            return placed(columns, own(), names.size());
        }
        return placed(columns, places(header, file), header.size());
    }

    private List<Integer> places(List<String> header, String file) {
        List<Integer> byName = HeaderPlaces.byName(header, names);
        // A header that has none of the names says nothing of columns: the table was given names of its own.
        if (byName.stream().anyMatch(place -> place != HeaderPlaces.ABSENT)) {
            if (unknownColumns == UnknownColumns.IGNORE) {
                return byName;
            }
            List<String> unknown = unknown(header);
            if (unknownColumns == UnknownColumns.FAIL && !unknown.isEmpty()) {
                throw UnknownColumns.failure(file, unknown.get(0));
            }
        }
        return HeaderPlaces.of(header, names)
                .orElseThrow(() -> new JobFailureException(
                        "%s: the header %s does not have column %s, but others in other places; rename the columns in the file or in the table, or give --on-unknown-columns ignore if the table's columns are missing there"
                                .formatted(file, header, missing(header))));
    }

    private String missing(List<String> header) {
        return names.stream()
                .filter(name -> header.stream().noneMatch(field -> field.strip().equalsIgnoreCase(name)))
                .findFirst()
                .orElse(names.get(0));
    }

    private CsvColumns placed(List<LaneColumn> columns, List<Integer> places, int fieldCount) {
        return CsvColumns.byPlace(
                columns,
                columns.stream()
                        .map(column -> places.get(names.indexOf(column.name())))
                        .toList(),
                fieldCount);
    }

    private List<Integer> own() {
        return IntStream.range(0, names.size()).boxed().toList();
    }

    @Override
    public long linesBefore(InputPart part) {
        return ObjectStreams.part(part, LineEnd.of(CsvFormat.ofOptions(options)), hadoop)
                .linesBefore()
                .getAsLong();
    }

    @Override
    public List<Long> cuts(InputFile file, List<Long> places) throws IOException {
        InputPart whole = new InputPart(file.uri(), file.keys(), 0, file.size(), file.size());
        return CsvSplits.cuts(
                CsvFormat.ofOptions(options), places, from -> ObjectStreams.open(whole, from, hadoop, bytes -> {}));
    }

    @Override
    public Shape shape(String uri) {
        boolean mayCut = CsvSplits.mayCut(CsvFormat.ofOptions(options));
        return ObjectStreams.shape(uri, parameters, mayCut ? Cutting.AT_LINES : Cutting.NEVER);
    }
}
