package io.millrace.etl.lane.expression.evaluate;

import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.FloatVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;

/** Copies of rows between vectors of one type. */
final class Vectors {
    private Vectors() {}

    /** Copies rows to their own places. */
    static void copy(Vector from, Selection rows, Vector to) {
        copy(from, rows, to, false);
    }

    /** Copies rows to the first places. */
    static void compact(Vector from, Selection rows, Vector to) {
        copy(from, rows, to, true);
    }

    private static void copy(Vector from, Selection rows, Vector to, boolean dense) {
        int[] selected = rows.rows();
        int count = rows.count();
        if (from.hasNulls()) {
            for (int i = 0; i < count; i++) {
                if (from.isNull(selected[i])) {
                    to.setNull(dense ? i : selected[i]);
                }
            }
        }
        // What a null row's value is does not matter, but for texts, whose bytes are not copied.
        if (from instanceof IntVector ints) {
            int[] in = ints.values();
            int[] out = ((IntVector) to).values();
            for (int i = 0; i < count; i++) {
                out[dense ? i : selected[i]] = in[selected[i]];
            }
        } else if (from instanceof LongVector longs) {
            long[] in = longs.values();
            long[] out = ((LongVector) to).values();
            for (int i = 0; i < count; i++) {
                out[dense ? i : selected[i]] = in[selected[i]];
            }
        } else if (from instanceof DoubleVector doubles) {
            double[] in = doubles.values();
            double[] out = ((DoubleVector) to).values();
            for (int i = 0; i < count; i++) {
                out[dense ? i : selected[i]] = in[selected[i]];
            }
        } else if (from instanceof FloatVector floats) {
            float[] in = floats.values();
            float[] out = ((FloatVector) to).values();
            for (int i = 0; i < count; i++) {
                out[dense ? i : selected[i]] = in[selected[i]];
            }
        } else if (from instanceof BooleanVector booleans) {
            boolean[] in = booleans.values();
            boolean[] out = ((BooleanVector) to).values();
            for (int i = 0; i < count; i++) {
                out[dense ? i : selected[i]] = in[selected[i]];
            }
        } else {
            bytes((BytesVector) from, rows, (BytesVector) to, dense);
        }
    }

    private static void bytes(BytesVector from, Selection rows, BytesVector to, boolean dense) {
        for (int i = 0; i < rows.count(); i++) {
            int row = rows.rows()[i];
            if (!from.isNull(row)) {
                to.set(dense ? i : row, from.data(), from.starts()[row], from.lengths()[row]);
            }
        }
    }
}
