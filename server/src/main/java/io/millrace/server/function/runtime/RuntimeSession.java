package io.millrace.server.function.runtime;

import java.util.concurrent.CompletableFuture;

/** The Lambda Runtime API as one process sees it. Implementations are thread-safe. */
interface RuntimeSession {

    /** The next invocation, once there is one; cancelled when the process is gone. */
    CompletableFuture<Invocation> next();

    /** Ends an invocation; false when no such invocation is running here. */
    boolean complete(String requestId, Outcome outcome);

    /** The process cannot start. */
    void initError(byte[] error);
}
