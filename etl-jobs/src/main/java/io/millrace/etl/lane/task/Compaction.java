package io.millrace.etl.lane.task;

import io.millrace.etl.lane.expression.evaluate.Selection;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.FloatVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;

/** Moves the selected rows of a vector together, because who writes takes batches without holes. */
final class Compaction {
    private Compaction() {}

    /** Sets the first rows of {@code to}, which is of the same kind and empty, to the selected rows of {@code from}. */
    static void copy(Vector from, Selection selection, Vector to) {
        int count = selection.count();
        int[] rows = selection.rows();
        if (from.hasNulls()) {
            for (int i = 0; i < count; i++) {
                if (from.isNull(rows[i])) {
                    to.setNull(i);
                }
            }
        }
        if (from instanceof BytesVector texts) {
            copyBytes(texts, rows, count, (BytesVector) to);
        } else {
            copyValues(from, rows, count, to);
        }
    }

    private static void copyBytes(BytesVector from, int[] rows, int count, BytesVector to) {
        for (int i = 0; i < count; i++) {
            if (!from.isNull(rows[i])) {
                to.set(i, from.data(), from.starts()[rows[i]], from.lengths()[rows[i]]);
            }
        }
    }

    private static void copyValues(Vector from, int[] rows, int count, Vector to) {
        if (from instanceof LongVector longs) {
            gather(longs.values(), rows, count, ((LongVector) to).values());
        } else if (from instanceof DoubleVector doubles) {
            gather(doubles.values(), rows, count, ((DoubleVector) to).values());
        } else if (from instanceof IntVector ints) {
            gather(ints.values(), rows, count, ((IntVector) to).values());
        } else if (from instanceof FloatVector floats) {
            gather(floats.values(), rows, count, ((FloatVector) to).values());
        } else if (from instanceof BooleanVector booleans) {
            gather(booleans.values(), rows, count, ((BooleanVector) to).values());
        }
    }

    private static void gather(long[] from, int[] rows, int count, long[] to) {
        for (int i = 0; i < count; i++) {
            to[i] = from[rows[i]];
        }
    }

    private static void gather(double[] from, int[] rows, int count, double[] to) {
        for (int i = 0; i < count; i++) {
            to[i] = from[rows[i]];
        }
    }

    private static void gather(int[] from, int[] rows, int count, int[] to) {
        for (int i = 0; i < count; i++) {
            to[i] = from[rows[i]];
        }
    }

    private static void gather(float[] from, int[] rows, int count, float[] to) {
        for (int i = 0; i < count; i++) {
            to[i] = from[rows[i]];
        }
    }

    private static void gather(boolean[] from, int[] rows, int count, boolean[] to) {
        for (int i = 0; i < count; i++) {
            to[i] = from[rows[i]];
        }
    }
}
