package io.millrace.catalog.store;

import java.time.Instant;

/**
 * One batch of a bookmark: a set of inputs, and what a run made of them.
 *
 * @param id in this store; rises with every new batch
 * @param name 16 hexadecimal digits; unique in its bookmark
 * @param state see {@link State}
 * @param runId the run that began it; empty while it is staged
 * @param version the bookmark's after the batch was committed; 0 before
 * @param committedAt to the millisecond; the epoch before
 * @param digest of the bookmark after the batch was committed; empty before
 * @param inputs how many objects it reads
 * @param counts what came of them
 */
public record Batch(
        long id,
        String name,
        State state,
        String runId,
        long version,
        Instant committedAt,
        String digest,
        long inputs,
        Counts counts) {

    /** What a batch is to its bookmark. */
    public enum State {
        /** Its inputs are being told; it does not count. */
        STAGED,
        /** Its objects may appear; it does not count. */
        PENDING,
        /** Its inputs are processed. */
        COMMITTED,
        /** It was committed and then taken back by a reset. */
        DROPPED
    }

    /** Rows rejected are those that were put into quarantine. */
    public record Counts(long rowsRead, long rowsWritten, long rowsRejected, long files) {
        /** Of a batch that is not committed. */
        public static final Counts NONE = new Counts(0, 0, 0, 0);
    }

    /** A batch whose inputs are about to be told, without an id yet. */
    public static Batch staged(String name) {
        return new Batch(0, name, State.STAGED, "", 0, Instant.EPOCH, "", 0, Counts.NONE);
    }

    /** The same in another state. */
    public Batch in(State next) {
        return new Batch(id, name, next, runId, version, committedAt, digest, inputs, counts);
    }

    /** The same under another id. */
    public Batch withId(long newId) {
        return new Batch(newId, name, state, runId, version, committedAt, digest, inputs, counts);
    }

    /** The same with more inputs. */
    public Batch withMoreInputs(long more) {
        return new Batch(id, name, state, runId, version, committedAt, digest, inputs + more, counts);
    }

    /** The same, pending. */
    public Batch begunBy(String run) {
        return new Batch(id, name, State.PENDING, run, version, committedAt, digest, inputs, counts);
    }

    /** The same, committed. */
    public Batch committed(long newVersion, Instant time, String newDigest, Counts newCounts) {
        return new Batch(id, name, State.COMMITTED, runId, newVersion, time, newDigest, inputs, newCounts);
    }
}
