package io.millrace.catalog.crawl;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Many machines, or processes, that read files for one crawl. Thread-safe: the ranges of a listing ask at the same time.
 */
public interface FileCluster {
    /** How many files are worth asking for at once: several for each thread that the cluster has. */
    int filesAtOnce();

    /**
     * Gives each request to {@link FileRequests#answer} somewhere, with a reader of the same storage. Requests may be answered
     * twice, when a machine is lost.
     *
     * @return the answers in the order of the requests
     * @throws IOException if one cannot be answered, with a message for the user; the crawl then fails
     */
    List<byte[]> answerAll(List<byte[]> requests) throws IOException;

    /**
     * The same, which may fail early once {@code cancelled} says so, as nobody wants the answers any more. It is asked now and then, on any
     * thread.
     */
    default List<byte[]> answerAll(List<byte[]> requests, BooleanSupplier cancelled) throws IOException {
        return answerAll(requests);
    }

    /** Nothing more is asked for now: what is held for the next request may go. */
    default void release() {}
}
