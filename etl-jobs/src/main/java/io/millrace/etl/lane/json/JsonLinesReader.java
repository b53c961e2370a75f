package io.millrace.etl.lane.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.millrace.etl.lane.BatchReader;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.RejectedRow;
import io.millrace.etl.lane.RejectedRows;
import io.millrace.etl.lane.RowOrigins;
import io.millrace.etl.lane.csv.BadCells;
import io.millrace.etl.lane.csv.CsvPart;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One JSON object a line, or a part of such a file, as batches. Members are found by their keys as these are written; the last of several
 * equal ones counts; members that no column asks for are not looked at; what is missing is null. What stands behind the object on its line is
 * left out, as in Spark. Blank lines are no rows. Used by one thread.
 */
public final class JsonLinesReader implements BatchReader {
    private static final int INITIAL_BYTES = 1 << 18;
    private static final int MAX_LINE_BYTES = 1 << 27;

    /** As Spark's reader: single quotes, NaN and infinities are taken; a text may have any length. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final String file;
    private final Consumer<String> others;
    private final InputStream stream;
    private final List<LaneColumn> columns;
    private final Map<String, Integer> places = new HashMap<>();
    private final JsonCell[] cells;
    private final CsvPart part;
    private final BadCells badCells;
    private final RejectedRows rejected;
    private final LineBuffer lines;
    private final int maxLineBytes;

    /** In which line of this part a column was seen last. */
    private final long[] seen;

    private long line;
    private long linesBefore = -1;
    private String badColumn = "";
    private String reason = "";

    private JsonLinesReader(
            String file,
            InputStream stream,
            List<LaneColumn> columns,
            JsonMembers members,
            CsvPart part,
            BadCells badCells,
            RejectedRows rejected,
            int maxLineBytes)
            throws IOException {
        this.others = members.others();
        this.file = file;
        this.stream = stream;
        this.columns = List.copyOf(columns);
        this.part = part;
        this.badCells = badCells;
        this.rejected = rejected;
        this.maxLineBytes = maxLineBytes;
        this.seen = new long[columns.size()];
        this.cells = columns.stream().map(column -> new JsonCell(column.type())).toArray(JsonCell[]::new);
        for (int i = 0; i < members.keys().size(); i++) {
            places.put(members.keys().get(i), i);
        }
        this.lines = new LineBuffer(stream, Math.min(INITIAL_BYTES, maxLineBytes), maxLineBytes);
        if (part.isFirst()) {
            lines.skipMark();
        } else if (lines.next()) {
            // The line that the byte before this part belongs to is another part's.
            line++;
        }
    }

    /**
     * Opens a file or a part of it.
     *
     * @param file its URI, for messages
     * @param stream the uncompressed bytes from {@link CsvPart#streamStart} on; closed with the reader, and if this fails
     * @param columns the wanted ones
     * @param members of the columns
     * @param rejected takes the rows that do not fit, if {@code badCells} is {@link BadCells#REJECT}; otherwise a value that does not fit is
     *     null, and so is every value of a line that is no JSON object. Lines of more than 128 MiB are rejected in any case.
     */
    public static JsonLinesReader open(
            String file,
            InputStream stream,
            List<LaneColumn> columns,
            JsonMembers members,
            CsvPart part,
            BadCells badCells,
            RejectedRows rejected)
            throws IOException {
        return open(file, stream, columns, members, part, badCells, rejected, MAX_LINE_BYTES);
    }

    /** With another limit of a line. */
    static JsonLinesReader open(
            String file,
            InputStream stream,
            List<LaneColumn> columns,
            JsonMembers members,
            CsvPart part,
            BadCells badCells,
            RejectedRows rejected,
            int maxLineBytes)
            throws IOException {
        try {
            return new JsonLinesReader(file, stream, columns, members, part, badCells, rejected, maxLineBytes);
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    @Override
    public boolean read(VectorBatch batch) throws IOException {
        batch.clear();
        boolean withOrigins = RowOrigins.areIn(batch, columns.size());
        int row = 0;
        long full = lines.offset() + VectorBatch.FULL_BYTES;
        while (row < batch.capacity() && (row == 0 || lines.offset() < full) && nextLine()) {
            if (isBlank()) {
                continue;
            }
            reason = "";
            badColumn = "";
            boolean taken = lines.isTooLong() ? tooLong() : readObject(batch, row);
            if (!taken) {
                reject();
                forget(batch, row);
                continue;
            }
            if (withOrigins) {
                RowOrigins.set(batch, columns.size(), row, line, lines.bytes(), lines.lineStart(), lines.lineEnd());
            }
            row++;
        }
        batch.setRows(row);
        return row > 0;
    }

    private boolean nextLine() throws IOException {
        if (part.streamStart() + lines.offset() >= part.end() || !lines.next()) {
            return false;
        }
        line++;
        return true;
    }

    private boolean isBlank() {
        if (lines.isTooLong()) {
            return false;
        }
        byte[] bytes = lines.bytes();
        for (int at = lines.lineStart(); at < lines.lineEnd(); at++) {
            if (bytes[at] != ' ' && bytes[at] != '\t') {
                return false;
            }
        }
        return true;
    }

    private boolean tooLong() {
        reason = "the line is longer than %d bytes".formatted(maxLineBytes);
        return false;
    }

    /** Reads the line's object. @return false if the row is to be rejected */
    private boolean readObject(VectorBatch batch, int row) {
        int start = lines.lineStart();
        try (JsonParser parser = JSON.createParser(lines.bytes(), start, lines.lineEnd() - start)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                reason = "the line is no JSON object";
            } else if (!members(parser, batch, row)) {
                return false;
            }
        } catch (IOException e) {
            reason = "the line is no valid JSON: " + firstLine(e);
            badColumn = "";
        }
        if (reason.isEmpty()) {
            for (int column = 0; column < cells.length; column++) {
                if (seen[column] != line) {
                    batch.vector(column).setNull(row);
                }
            }
            return true;
        }
        return badCells == BadCells.NULL && allNull(batch, row);
    }

    private boolean allNull(VectorBatch batch, int row) {
        for (int column = 0; column < cells.length; column++) {
            batch.vector(column).setNull(row);
        }
        return true;
    }

    private boolean members(JsonParser parser, VectorBatch batch, int row) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            Integer column = places.get(key);
            JsonToken token = parser.nextToken();
            if (column == null) {
                others.accept(key);
                parser.skipChildren();
                continue;
            }
            Vector vector = batch.vector(column);
            boolean present = seen[column] == line && !vector.isNull(row);
            long before = present ? number(vector, row) : 0;
            seen[column] = line;
            vector.nulls()[row] = false;
            if (token == JsonToken.VALUE_NULL) {
                vector.setNull(row);
            } else if (!cells[column].set(parser, token, lines.bytes(), lines.lineStart(), vector, row)) {
                if (badCells == BadCells.REJECT) {
                    reason = cells[column].reason();
                    badColumn = columns.get(column).name();
                    return false;
                }
                // As in Spark a value that does not fit leaves that of an equal key before it.
                if (present) {
                    restore(vector, row, before);
                } else {
                    vector.setNull(row);
                }
                parser.skipChildren();
            }
        }
        return true;
    }

    /** A value that a parser may write before it finds that it does not fit. */
    private static long number(Vector vector, int row) {
        if (vector instanceof LongVector longs) {
            return longs.values()[row];
        }
        return vector instanceof IntVector ints ? ints.values()[row] : 0;
    }

    private static void restore(Vector vector, int row, long number) {
        if (vector instanceof LongVector longs) {
            longs.values()[row] = number;
        } else if (vector instanceof IntVector ints) {
            ints.values()[row] = (int) number;
        }
    }

    /** Jackson adds the place in the line, and the source, behind a line end, or in brackets where an object began. */
    private static String firstLine(IOException e) {
        String message = String.valueOf(e.getMessage()).replaceFirst(" ?\\(start marker at [^\\n]*", "");
        int end = message.indexOf('\n');
        return end < 0 ? message : message.substring(0, end);
    }

    private void forget(VectorBatch batch, int row) {
        for (int column = 0; column < cells.length; column++) {
            batch.vector(column).nulls()[row] = false;
        }
    }

    private void reject() {
        if (linesBefore < 0) {
            linesBefore = part.linesBefore().getAsLong();
        }
        String text = lines.isTooLong()
                ? new String(lines.longLine(), StandardCharsets.UTF_8)
                : new String(
                        lines.bytes(), lines.lineStart(), lines.lineEnd() - lines.lineStart(), StandardCharsets.UTF_8);
        rejected.reject(new RejectedRow(file, linesBefore + line, text, badColumn, reason));
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
