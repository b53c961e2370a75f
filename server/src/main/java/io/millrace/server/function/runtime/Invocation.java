package io.millrace.server.function.runtime;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** One event on its way through a process. */
@SuppressWarnings("ArrayRecordComponent") // handed through, never compared
record Invocation(String requestId, String arn, Instant deadline, byte[] payload, CompletableFuture<Outcome> outcome) {}
