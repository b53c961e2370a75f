package io.millrace.etl.lane.parse;

import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.Vector;

/** {@code true} and {@code false} in any case. */
final class BooleanParser extends CellParser {
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
    private static final int CASE_BIT = 0x20;

    BooleanParser() {
        super(Primitive.BOOLEAN);
    }

    @Override
    boolean value(byte[] bytes, int from, int to, Vector vector, int row) {
        boolean value = is(TRUE, bytes, from, to);
        if (!value && !is(FALSE, bytes, from, to)) {
            return false;
        }
        ((BooleanVector) vector).values()[row] = value;
        return true;
    }

    private static boolean is(byte[] word, byte[] bytes, int from, int to) {
        if (to - from != word.length) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if ((bytes[from + i] | CASE_BIT) != word[i]) {
                return false;
            }
        }
        return true;
    }
}
