package io.millrace.server.wire;

import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;

/** An operation that wants to know who calls. Called by many threads at once; may block. */
@FunctionalInterface
public interface ServiceOperation<Q extends SdkRequest, R extends SdkResponse> {
    /**
     * Answers a request that holds the API model's constraints.
     *
     * @throws ServiceException or {@code CatalogException} for what the caller shall see; anything else is an internal error
     */
    R call(CallContext context, Q request);
}
