package io.millrace.server.wire;

import io.millrace.server.auth.SignatureVerifier;
import io.millrace.server.http.HttpAnswer;
import io.millrace.server.http.HttpRequestHead;
import java.util.Optional;

/** Errors that belong to no service, in the form that the caller most likely reads. */
final class SharedErrors {
    private static final String FORM = "application/x-www-form-urlencoded";

    private final ServiceRegistry registry;

    SharedErrors(ServiceRegistry registry) {
        this.registry = registry;
    }

    HttpAnswer write(HttpRequestHead head, WireError error) {
        if (isJson11(head)) {
            return ErrorBodies.json11(error, "message");
        }
        return isQuery(head)
                ? QueryProtocol.sharedError(error, head.requestId())
                : ErrorBodies.restJson(error, "message");
    }

    static boolean isJson11(HttpRequestHead head) {
        return head.headers().first(Json11Protocol.TARGET).isPresent();
    }

    /** What the request says that it was signed for decides; without that, a form is one of the Query protocol. */
    private boolean isQuery(HttpRequestHead head) {
        Optional<ServiceDefinition> claimed =
                SignatureVerifier.claimedService(head).flatMap(registry::find);
        return claimed.map(service -> service.model().protocol().equals("query"))
                .orElseGet(() -> head.headers()
                        .first("content-type")
                        .filter(type -> type.startsWith(FORM))
                        .isPresent());
    }
}
