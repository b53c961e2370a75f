package io.millrace.server.wire;

import io.millrace.server.http.HttpAnswer;
import io.millrace.server.http.HttpRequestHead;
import software.amazon.awssdk.core.SdkPojo;

/** How one service's requests, answers and errors look in HTTP. Thread-safe. */
interface WireProtocol {
    /**
     * Finds the operation that a request names.
     *
     * @throws ServiceException {@code UnknownOperationException}
     */
    Operation route(HttpRequestHead head);

    /**
     * Reads a request into a fresh builder of its operation.
     *
     * @throws io.millrace.catalog.sdkjson.SdkJsonException if it is malformed
     */
    SdkPojo read(Operation operation, HttpRequestHead head, byte[] body);

    /** Writes the answer of an operation. */
    HttpAnswer write(Operation operation, SdkPojo response);

    /** Writes an error. */
    HttpAnswer error(WireError error);
}
