package io.millrace.server.event;

import io.millrace.server.delivery.Delivery;
import io.millrace.server.delivery.DeliveryTarget;
import io.millrace.server.delivery.UndeliverableException;
import io.millrace.server.function.InvokeOperations;
import io.millrace.server.wire.ServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;

/**
 * Functions as targets of rules, schedules, topics and buckets: the event is queued as an asynchronous invocation, whose own retries follow.
 * Thread-safe.
 */
public final class FunctionTarget implements DeliveryTarget {
    private static final int BAD_REQUEST = 400;
    private static final int TOO_LARGE = 413;

    private final InvokeOperations functions;

    /** A target that invokes these functions. */
    public FunctionTarget(InvokeOperations functions) {
        this.functions = functions;
    }

    @Override
    public void deliver(Delivery delivery) {
        try {
            functions.invoke(InvokeRequest.builder()
                    .functionName(delivery.target())
                    .invocationType(InvocationType.EVENT)
                    .payload(SdkBytes.fromUtf8String(delivery.body()))
                    .build());
        } catch (ServiceException e) {
            // A function that is missing may be there soon: a stage is not made in one step.
            if (e.status() == BAD_REQUEST || e.status() == TOO_LARGE) {
                throw new UndeliverableException(String.valueOf(e.getMessage()), e);
            }
            throw e;
        }
    }

    @Override
    public Handover handover() {
        return Handover.TRANSACTION;
    }
}
