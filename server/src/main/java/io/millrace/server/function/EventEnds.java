package io.millrace.server.function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.server.function.runtime.InvocationResult;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.DestinationConfig;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionEventInvokeConfig;

/**
 * Tells the ends of asynchronous invocations: the event to the function's dead-letter target, a record of the whole invocation
 * to its destinations (docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html). Thread-safe.
 */
final class EventEnds {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MAX_ERROR_CHARS = 1024;

    private final Functions functions;
    private final EventDestinations destinations;
    private final Queue queue;
    private final InstantSource clock;

    EventEnds(Functions functions, EventDestinations destinations, Queue queue, InstantSource clock) {
        this.functions = functions;
        this.destinations = destinations;
        this.queue = queue;
        this.clock = clock;
    }

    /** Accepts an event for a function. */
    interface Queue {
        void submit(FunctionReference function, String requestId, byte[] payload);
    }

    /**
     * An invocation that has ended.
     *
     * @param condition {@code Success}, {@code RetriesExhausted} or {@code EventAgeExceeded}
     * @param runs how often the function ran
     * @param result of the last time; null if it is not known any more
     */
    @SuppressWarnings("ArrayRecordComponent") // handed through, never compared
    record Ending(
            FunctionReference function,
            String requestId,
            byte[] payload,
            String condition,
            int runs,
            @Nullable InvocationResult result) {}

    static boolean isFunction(String arn) {
        return arn.startsWith("arn:") && FunctionNames.nameIn(arn).isPresent();
    }

    void succeeded(Ending ending) {
        destinations(ending.function)
                .map(DestinationConfig::onSuccess)
                .ifPresent(target -> tell(target.destination(), ending));
    }

    void failed(Ending ending) {
        deadLetter(ending);
        destinations(ending.function)
                .map(DestinationConfig::onFailure)
                .ifPresent(target -> tell(target.destination(), ending));
    }

    private Optional<DestinationConfig> destinations(FunctionReference function) {
        return functions
                .eventSettings()
                .find(function.name(), function.qualifier())
                .map(FunctionEventInvokeConfig::destinationConfig);
    }

    private void deadLetter(Ending ending) {
        FunctionConfiguration function = functions.load(ending.function);
        if (function.deadLetterConfig() == null || function.deadLetterConfig().targetArn() == null) {
            return;
        }
        String error = ending.result == null
                ? ending.condition
                : payload(ending.result.payload()).path("errorMessage").asText(ending.condition);
        destinations.send(
                function.deadLetterConfig().targetArn(),
                new String(ending.payload, StandardCharsets.UTF_8),
                Map.of(
                        "RequestID",
                        ending.requestId,
                        "ErrorCode",
                        ending.runs == 0 ? "429" : "200",
                        "ErrorMessage",
                        error.substring(0, Math.min(error.length(), MAX_ERROR_CHARS))));
    }

    private void tell(@Nullable String arn, Ending ending) {
        if (arn == null) {
            return;
        }
        String text = describe(ending).toString();
        if (isFunction(arn)) {
            queue.submit(
                    functions.names().reference(arn, null),
                    UUID.randomUUID().toString(),
                    text.getBytes(StandardCharsets.UTF_8));
        } else {
            destinations.send(arn, text, Map.of());
        }
    }

    private ObjectNode describe(Ending ending) {
        ObjectNode text = JSON.createObjectNode();
        text.put("version", "1.0");
        text.put("timestamp", clock.instant().toString());
        text.putObject("requestContext")
                .put("requestId", ending.requestId)
                .put("functionArn", functions.names().arn(ending.function.name(), ending.function.qualifier()))
                .put("condition", ending.condition)
                .put("approximateInvokeCount", ending.runs);
        text.set("requestPayload", payload(ending.payload));
        if (ending.result != null) {
            ObjectNode response = text.putObject("responseContext")
                    .put("statusCode", 200)
                    .put("executedVersion", functions.load(ending.function).version());
            if (ending.result.failure()) {
                response.put("functionError", "Unhandled");
            }
            text.set("responsePayload", payload(ending.result.payload()));
        }
        return text;
    }

    private static JsonNode payload(byte[] json) {
        String text = new String(json, StandardCharsets.UTF_8);
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            // A function may answer anything.
            return TextNode.valueOf(text);
        }
    }
}
