package io.millrace.etl.lane;

import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Two columns that a batch may have behind those that its reader was told of; the reader fills them with where each row stands in its file
 * and how, so that a row can be rejected after it was read.
 */
public final class RowOrigins {
    /** The line where the row begins, from 1 and counted from the part's begin; and its text, in UTF-8. */
    public static final List<LaneColumn> COLUMNS =
            List.of(new LaneColumn("$line", Primitive.BIGINT), new LaneColumn("$text", Primitive.STRING));

    private RowOrigins() {}

    /** Whether a batch for so many columns has them. */
    public static boolean areIn(VectorBatch batch, int columns) {
        return batch.vectors().size() == columns + COLUMNS.size();
    }

    /**
     * Sets a row's origin.
     *
     * @param columns how many the reader was told of
     */
    public static void set(VectorBatch batch, int columns, int row, long line, byte[] bytes, int from, int to) {
        ((LongVector) batch.vector(columns)).values()[row] = line;
        ((BytesVector) batch.vector(columns + 1)).set(row, bytes, from, to - from);
    }

    /** The row's line, from 1 in its part. */
    public static long line(VectorBatch batch, int columns, int row) {
        return ((LongVector) batch.vector(columns)).values()[row];
    }

    /** The row's text. */
    public static String text(VectorBatch batch, int columns, int row) {
        BytesVector texts = (BytesVector) batch.vector(columns + 1);
        return new String(texts.data(), texts.starts()[row], texts.lengths()[row], StandardCharsets.UTF_8);
    }
}
