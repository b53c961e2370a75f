package io.millrace.etl.lane.expression.evaluate;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.vector.BooleanVector;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.DoubleVector;
import io.millrace.etl.lane.vector.FloatVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.Vector;
import java.nio.charset.StandardCharsets;

/** Values as texts, as Spark's ANSI cast writes them. */
final class ValueText implements ValueCast {
    private static final int SHOWN_CHARACTERS = 60;
    private static final int MAX_PLAIN_YEAR = 9999;
    private static final int MICRO_DIGITS = 6;

    private final HiveType type;
    private final StringBuilder text = new StringBuilder();
    private byte[] ascii = new byte[64];

    ValueText(HiveType type) {
        this.type = type;
    }

    /** The value for a message. */
    static String shown(HiveType type, Vector value, int row) {
        if (value instanceof BytesVector bytes && !(type instanceof Decimal)) {
            int length = bytes.lengths()[row];
            String text = new String(bytes.data(), bytes.starts()[row], length, StandardCharsets.UTF_8);
            return "'" + (text.length() > SHOWN_CHARACTERS ? text.substring(0, SHOWN_CHARACTERS) + "…" : text) + "'";
        }
        ValueText writer = new ValueText(type);
        writer.write(value, row);
        return writer.text.toString();
    }

    @Override
    public boolean cast(Vector value, int row, Vector result) {
        BytesVector out = (BytesVector) result;
        if (value instanceof BytesVector bytes && !(type instanceof Decimal)) {
            out.set(row, bytes.data(), bytes.starts()[row], bytes.lengths()[row]);
            return true;
        }
        write(value, row);
        int length = text.length();
        if (ascii.length < length) {
            ascii = new byte[length];
        }
        for (int i = 0; i < length; i++) {
            ascii[i] = (byte) text.charAt(i);
        }
        out.set(row, ascii, 0, length);
        return true;
    }

    private void write(Vector value, int row) {
        text.setLength(0);
        if (type instanceof Decimal decimal) {
            text.append(Decimals.value(value, row, decimal).toPlainString());
        } else if (type == Primitive.DATE) {
            date(((IntVector) value).values()[row]);
        } else if (type == Primitive.TIMESTAMP) {
            timestamp(((LongVector) value).values()[row]);
        } else if (value instanceof IntVector ints) {
            text.append(ints.values()[row]);
        } else if (value instanceof LongVector longs) {
            text.append(longs.values()[row]);
        } else if (value instanceof DoubleVector doubles) {
            text.append(doubles.values()[row]);
        } else if (value instanceof FloatVector floats) {
            text.append(floats.values()[row]);
        } else {
            text.append(((BooleanVector) value).values()[row]);
        }
    }

    private void date(long epochDay) {
        long civil = Calendar.civil(epochDay);
        int year = Calendar.year(civil);
        if (year < 0 || year > MAX_PLAIN_YEAR) {
            text.append(year < 0 ? '-' : '+');
        }
        digits(Math.abs(year), 4);
        text.append('-');
        digits(Calendar.month(civil), 2);
        text.append('-');
        digits(Calendar.day(civil), 2);
    }

    private void timestamp(long micros) {
        date(Math.floorDiv(micros, Calendar.MICROS_A_DAY));
        long ofDay = Math.floorMod(micros, Calendar.MICROS_A_DAY);
        int second = (int) (ofDay / Calendar.MICROS_A_SECOND);
        text.append(' ');
        digits(second / 3600, 2);
        text.append(':');
        digits(second / 60 % 60, 2);
        text.append(':');
        digits(second % 60, 2);
        int fraction = (int) (ofDay % Calendar.MICROS_A_SECOND);
        if (fraction != 0) {
            text.append('.');
            digits(fraction, MICRO_DIGITS);
            while (text.charAt(text.length() - 1) == '0') {
                text.setLength(text.length() - 1);
            }
        }
    }

    private void digits(int number, int least) {
        int start = text.length();
        text.append(number);
        while (text.length() - start < least) {
            text.insert(start, '0');
        }
    }
}
