package io.millrace.etl.lane.csv;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.parse.CellParser;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** For each field of a record where its value goes and how it is read; behind the last there is one more, for fields too many. */
final class FieldTargets {
    static final int SKIPPED = 0;
    static final int TEXT = 1;
    static final int INT = 2;
    static final int LONG = 3;
    static final int DOUBLE = 4;
    static final int TIMESTAMP = 5;
    /** For {@link CellParser} alone. */
    static final int OTHER = 6;

    /** How many fields a record has. */
    final int count;

    /** One of the constants for each field. */
    final int[] kinds;

    /** Each field's column, or {@link CsvColumns#ABSENT}. */
    final int[] columnOf;

    final CellParser[] parsers;
    final Vector[] vectors;
    final int[][] ints;
    final long[][] longs;
    final double[][] doubles;
    final BytesVector[] texts;
    private final List<LaneColumn> columns;
    private final List<Integer> fieldOf;
    private final byte[][] nullMarkers;
    private final boolean[] markerStarts = new boolean[256];

    FieldTargets(CsvColumns source, CsvFormat format) {
        count = source.fieldCount();
        columns = source.columns();
        fieldOf = source.fieldOf();
        nullMarkers = format.nullMarkers().stream()
                .map(marker -> marker.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        kinds = new int[count + 1];
        columnOf = new int[count + 1];
        Arrays.fill(columnOf, CsvColumns.ABSENT);
        parsers = columns.stream().map(column -> CellParser.of(column.type())).toArray(CellParser[]::new);
        vectors = new Vector[columns.size()];
        ints = new int[count + 1][];
        longs = new long[count + 1][];
        doubles = new double[count + 1][];
        texts = new BytesVector[count + 1];
        boolean fastNumbers = true;
        for (byte[] marker : nullMarkers) {
            if (marker.length > 0) {
                markerStarts[marker[0] & 0xff] = true;
                fastNumbers &= "0123456789-.".indexOf(marker[0]) < 0;
            }
        }
        for (int column = 0; column < columns.size(); column++) {
            int field = fieldOf.get(column);
            if (field != CsvColumns.ABSENT) {
                columnOf[field] = column;
                int kind = kind(columns.get(column).type());
                kinds[field] = kind == TEXT || fastNumbers ? kind : OTHER;
            }
        }
    }

    private static int kind(HiveType type) {
        if (type == Primitive.STRING || type instanceof HiveType.BoundedText) {
            return TEXT;
        }
        if (type == Primitive.INT) {
            return INT;
        }
        if (type == Primitive.BIGINT) {
            return LONG;
        }
        if (type == Primitive.DOUBLE) {
            return DOUBLE;
        }
        return type == Primitive.TIMESTAMP ? TIMESTAMP : OTHER;
    }

    /** Takes the batch's vectors, to be filled. */
    void bind(VectorBatch batch) {
        for (int column = 0; column < vectors.length; column++) {
            Vector vector = batch.vector(column);
            vectors[column] = vector;
            int field = fieldOf.get(column);
            if (field == CsvColumns.ABSENT) {
                continue;
            }
            switch (kinds[field]) {
                case TEXT -> texts[field] = (BytesVector) vector;
                case INT -> ints[field] = ((IntVector) vector).values();
                case LONG, TIMESTAMP -> longs[field] = ((LongVector) vector).values();
                case DOUBLE -> doubles[field] = ((DoubleVector) vector).values();
                default -> {}
            }
        }
    }

    /** Whether a cell that begins so may be one of the null markers. */
    boolean mayBeNull(byte first) {
        return markerStarts[first & 0xff];
    }

    /** Whether a cell's content is one of the null markers. */
    boolean isNull(byte[] bytes, int from, int to) {
        for (byte[] marker : nullMarkers) {
            if (Arrays.equals(marker, 0, marker.length, bytes, from, to)) {
                return true;
            }
        }
        return false;
    }

    /** Makes the fields from {@code first} on null. */
    void setNull(int first, int row) {
        for (int field = first; field < count; field++) {
            if (columnOf[field] != CsvColumns.ABSENT) {
                vectors[columnOf[field]].setNull(row);
            }
        }
    }

    /** Makes null in all rows what the file does not have. */
    void setAbsent(int rows) {
        for (int column = 0; column < vectors.length; column++) {
            if (fieldOf.get(column) == CsvColumns.ABSENT) {
                for (int row = 0; row < rows; row++) {
                    vectors[column].setNull(row);
                }
            }
        }
    }

    /** Forgets what a row that is in no batch, or not yet, has set. */
    void forget(int row) {
        for (Vector vector : vectors) {
            vector.nulls()[row] = false;
        }
    }

    String name(int column) {
        return columns.get(column).name();
    }
}
