package io.millrace.server.event;

import io.millrace.server.function.InvokeOperations;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Invokes functions with S3's event for created objects. Thread-safe. */
public final class FunctionEvents implements ObjectEventSink {
    private static final Logger LOG = LoggerFactory.getLogger(FunctionEvents.class);

    private final InvokeOperations functions;
    private final S3EventJson json;
    private final InstantSource clock;

    /** @param region the region in the events */
    public FunctionEvents(InvokeOperations functions, String region, InstantSource clock) {
        this.functions = functions;
        this.json = new S3EventJson(region);
        this.clock = clock;
    }

    @Override
    public void created(ObjectNotification notification, List<S3Object> objects) {
        functions.invoke(InvokeRequest.builder()
                .functionName(notification.receiver())
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromByteArrayUnsafe(json.created(notification.bucket(), objects, clock.instant())))
                .build());
        LOG.info(
                "Sent {} new objects of s3://{}/{} to function {}",
                objects.size(),
                notification.bucket(),
                notification.prefix(),
                notification.receiver());
    }
}
