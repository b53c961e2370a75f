package io.millrace.etl.lane.expression.evaluate;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.etl.lane.expression.Expression.Literal;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.FloatVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One value for all rows, made once. */
record ConstantFunction(Vector values) implements VectorFunction {
    static ConstantFunction of(Literal literal, int capacity) {
        Vector one = Vector.of(literal.type(), 1);
        set(one, literal);
        return repeated(one, literal.type(), capacity);
    }

    private static void set(Vector vector, Literal literal) {
        Object value = literal.value();
        if (value == null) {
            vector.setNull(0);
        } else if (value instanceof BigInteger unscaled) {
            if (!Decimals.set(vector, 0, unscaled, (Decimal) literal.type())) {
                throw new IllegalArgumentException(literal.sql() + " does not fit " + literal.type());
            }
        } else if (vector instanceof IntVector ints) {
            ints.values()[0] = Math.toIntExact((Long) value);
        } else if (vector instanceof LongVector longs) {
            longs.values()[0] = (Long) value;
        } else if (vector instanceof DoubleVector doubles) {
            doubles.values()[0] = (Double) value;
        } else if (vector instanceof FloatVector floats) {
            floats.values()[0] = ((Double) value).floatValue();
        } else if (vector instanceof BooleanVector booleans) {
            booleans.values()[0] = (Boolean) value;
        } else if (vector instanceof BytesVector bytes) {
            byte[] text = ((String) value).getBytes(StandardCharsets.UTF_8);
            bytes.set(0, text, 0, text.length);
        }
    }

    /** The first row's value in all rows. */
    static ConstantFunction repeated(Vector one, HiveType type, int capacity) {
        Vector all = Vector.of(type, capacity);
        if (one.isNull(0)) {
            for (int row = 0; row < capacity; row++) {
                all.setNull(row);
            }
        } else if (all instanceof IntVector ints) {
            Arrays.fill(ints.values(), ((IntVector) one).values()[0]);
        } else if (all instanceof LongVector longs) {
            Arrays.fill(longs.values(), ((LongVector) one).values()[0]);
        } else if (all instanceof DoubleVector doubles) {
            Arrays.fill(doubles.values(), ((DoubleVector) one).values()[0]);
        } else if (all instanceof FloatVector floats) {
            Arrays.fill(floats.values(), ((FloatVector) one).values()[0]);
        } else if (all instanceof BooleanVector booleans) {
            Arrays.fill(booleans.values(), ((BooleanVector) one).values()[0]);
        } else if (all instanceof BytesVector bytes && one instanceof BytesVector from) {
            bytes.set(0, from.data(), from.starts()[0], from.lengths()[0]);
            Arrays.fill(bytes.starts(), bytes.starts()[0]);
            Arrays.fill(bytes.lengths(), bytes.lengths()[0]);
        }
        return new ConstantFunction(all);
    }

    @Override
    public Vector evaluate(VectorBatch in, Selection rows, RowErrors errors) {
        return values;
    }
}
