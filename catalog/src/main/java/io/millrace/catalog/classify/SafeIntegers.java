package io.millrace.catalog.classify;

import io.millrace.catalog.type.WrittenNumbers.Width;
import java.math.BigInteger;

/**
 * How wide an integer column must be, given that only a sample was seen: {@code int} for values up to a tenth of its range,
 * and where the sample is a part of the file, up to that part of the tenth, so that a column that grows with the rows still
 * fits at the file's end. Never less than {@code int}: that nobody has seen a large value proves little. Readers give null,
 * silently, for a value that is too large.
 *
 * @param maxInt the largest absolute value of an {@code int} column
 */
record SafeIntegers(long maxInt) {
    private static final int SPARE_FACTOR = 10;

    private static final long MAX_INT = Integer.MAX_VALUE / SPARE_FACTOR;

    static SafeIntegers of(Sample sample) {
        double share = sample.objectSize() == 0 ? 1 : (double) sample.reach() / sample.objectSize();
        return new SafeIntegers((long) (MAX_INT * Math.min(1, share)));
    }

    Width width(long value) {
        return value >= -maxInt && value <= maxInt ? Width.INT : Width.BIGINT;
    }

    Width width(BigInteger value) {
        return value.bitLength() < Long.SIZE ? width(value.longValue()) : Width.MORE;
    }
}
