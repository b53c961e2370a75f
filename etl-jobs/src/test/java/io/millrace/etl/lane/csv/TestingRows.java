package io.millrace.etl.lane.csv;

import io.millrace.catalog.type.HiveType;
import io.millrace.etl.lane.BatchReader;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.FloatVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Batches as lists of texts. */
final class TestingRows {
    static final String NULL = "<null>";

    private TestingRows() {}

    /** Columns {@code c0}, {@code c1}, … of the types. */
    static List<LaneColumn> columns(String... types) {
        List<LaneColumn> columns = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            columns.add(new LaneColumn("c" + i, HiveType.parse(types[i])));
        }
        return columns;
    }

    static List<List<String>> all(BatchReader reader, List<LaneColumn> columns, int capacity) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        VectorBatch batch = VectorBatch.of(columns, capacity);
        while (reader.read(batch)) {
            rows.addAll(of(batch));
        }
        return rows;
    }

    static List<List<String>> of(VectorBatch batch) {
        List<List<String>> rows = new ArrayList<>();
        for (int row = 0; row < batch.rows(); row++) {
            List<String> cells = new ArrayList<>();
            for (Vector vector : batch.vectors()) {
                cells.add(vector.hasNulls() && vector.isNull(row) ? NULL : text(vector, row));
            }
            rows.add(cells);
        }
        return rows;
    }

    private static String text(Vector vector, int row) {
        if (vector instanceof BytesVector texts) {
            return new String(texts.data(), texts.starts()[row], texts.lengths()[row], StandardCharsets.UTF_8);
        }
        if (vector instanceof IntVector ints) {
            return String.valueOf(ints.values()[row]);
        }
        if (vector instanceof LongVector longs) {
            return String.valueOf(longs.values()[row]);
        }
        if (vector instanceof DoubleVector doubles) {
            return String.valueOf(doubles.values()[row]);
        }
        if (vector instanceof FloatVector floats) {
            return String.valueOf(floats.values()[row]);
        }
        return String.valueOf(((BooleanVector) vector).values()[row]);
    }
}
