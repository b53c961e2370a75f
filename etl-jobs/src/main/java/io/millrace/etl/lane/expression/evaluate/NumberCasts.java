package io.millrace.etl.lane.expression.evaluate;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.FloatVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Numbers and truth values as others, as Spark's ANSI casts: fractions are cut, decimals rounded half up. */
final class NumberCasts {
    private NumberCasts() {}

    static ValueCast of(HiveType from, HiveType to) {
        if (from instanceof Decimal decimal) {
            return fromDecimal(decimal, to);
        }
        if (to instanceof Decimal decimal) {
            return toDecimal(from, decimal);
        }
        if (from == Primitive.FLOAT || from == Primitive.DOUBLE) {
            return fromFloating(to);
        }
        return fromInteger(to);
    }

    private static long whole(Vector value, int row) {
        if (value instanceof IntVector ints) {
            return ints.values()[row];
        }
        return value instanceof LongVector longs ? longs.values()[row] : ((BooleanVector) value).values()[row] ? 1 : 0;
    }

    private static double floating(Vector value, int row) {
        return value instanceof DoubleVector doubles ? doubles.values()[row] : ((FloatVector) value).values()[row];
    }

    private static boolean setWhole(Vector result, int row, long number, long greatest) {
        if (number > greatest || number < -greatest - 1) {
            return false;
        }
        if (result instanceof IntVector ints) {
            ints.values()[row] = (int) number;
        } else {
            ((LongVector) result).values()[row] = number;
        }
        return true;
    }

    private static ValueCast fromInteger(HiveType to) {
        if (to == Primitive.BOOLEAN) {
            return (value, row, result) -> {
                ((BooleanVector) result).values()[row] = whole(value, row) != 0;
                return true;
            };
        }
        if (to == Primitive.DOUBLE) {
            return (value, row, result) -> {
                ((DoubleVector) result).values()[row] = whole(value, row);
                return true;
            };
        }
        if (to == Primitive.FLOAT) {
            return (value, row, result) -> {
                ((FloatVector) result).values()[row] = whole(value, row);
                return true;
            };
        }
        long greatest = Ranges.greatest((Primitive) to);
        return (value, row, result) -> setWhole(result, row, whole(value, row), greatest);
    }

    private static ValueCast fromFloating(HiveType to) {
        if (to == Primitive.BOOLEAN) {
            return (value, row, result) -> {
                ((BooleanVector) result).values()[row] = floating(value, row) != 0;
                return true;
            };
        }
        if (to == Primitive.DOUBLE) {
            return (value, row, result) -> {
                ((DoubleVector) result).values()[row] = floating(value, row);
                return true;
            };
        }
        if (to == Primitive.FLOAT) {
            return (value, row, result) -> {
                ((FloatVector) result).values()[row] = (float) floating(value, row);
                return true;
            };
        }
        long greatest = Ranges.greatest((Primitive) to);
        return (value, row, result) -> {
            double number = floating(value, row);
            // Comparing doubles, as Spark does, so that 2^63 becomes the greatest long.
            return Math.floor(number) <= greatest
                    && Math.ceil(number) >= -greatest - 1
                    && setWhole(result, row, (long) number, greatest);
        };
    }

    private static ValueCast toDecimal(HiveType from, Decimal to) {
        if (from == Primitive.FLOAT || from == Primitive.DOUBLE) {
            return (value, row, result) -> {
                double number = floating(value, row);
                if (Double.isNaN(number) || Double.isInfinite(number)) {
                    // Not an error, also in Spark's ANSI mode.
                    result.setNull(row);
                    return true;
                }
                return Decimals.set(result, row, new BigDecimal(Double.toString(number)), to);
            };
        }
        BigInteger factor = Ranges.bigPower(to.scale());
        boolean fast = to.precision() <= Vector.LONG_DECIMAL_DIGITS;
        long shortFactor = fast ? Ranges.power(to.scale()) : 1;
        long limit = fast ? Ranges.power(to.precision() - to.scale()) : 0;
        return (value, row, result) -> {
            long number = whole(value, row);
            if (fast) {
                ((LongVector) result).values()[row] = number * shortFactor;
                return number < limit && number > -limit;
            }
            return Decimals.set(result, row, BigInteger.valueOf(number).multiply(factor), to);
        };
    }

    private static ValueCast fromDecimal(Decimal from, HiveType to) {
        if (to instanceof Decimal decimal) {
            return (value, row, result) -> Decimals.set(result, row, Decimals.value(value, row, from), decimal);
        }
        if (to == Primitive.BOOLEAN) {
            return (value, row, result) -> {
                ((BooleanVector) result).values()[row] =
                        Decimals.unscaled(value, row).signum() != 0;
                return true;
            };
        }
        if (to == Primitive.DOUBLE) {
            return (value, row, result) -> {
                ((DoubleVector) result).values()[row] =
                        Decimals.value(value, row, from).doubleValue();
                return true;
            };
        }
        if (to == Primitive.FLOAT) {
            return (value, row, result) -> {
                ((FloatVector) result).values()[row] =
                        Decimals.value(value, row, from).floatValue();
                return true;
            };
        }
        long greatest = Ranges.greatest((Primitive) to);
        return (value, row, result) -> {
            BigInteger number = Decimals.unscaled(value, row).divide(Ranges.bigPower(from.scale()));
            return number.bitLength() < Long.SIZE && setWhole(result, row, number.longValue(), greatest);
        };
    }
}
