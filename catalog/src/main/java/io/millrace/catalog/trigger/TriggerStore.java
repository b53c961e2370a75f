package io.millrace.catalog.trigger;

import java.util.function.Function;

/**
 * Where triggers and what they remember are kept. What {@code work} does is visible to others wholly once the call returns, or
 * not at all if it throws or the process dies. Thread-safe.
 */
public interface TriggerStore {
    /** Runs {@code work} on a consistent snapshot; it must not write. */
    <T> T read(Function<TriggerTransaction, T> work);

    /** Runs {@code work} as one atomic change, one writer at a time. An exception rolls it back and is rethrown as it is. */
    <T> T write(Function<TriggerTransaction, T> work);
}
