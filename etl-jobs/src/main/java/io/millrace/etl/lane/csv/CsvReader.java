package io.millrace.etl.lane.csv;

import io.millrace.etl.lane.BatchReader;
import io.millrace.etl.lane.RejectedRow;
import io.millrace.etl.lane.RejectedRows;
import io.millrace.etl.lane.RowOrigins;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * CSV, or a part of it, as batches. Cells are parsed where they stand while their ends are looked for; what is not short and plain is looked
 * at a second time. What is a record, a cell and a null is what Spark's CSV reader takes for one (docs/decisions/0151). Used by one thread.
 */
public final class CsvReader implements BatchReader {
    /** The record does not end in the buffer. */
    private static final int INCOMPLETE = RecordStart.INCOMPLETE;

    private static final int NO_COLUMN = -1;

    private final String file;
    private final InputStream stream;
    private final CsvPart part;
    /** Behind the part's last byte, in the bytes of the buffer's stream. */
    private final LongSupplier end;

    private final BadCells badCells;
    private final RejectedRows rejected;
    private final RecordBuffer buffer;
    private final CellText cell;
    private final RecordStart start;
    private final FieldTargets targets;
    private final DayCache days = new DayCache();
    private final byte delimiter;
    private final long delimiters;
    private final long quotes;

    /** Line ends before the record, in this part. */
    private long lines;
    /** Line ends before this part, or negative if they have not been counted. */
    private long linesBefore = -1;

    // What is known of the record that was read last.
    private int cellLines;
    private int recordEnd;
    private int badColumn;
    private String reason = "";

    private CsvReader(
            String file,
            InputStream stream,
            CsvFormat format,
            HeaderColumns columns,
            CsvPart part,
            LongSupplier end,
            BadCells badCells,
            RejectedRows rejected,
            RecordBuffer buffer)
            throws IOException {
        this.file = file;
        this.stream = stream;
        this.part = part;
        this.end = end;
        this.badCells = badCells;
        this.rejected = rejected;
        this.buffer = buffer;
        cell = new CellText(format);
        start = new RecordStart(buffer, cell, format);
        delimiter = format.delimiter();
        delimiters = Swar.repeated(delimiter);
        quotes = Swar.repeated(format.quote());
        fill();
        targets = new FieldTargets(begin(format, columns), format);
    }

    /**
     * Opens a file or a part of it. Reads the first bytes, and the header if there is one.
     *
     * @param file its URI, for messages
     * @param stream the uncompressed bytes from {@link CsvPart#streamStart} on; closed with the reader, and if this fails
     * @param columns {@link CsvColumns} by place, or found in the header if the part is the first and has one
     * @param rejected takes the rows that do not fit, if {@code badCells} is {@link BadCells#REJECT}
     * @throws IOException if it cannot be read, or lacks a column that it must have
     */
    public static CsvReader open(
            String file,
            InputStream stream,
            CsvFormat format,
            HeaderColumns columns,
            CsvPart part,
            BadCells badCells,
            RejectedRows rejected)
            throws IOException {
        return open(file, stream, format, columns, part, badCells, rejected, RecordBuffer.Size.USUAL);
    }

    /** With a buffer of another size, and another limit of a record. */
    static CsvReader open(
            String file,
            InputStream stream,
            CsvFormat format,
            HeaderColumns columns,
            CsvPart part,
            BadCells badCells,
            RejectedRows rejected,
            RecordBuffer.Size size)
            throws IOException {
        try {
            long length = part.end() == Long.MAX_VALUE ? part.end() : part.end() - part.streamStart();
            if (format.charset().equals(StandardCharsets.UTF_8)) {
                RecordBuffer buffer = new RecordBuffer(stream, size);
                return new CsvReader(file, stream, format, columns, part, () -> length, badCells, rejected, buffer);
            }
            Utf8Stream decoded = new Utf8Stream(stream, format.charset(), length);
            RecordBuffer buffer = new RecordBuffer(decoded, size);
            return new CsvReader(file, stream, format, columns, part, decoded::limit, badCells, rejected, buffer);
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /** The fields of the first record that is not empty, for {@link CsvColumns#in}; none if the file is empty. Closes the stream. */
    public static List<String> header(String file, InputStream stream, CsvFormat format) throws IOException {
        CsvColumns nothing = CsvColumns.byPlace(List.of(), List.of(), 0);
        CsvFormat withoutHeader = new CsvFormat(
                format.delimiter(),
                format.quote(),
                format.escape(),
                format.nullMarkers(),
                CsvFormat.Header.ABSENT,
                format.records(),
                format.charset());
        try (CsvReader reader =
                open(file, stream, withoutHeader, nothing, CsvPart.WHOLE, BadCells.NULL, RejectedRows.FAIL)) {
            return reader.headerRecord();
        }
    }

    private CsvColumns begin(CsvFormat format, HeaderColumns columns) throws IOException {
        if (!part.isFirst()) {
            skipToLineEnd();
            return byPlace(columns, "A part that is not the first has no header to find columns in");
        }
        while (!start.skipMark() || !start.learnLineEnd()) {
            fill();
        }
        if (format.header() == CsvFormat.Header.ABSENT) {
            return byPlace(columns, "A file without header has no names to find columns by");
        }
        return columns.in(headerRecord(), file);
    }

    private static CsvColumns byPlace(HeaderColumns columns, String otherwise) {
        if (columns instanceof CsvColumns known && known.match() == CsvColumns.Match.PLACE) {
            return known;
        }
        throw new IllegalArgumentException(otherwise);
    }

    private List<String> headerRecord() throws IOException {
        List<String> names = new ArrayList<>();
        while (toRecord()) {
            names.clear();
            cellLines = 0;
            int at = buffer.position;
            while (true) {
                int end = readCell(at);
                if (end == INCOMPLETE) {
                    break;
                }
                names.add(new String(cell.bytes, cell.from, cell.to - cell.from, StandardCharsets.UTF_8));
                if (buffer.bytes[end] != delimiter) {
                    int next = start.behindLineEnd(end);
                    if (next == INCOMPLETE) {
                        break;
                    }
                    advance(next);
                    return names;
                }
                at = end + 1;
            }
            fill();
        }
        return List.of();
    }

    /** The record that the byte before this part belongs to is another part's. */
    private void skipToLineEnd() throws IOException {
        while (true) {
            int at = buffer.position;
            while (at < buffer.end && !cell.isLineEnd(buffer.bytes, at)) {
                at++;
            }
            buffer.position = at;
            int next = start.behindLineEnd(at);
            if (next != INCOMPLETE) {
                lines += at < buffer.end ? 1 : 0;
                buffer.position = next;
                return;
            }
            fill();
        }
    }

    @Override
    public boolean read(VectorBatch batch) throws IOException {
        batch.clear();
        targets.bind(batch);
        boolean withOrigins = RowOrigins.areIn(batch, targets.columnCount());
        int capacity = batch.capacity();
        int row = 0;
        long full = buffer.offset() + VectorBatch.FULL_BYTES;
        while (row < capacity && (row == 0 || buffer.offset() < full) && toRecord()) {
            int next = record(row);
            if (next == INCOMPLETE) {
                targets.forget(row);
                fill();
                continue;
            }
            if (reason.isEmpty()) {
                if (withOrigins) {
                    RowOrigins.set(
                            batch, targets.columnCount(), row, lines + 1, buffer.bytes, buffer.position, recordEnd);
                }
                row++;
            } else {
                reject();
                targets.forget(row);
            }
            advance(next);
        }
        targets.setAbsent(row);
        batch.setRows(row);
        return row > 0;
    }

    /** Goes behind empty lines to the next record of this part. @return false if there is none */
    private boolean toRecord() throws IOException {
        while (true) {
            if (buffer.offset() >= end.getAsLong()) {
                return false;
            }
            if (buffer.position == buffer.end) {
                if (buffer.exhausted) {
                    return false;
                }
                fill();
                continue;
            }
            int blank = start.blankLineEnd();
            if (blank < 0) {
                return true;
            }
            int next = start.behindLineEnd(blank);
            if (next == INCOMPLETE) {
                fill();
            } else {
                buffer.position = next;
                lines++;
            }
        }
    }

    /**
     * Reads a record into the row. One method, since its parts share all of their state and this is where the time goes.
     *
     * @return where the next record begins, or {@link #INCOMPLETE}
     */
    private int record(int row) {
        FieldTargets fields = targets;
        byte[] bytes = buffer.bytes;
        int at = buffer.position;
        int last = fields.count;
        int field = 0;
        reason = "";
        cellLines = 0;
        while (true) {
            int target = Math.min(field, last);
            int end = switch (fields.kinds[target]) {
                case FieldTargets.DOUBLE -> FastCells.floating(bytes, at, delimiters, fields.doubles[target], row);
                case FieldTargets.INT -> FastCells.whole(bytes, at, delimiters, fields.ints[target], row);
                case FieldTargets.TIMESTAMP -> timestamp(bytes, at, fields.longs[target], row);
                case FieldTargets.TEXT ->
                    fields.mayBeNull(bytes[at])
                            ? FastCells.SLOW
                            : FastCells.text(bytes, at, delimiters, quotes, fields.texts[target], row);
                case FieldTargets.LONG -> FastCells.whole(bytes, at, delimiters, fields.longs[target], row);
                case FieldTargets.SKIPPED -> FastCells.skip(bytes, at, delimiters, quotes);
                default -> FastCells.SLOW;
            };
            if (end == FastCells.SLOW) {
                end = readCell(at);
                if (end == INCOMPLETE) {
                    return INCOMPLETE;
                }
                setValue(target, row);
            }
            field++;
            if (bytes[end] != delimiter) {
                recordEnd = end;
                if (field != last) {
                    wrongCount(field, row);
                }
                return start.behindLineEnd(end);
            }
            at = end + 1;
        }
    }

    private int timestamp(byte[] bytes, int at, long[] values, int row) {
        long day = days.micros(bytes, at);
        if (day == DayCache.UNKNOWN) {
            return FastCells.SLOW;
        }
        long time = FastCells.timeOfDay(bytes, at, delimiter);
        values[row] = day + time;
        return time < 0 ? FastCells.SLOW : at + FastCells.TIMESTAMP_LENGTH;
    }

    /** Looks at a cell with all that it may have. @return where it ends, or {@link #INCOMPLETE} */
    private int readCell(int at) {
        int end = cell.read(buffer.bytes, at, buffer.end);
        if (end >= buffer.end && !buffer.exhausted) {
            return INCOMPLETE;
        }
        if (cell.quoted) {
            cellLines += LineEnds.count(buffer.bytes, at, end, cell.returnEnds);
        }
        return end;
    }

    private void setValue(int field, int row) {
        int column = targets.columnOf[field];
        if (column == CsvColumns.ABSENT) {
            return;
        }
        Vector vector = targets.vectors[column];
        if ((cell.from == cell.to && !cell.quoted) || targets.isNull(cell.bytes, cell.from, cell.to)) {
            vector.setNull(row);
        } else if (!targets.parsers[column].parse(cell.bytes, cell.from, cell.to, vector, row)) {
            if (badCells == BadCells.NULL) {
                vector.setNull(row);
            } else if (reason.isEmpty()) {
                badColumn = column;
                reason = targets.parsers[column].reason(cell.bytes, cell.from, cell.to);
            }
        }
    }

    private void wrongCount(int count, int row) {
        if (badCells == BadCells.NULL) {
            targets.setNull(count, row);
        } else {
            badColumn = NO_COLUMN;
            reason = "the row has %d field%s and not %d".formatted(count, count == 1 ? "" : "s", targets.count);
        }
    }

    private void advance(int next) {
        buffer.position = next;
        lines += cellLines + 1L;
    }

    private void fill() throws IOException {
        if (!buffer.fill()) {
            throw new IOException("%s, line %d: the row is longer than %d MB; is a quote missing?"
                    .formatted(file, line(), buffer.maxBytes() >> 20));
        }
    }

    private void reject() {
        String text = new String(buffer.bytes, buffer.position, recordEnd - buffer.position, StandardCharsets.UTF_8);
        String column = badColumn == NO_COLUMN ? "" : targets.name(badColumn);
        rejected.reject(new RejectedRow(file, line(), text, column, reason));
    }

    /** Where the record begins. */
    private long line() {
        if (linesBefore < 0) {
            linesBefore = part.linesBefore().getAsLong();
        }
        return linesBefore + lines + 1;
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
