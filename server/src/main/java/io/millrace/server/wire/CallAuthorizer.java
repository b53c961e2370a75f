package io.millrace.server.wire;

import java.util.List;
import software.amazon.awssdk.core.SdkPojo;

/** Decides whether a verified, well-formed call may go on. Called on every request by many threads. */
@FunctionalInterface
public interface CallAuthorizer {
    /** Lets every key do everything. */
    CallAuthorizer ALLOW_ALL = (context, request) -> List.of();

    /**
     * Lets the call pass or refuses it.
     *
     * @return the ARNs of what the call is about, for the audit log
     * @throws ServiceException the service's access-denied error
     */
    List<String> authorize(CallContext context, SdkPojo request);
}
