package io.millrace.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import io.millrace.lambda.EtlTarget.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts the ETL chain on a schedule: the job {@code JOB_NAME} or, where the environment names none, the trigger {@code
 * TRIGGER_NAME} or the crawler {@code CRAWLER_NAME}.
 *
 * <p>Members of the event whose name begins with {@code --} become arguments of the job run, so that the constant input of
 * an EventBridge schedule can give them; a plain scheduled event has none. A job that runs as often as it may at once is
 * left out this time, and the answer says so: a schedule that is faster than its job is no failure.
 */
public final class ScheduledEtlHandler implements RequestHandler<Map<String, Object>, StartResult> {
    private final EtlStarter starter;
    private final EtlTarget target;

    /** Called by the Lambda runtime: reads the environment and makes the Glue client, once for all invocations. */
    @SuppressWarnings("checkstyle:RegexpSinglelineJava") // a handler's constructor is its start-up
    public ScheduledEtlHandler() {
        this(System.getenv(), EtlStarter.fromEnvironment());
    }

    ScheduledEtlHandler(Map<String, String> environment, EtlStarter starter) {
        this.starter = starter;
        this.target = EtlTarget.of(environment, Kind.JOB, Kind.TRIGGER, Kind.CRAWLER);
    }

    @Override
    public StartResult handleRequest(@Nullable Map<String, Object> event, Context context) {
        Map<String, Object> members = event == null ? Map.of() : event;
        StartResult result = starter.start(target, jobArguments(members), EventKey.of(members));
        context.getLogger().log("%s: %s%n".formatted(result.target(), result.outcome()));
        return result;
    }

    private static Map<String, String> jobArguments(Map<String, Object> event) {
        Map<String, String> arguments = new LinkedHashMap<>();
        event.forEach((name, value) -> {
            if (name.startsWith("--")) {
                arguments.put(name, String.valueOf(value));
            }
        });
        return arguments;
    }
}
