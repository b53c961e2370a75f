package io.millrace.server.wire;

import java.util.List;

/** The principal may not do what it asks for. */
public final class CallDeniedException extends ServiceException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> resources;

    /**
     * A refusal.
     *
     * @param status 400 of a JSON service, 403 of a REST service
     * @param message in AWS's words
     * @param resources the ARNs of what the call was about, for the audit log
     */
    public CallDeniedException(int status, String message, List<String> resources) {
        super("AccessDeniedException", status, message);
        this.resources = List.copyOf(resources);
    }

    /** The ARNs of what the call was about. */
    List<String> resources() {
        return resources;
    }
}
