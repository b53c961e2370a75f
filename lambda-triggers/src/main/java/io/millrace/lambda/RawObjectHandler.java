package io.millrace.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3EventNotificationRecord;
import io.millrace.lambda.EtlTarget.Kind;
import io.millrace.lambda.StartResult.Outcome;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts the ETL chain when raw objects arrive: handles an S3 event by starting the crawler {@code CRAWLER_NAME} or, where
 * the environment names none, the trigger {@code TRIGGER_NAME} or the job {@code JOB_NAME}.
 *
 * <p>Only {@code ObjectCreated} records count; an event without one (S3's test event, deletions) is ignored. A running
 * crawler is answered with {@code ALREADY_RUNNING}. It may have listed the prefix before the object came: with {@code
 * RETRY_WHEN_RUNNING=true} the handler fails instead, and Lambda's retries of asynchronous events (after one and two
 * minutes) start the crawler again.
 */
public final class RawObjectHandler implements RequestHandler<S3Event, StartResult> {
    private final EtlStarter starter;
    private final EtlTarget target;
    private final boolean retryWhenRunning;

    /** Called by the Lambda runtime: reads the environment and makes the Glue client, once for all invocations. */
    @SuppressWarnings("checkstyle:RegexpSinglelineJava") // a handler's constructor is its start-up
    public RawObjectHandler() {
        this(System.getenv(), EtlStarter.fromEnvironment());
    }

    RawObjectHandler(Map<String, String> environment, EtlStarter starter) {
        this.starter = starter;
        this.target = EtlTarget.of(environment, Kind.CRAWLER, Kind.TRIGGER, Kind.JOB);
        this.retryWhenRunning = Boolean.parseBoolean(environment.getOrDefault("RETRY_WHEN_RUNNING", "false"));
    }

    @Override
    public StartResult handleRequest(S3Event event, Context context) {
        List<S3EventNotificationRecord> created = createdObjects(event.getRecords());
        if (created.isEmpty()) {
            return StartResult.ignored();
        }
        for (S3EventNotificationRecord object : created) {
            context.getLogger()
                    .log("Object s3://%s/%s arrived%n"
                            .formatted(
                                    object.getS3().getBucket().getName(),
                                    object.getS3().getObject().getUrlDecodedKey()));
        }
        StartResult result =
                starter.start(target, Map.of(), EventKey.of(created)).withObjects(created.size());
        if (retryWhenRunning && result.outcome() == Outcome.ALREADY_RUNNING) {
            throw new IllegalStateException(target + " is running; the event is to be retried");
        }
        context.getLogger().log("%s: %s%n".formatted(result.target(), result.outcome()));
        return result;
    }

    private static List<S3EventNotificationRecord> createdObjects(@Nullable List<S3EventNotificationRecord> records) {
        return records == null
                ? List.of()
                : records.stream().filter(RawObjectHandler::isCreation).toList();
    }

    private static boolean isCreation(S3EventNotificationRecord object) {
        String name = object.getEventName();
        // S3 writes the bare name; some compatible stores keep the prefix that notification configurations have
        return name != null && (name.startsWith("ObjectCreated:") || name.startsWith("s3:ObjectCreated:"));
    }
}
