package io.millrace.server.function.runtime;

/**
 * How an invocation ended.
 *
 * @param payload the handler's answer, or the error as JSON
 * @param failure whether the payload is an error
 * @param log what the process wrote during the invocation, at most the last 4 KB
 */
@SuppressWarnings("ArrayRecordComponent") // handed through, never compared
public record InvocationResult(byte[] payload, boolean failure, byte[] log) {}
