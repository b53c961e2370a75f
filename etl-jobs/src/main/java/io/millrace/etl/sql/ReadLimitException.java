package io.millrace.etl.sql;

/** A statement would read more bytes of objects than it may. */
public final class ReadLimitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReadLimitException(long wantedBytes, long readLimit) {
        super("it would read at least %,d bytes of objects, and may read %,d".formatted(wantedBytes, readLimit));
    }
}
