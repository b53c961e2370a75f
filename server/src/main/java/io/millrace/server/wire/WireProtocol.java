package io.millrace.server.wire;

import io.millrace.server.http.HttpAnswer;
import io.millrace.server.http.HttpRequestHead;
import software.amazon.awssdk.core.SdkPojo;

/** How one service's requests, answers and errors look in HTTP. Thread-safe. */
interface WireProtocol {
    /**
     * Finds the operation that a request names.
     *
     * @throws ServiceException {@code UnknownOperationException}, or what the protocol has in its place
     */
    WireRequest route(HttpRequestHead head, byte[] body);

    /** Writes the answer of an operation. */
    HttpAnswer write(Operation operation, SdkPojo response, String requestId);

    /** Writes an error. */
    HttpAnswer error(WireError error, String requestId);
}
