package io.millrace.server.wire;

import io.millrace.catalog.store.ChangeAuthor;
import io.millrace.server.auth.AuthenticationException;
import io.millrace.server.auth.Principal;
import io.millrace.server.auth.SignatureVerifier;
import io.millrace.server.http.HttpAnswer;
import io.millrace.server.http.HttpEndpoint;
import io.millrace.server.http.HttpRequestHead;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Every AWS service on one port. A request's signature is checked first; the service that it was signed for reads it, holds it
 * against its API model, and answers. Errors have the service's own form; an unexpected failure is told as an internal error
 * without details and logged under the request's id. Thread-safe.
 */
public final class WireEndpoint implements HttpEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(WireEndpoint.class);

    /** A request for no service that we have is refused whatever it says. */
    private static final int MAX_UNKNOWN_BODY_BYTES = 64 * 1024;

    /** All partitions that a batch writes change in one transaction: room for 10,000 of a hundred columns each. */
    static final int MAX_TRANSACTION_BYTES = 64 * 1024 * 1024;

    private final ServiceRegistry registry;
    private final SignatureVerifier verifier;
    private final CallAuthorizer authorizer;
    private final List<CallObserver> observers;
    private final SharedErrors shared;

    /** An endpoint of these services. */
    public WireEndpoint(
            ServiceRegistry registry,
            SignatureVerifier verifier,
            CallAuthorizer authorizer,
            List<CallObserver> observers) {
        this.registry = registry;
        this.verifier = verifier;
        this.authorizer = authorizer;
        this.observers = List.copyOf(observers);
        this.shared = new SharedErrors(registry);
    }

    @Override
    public Optional<HttpAnswer> refuse(HttpRequestHead head) {
        try {
            verifier.checkHead(head);
            return Optional.empty();
        } catch (AuthenticationException e) {
            return Optional.of(unauthenticated(head, e));
        }
    }

    @Override
    public HttpAnswer answer(HttpRequestHead head, byte[] body) {
        try {
            Principal principal = verifier.verify(head, body);
            return answer(principal, head, body);
        } catch (AuthenticationException e) {
            return unauthenticated(head, e);
        }
    }

    @Override
    public int maxBodyBytes(HttpRequestHead head) {
        Optional<String> target = head.headers().first(Json11Protocol.TARGET);
        if (target.filter(Transact.TARGET::equals).isPresent()) {
            return registry.transacting().isPresent() ? MAX_TRANSACTION_BYTES : MAX_UNKNOWN_BODY_BYTES;
        }
        return target.isEmpty()
                ? SignatureVerifier.claimedService(head)
                        .flatMap(registry::find)
                        .map(ServiceDefinition::maxBodyBytes)
                        .orElse(MAX_UNKNOWN_BODY_BYTES)
                : targeted(target.get()).map(ServiceDefinition::maxBodyBytes).orElse(MAX_UNKNOWN_BODY_BYTES);
    }

    private static boolean isOwn(String target) {
        return target.startsWith(Operation.OWN_PREFIX + ".");
    }

    private Optional<ServiceDefinition> targeted(String target) {
        return isOwn(target)
                ? registry.transacting()
                : registry.findByTargetPrefix(target.substring(0, Math.max(0, target.lastIndexOf('.'))));
    }

    private HttpAnswer answer(Principal principal, HttpRequestHead head, byte[] body) {
        CallTrace trace = new CallTrace(head, principal, principal.service());
        HttpAnswer answer;
        try {
            answer = answer(serviceOf(principal, head), trace, head, body);
        } catch (ServiceException e) {
            trace.failed(e.errorName());
            answer = shared.write(head, new WireError(e.errorName(), e.status(), String.valueOf(e.getMessage())));
        }
        CallOutcome outcome = trace.outcome(answer.status());
        observers.forEach(observer -> observer.ended(outcome));
        return answer;
    }

    private ServiceDefinition serviceOf(Principal principal, HttpRequestHead head) {
        Optional<String> target = head.headers().first(Json11Protocol.TARGET);
        Optional<ServiceDefinition> targeted = target.flatMap(this::targeted);
        if (targeted.isPresent() && !targeted.get().name().equals(principal.service())) {
            throw new ServiceException(
                    "InvalidSignatureException",
                    400,
                    "Credential should be scoped to correct service: '"
                            + targeted.get().name() + "'.");
        }
        return registry.find(principal.service())
                .orElseThrow(() -> new ServiceException(
                        "UnknownOperationException",
                        SharedErrors.isJson11(head) ? 400 : 404,
                        "Millrace does not serve the service '" + principal.service() + "'."));
    }

    private HttpAnswer answer(ServiceDefinition service, CallTrace trace, HttpRequestHead head, byte[] body) {
        WireProtocol protocol = service.protocol();
        try {
            return isTransaction(service, head)
                    ? transact(service.transact().orElseThrow(), trace, body)
                    : call(service, trace, head, body);
        } catch (RuntimeException e) { // the run loop of a call: whatever it was, the caller gets an answer
            WireError error = WireError.expected(e).orElseGet(() -> {
                LOG.error("Request {} to {} failed", head.requestId(), service.name(), e);
                return WireError.internal(service.model());
            });
            trace.failed(error.name());
            if (e instanceof CallDeniedException denied) {
                trace.authorized(denied.resources());
            }
            return e instanceof ChangeFailedException change
                    ? ErrorBodies.json11(change.explain(error), change.index())
                    : protocol.error(error, head.requestId());
        }
    }

    private HttpAnswer call(ServiceDefinition service, CallTrace trace, HttpRequestHead head, byte[] body) {
        WireProtocol protocol = service.protocol();
        WireRequest read = protocol.route(head, body);
        Operation operation = read.operation();
        CallContext context = begun(trace, operation.model().name());
        SdkPojo request = operation.request(read.content().get(), service.model());
        trace.authorized(authorizer.authorize(context, request));
        SdkPojo response = author(context).call(() -> operation.call(context, request));
        return protocol.write(operation, response, head.requestId());
    }

    private static boolean isTransaction(ServiceDefinition service, HttpRequestHead head) {
        return service.transact().isPresent()
                && head.method().equals("POST")
                && head.headers()
                        .first(Json11Protocol.TARGET)
                        .filter(Transact.TARGET::equals)
                        .isPresent();
    }

    private HttpAnswer transact(Transact transact, CallTrace trace, byte[] body) {
        CallContext context = begun(trace, Transact.NAME);
        List<TransactChanges.Change> changes = transact.read(body);
        trace.authorized(transact.authorize(authorizer, context, changes));
        return author(context).call(() -> transact.execute(context, changes));
    }

    /** From here on log lines of this thread name the operation; the HTTP layer removes it with the request's id. */
    private static CallContext begun(CallTrace trace, String operation) {
        CallContext context = trace.context(operation);
        MDC.put("operation", context.service() + ":" + operation);
        return context;
    }

    private static ChangeAuthor author(CallContext context) {
        return new ChangeAuthor(
                context.principal().arn(), context.service() + ":" + context.operation(), context.requestId());
    }

    @Override
    public HttpAnswer failure(int status, String message) {
        String name =
                status >= 500 ? "InternalFailure" : status == 413 ? "RequestEntityTooLargeException" : "BadRequest";
        // Which form the caller reads is not always known here; name and message are in all places that clients look.
        HttpAnswer answer = ErrorBodies.json11(new WireError(name, status, message), "message");
        answer.headers().put("x-amzn-ErrorType", name);
        return answer;
    }

    /** JSON services answer 400 to what they cannot authenticate, REST services 403. */
    private HttpAnswer unauthenticated(HttpRequestHead head, AuthenticationException e) {
        LOG.debug("{} refused: {}: {}", head.requestId(), e.errorName(), e.getMessage());
        WireError error = WireError.of(e, SharedErrors.isJson11(head) ? 400 : 403);
        RefusedCall call = new RefusedCall(
                head.requestId(),
                SignatureVerifier.claimedKeyId(head),
                head.sourceAddress(),
                error.name(),
                error.status());
        observers.forEach(observer -> observer.refused(call));
        return shared.write(head, error);
    }
}
