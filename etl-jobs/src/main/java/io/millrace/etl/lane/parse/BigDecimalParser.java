package io.millrace.etl.lane.parse;

import io.millrace.catalog.type.HiveType;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.Vector;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Decimals of more than 18 digits, unscaled, as big-endian bytes. */
final class BigDecimalParser extends CellParser {
    private final DecimalText text;

    BigDecimalParser(HiveType.Decimal type) {
        super(type);
        text = new DecimalText(type);
    }

    @Override
    boolean value(byte[] bytes, int from, int to, Vector vector, int row) {
        @Nullable BigInteger unscaled = text.unscaled(bytes, from, to);
        if (unscaled == null) {
            return false;
        }
        byte[] value = unscaled.toByteArray();
        ((BytesVector) vector).set(row, value, 0, value.length);
        return true;
    }
}
