package io.millrace.cloudformation.stack;

import io.millrace.cloudformation.evaluate.DynamicReferences;
import io.millrace.cloudformation.evaluate.EvaluationException;
import io.millrace.cloudformation.evaluate.ValueSources;
import io.millrace.cloudformation.resource.Resource;
import io.millrace.cloudformation.resource.ResourceException;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.ResourceHandlers;
import io.millrace.cloudformation.resource.ResourceRequest;
import io.millrace.cloudformation.resource.StackIdentity;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Calls resource handlers and gives what they throw as a {@link StepFailure}. Thread-safe. */
final class HandlerCalls {
    private static final Logger LOG = LoggerFactory.getLogger(HandlerCalls.class);

    private final ResourceHandlers handlers;
    private final ValueSources sources;
    private final StackRights rights;
    /** What is being created, by type and planned id, so that two resources of one name are not both taken for new. */
    private final Set<String> claims = ConcurrentHashMap.newKeySet();

    HandlerCalls(ResourceHandlers handlers, ValueSources sources, StackRights rights) {
        this.rights = rights;
        this.handlers = handlers;
        this.sources = sources;
    }

    /**
     * A resource as a call knows it.
     *
     * @param roleArn the role to act with; empty for none
     */
    record Subject(StackIdentity stack, String logicalId, String operationId, String roleArn) {}

    ResourceHandler handler(String type) {
        return handlers.find(type)
                .orElseThrow(() -> new StepFailure("Resources of type " + type + " are not supported any more"));
    }

    PropertyPaths paths(String type) {
        return new PropertyPaths(handler(type).supported());
    }

    /** The id that a creation would give; empty if only the service gives ids. */
    String plannedId(Subject subject, Incarnation incarnation) {
        return call(
                subject,
                () -> handler(incarnation.type())
                        .plannedId(request(subject, incarnation, incarnation.token()))
                        .orElse(""));
    }

    boolean exists(Subject subject, String type, String physicalId) {
        return call(subject, () -> handler(type).exists(physicalId));
    }

    /** False if another creation of that id is under way. */
    boolean claim(Incarnation incarnation) {
        return incarnation.physicalId().isEmpty() || claims.add(claimOf(incarnation));
    }

    void release(Incarnation incarnation) {
        claims.remove(claimOf(incarnation));
    }

    private static String claimOf(Incarnation incarnation) {
        return incarnation.type() + " " + incarnation.physicalId();
    }

    Resource create(Subject subject, Incarnation incarnation) {
        return call(
                subject, () -> handler(incarnation.type()).create(request(subject, incarnation, incarnation.token())));
    }

    Resource update(Subject subject, Incarnation wanted, Incarnation before) {
        String token = token(subject.operationId() + "/update/" + wanted.properties() + wanted.token());
        return call(
                subject,
                () -> handler(wanted.type())
                        .update(request(subject, wanted, token), wanted.resource(), before.properties()));
    }

    void delete(Subject subject, Incarnation incarnation) {
        if (incarnation.physicalId().isEmpty()) {
            // Its service gives ids and has refused to make it.
            return;
        }
        String token = token(subject.operationId() + "/delete/" + incarnation.token());
        // The properties may name a secret that is gone by now: nothing of it is needed to delete.
        ResourceRequest request = new ResourceRequest(
                subject.stack(),
                subject.logicalId(),
                incarnation.properties(),
                incarnation.tags(),
                token,
                incarnation.generatedName());
        call(subject, () -> {
            handler(incarnation.type()).delete(request, incarnation.resource());
            return "";
        });
    }

    private ResourceRequest request(Subject subject, Incarnation incarnation, String token) {
        return new ResourceRequest(
                subject.stack(),
                subject.logicalId(),
                DynamicReferences.resolve(incarnation.properties(), sources),
                incarnation.tags(),
                token,
                incarnation.generatedName());
    }

    private static String token(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private <T> T call(Subject subject, Supplier<T> call) {
        try {
            return rights.call(subject.stack(), subject.roleArn(), call);
        } catch (StepFailure e) {
            throw e;
        } catch (ResourceException | EvaluationException e) {
            throw new StepFailure(String.valueOf(e.getMessage()));
        } catch (AwsServiceException e) {
            throw new StepFailure(reason(e));
        } catch (SdkClientException e) {
            LOG.warn("A resource's service could not be called", e);
            throw new StepFailure("The service could not be called: " + String.valueOf(e.getMessage()));
        } catch (RuntimeException e) { // A handler's mistake must not leave the stack hanging
            LOG.error("A resource handler failed", e);
            throw new StepFailure(
                    "Internal failure (" + e.getClass().getSimpleName() + "); the server's log says more");
        }
    }

    private static String reason(AwsServiceException e) {
        if (e.awsErrorDetails() == null) {
            return String.valueOf(e.getMessage());
        }
        return e.awsErrorDetails().errorMessage() + " (Service: "
                + e.awsErrorDetails().serviceName() + ", Error: "
                + e.awsErrorDetails().errorCode() + ", Status Code: " + e.statusCode() + ")";
    }
}
