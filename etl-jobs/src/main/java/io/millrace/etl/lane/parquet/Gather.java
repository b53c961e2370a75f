package io.millrace.etl.lane.parquet;

import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.FloatVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;

/** Picks the selected rows' values that are not null, one behind the other; floating-point numbers as their bits. */
final class Gather {
    private Gather() {}

    /** Returns how many there are. The selected rows ascend. */
    static int into(long[] target, Vector vector, int[] selection, int from, int count) {
        int first = selection[from];
        if (!vector.hasNulls() && selection[from + count - 1] - first == count - 1) {
            neighbours(target, vector, first, count);
            return count;
        }
        if (vector instanceof IntVector ints) {
            return vector.hasNulls()
                    ? ints(target, ints.values(), vector.nulls(), selection, from, count)
                    : ints(target, ints.values(), selection, from, count);
        }
        if (vector instanceof LongVector longs) {
            return vector.hasNulls()
                    ? longs(target, longs.values(), vector.nulls(), selection, from, count)
                    : longs(target, longs.values(), selection, from, count);
        }
        if (vector instanceof DoubleVector doubles) {
            return vector.hasNulls()
                    ? doubles(target, doubles.values(), vector.nulls(), selection, from, count)
                    : doubles(target, doubles.values(), selection, from, count);
        }
        return floats(target, ((FloatVector) vector).values(), vector.nulls(), selection, from, count);
    }

    private static void neighbours(long[] target, Vector vector, int first, int count) {
        if (vector instanceof IntVector ints) {
            int[] values = ints.values();
            for (int i = 0; i < count; i++) {
                target[i] = values[first + i];
            }
        } else if (vector instanceof LongVector longs) {
            System.arraycopy(longs.values(), first, target, 0, count);
        } else if (vector instanceof DoubleVector doubles) {
            double[] values = doubles.values();
            for (int i = 0; i < count; i++) {
                target[i] = Double.doubleToRawLongBits(values[first + i]);
            }
        } else {
            float[] values = ((FloatVector) vector).values();
            for (int i = 0; i < count; i++) {
                target[i] = Float.floatToRawIntBits(values[first + i]);
            }
        }
    }

    private static int ints(long[] target, int[] values, int[] selection, int from, int count) {
        for (int i = 0; i < count; i++) {
            target[i] = values[selection[from + i]];
        }
        return count;
    }

    // a null's value is written and overwritten by the next one: no branch that is mispredicted
    private static int ints(long[] target, int[] values, boolean[] nulls, int[] selection, int from, int count) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            int row = selection[from + i];
            target[found] = values[row];
            found += nulls[row] ? 0 : 1;
        }
        return found;
    }

    private static int longs(long[] target, long[] values, int[] selection, int from, int count) {
        for (int i = 0; i < count; i++) {
            target[i] = values[selection[from + i]];
        }
        return count;
    }

    private static int longs(long[] target, long[] values, boolean[] nulls, int[] selection, int from, int count) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            int row = selection[from + i];
            target[found] = values[row];
            found += nulls[row] ? 0 : 1;
        }
        return found;
    }

    private static int doubles(long[] target, double[] values, int[] selection, int from, int count) {
        for (int i = 0; i < count; i++) {
            target[i] = Double.doubleToRawLongBits(values[selection[from + i]]);
        }
        return count;
    }

    private static int doubles(long[] target, double[] values, boolean[] nulls, int[] selection, int from, int count) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            int row = selection[from + i];
            target[found] = Double.doubleToRawLongBits(values[row]);
            found += nulls[row] ? 0 : 1;
        }
        return found;
    }

    private static int floats(long[] target, float[] values, boolean[] nulls, int[] selection, int from, int count) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            int row = selection[from + i];
            target[found] = Float.floatToRawIntBits(values[row]);
            found += nulls[row] ? 0 : 1;
        }
        return found;
    }
}
