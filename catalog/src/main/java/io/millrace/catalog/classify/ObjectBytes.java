package io.millrace.catalog.classify;

import java.io.IOException;

/** Random access to one object, so that a classifier fetches no more than it needs. */
public interface ObjectBytes {
    /** The object's size in bytes. */
    long size();

    /** The bytes from {@code offset} on, {@code length} of them or fewer at the end of the object. */
    byte[] read(long offset, int length) throws IOException;

    /** Something about the object that its user should know though it can be read; may be told more than once. */
    default void remark(String sentence) {}
}
