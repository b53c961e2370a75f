package io.millrace.server.wire;

import io.millrace.server.auth.Principal;
import io.millrace.server.http.HttpRequestHead;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects what is known of one call while it runs. Used by its thread alone. */
final class CallTrace {
    private final long startedAt = System.nanoTime();
    private CallContext context;
    private List<String> resources = List.of();
    private @Nullable String errorName;

    CallTrace(HttpRequestHead head, Principal principal, String service) {
        this.context = new CallContext(head.requestId(), principal, service, "", head.sourceAddress());
    }

    CallContext context(String operation) {
        context = new CallContext(
                context.requestId(), context.principal(), context.service(), operation, context.sourceAddress());
        return context;
    }

    /** Whether it was allowed or not: these are what it was about. */
    void authorized(List<String> arns) {
        resources = arns;
    }

    void failed(String name) {
        errorName = name;
    }

    CallOutcome outcome(int status) {
        Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
        return new CallOutcome(context, resources, status, Optional.ofNullable(errorName), took);
    }
}
