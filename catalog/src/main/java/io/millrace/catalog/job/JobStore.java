package io.millrace.catalog.job;

import java.util.function.Function;

/**
 * Where jobs and their runs are kept. What {@code work} does is visible to others wholly once the call returns, or not at all
 * if it throws or the process dies. Thread-safe.
 */
public interface JobStore {
    /** Runs {@code work} on a consistent snapshot; it must not write. */
    <T> T read(Function<JobTransaction, T> work);

    /** Runs {@code work} as one atomic change, one writer at a time. An exception rolls it back and is rethrown as it is. */
    <T> T write(Function<JobTransaction, T> work);
}
