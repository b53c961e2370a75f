package io.millrace.server.function;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.millrace.server.function.runtime.FunctionHost;
import io.millrace.server.function.runtime.InvocationResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LogType;

/**
 * Lambda's {@code Invoke}: at once, as an event for later, or as a dry run. An error in the function is an answer with {@code
 * FunctionError}, not an error of the call. Thread-safe; a synchronous call blocks until the function answers.
 */
public final class InvokeOperations {
    // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    private static final int MAX_PAYLOAD_BYTES = 6_291_456;
    private static final int MAX_EVENT_BYTES = 1 << 20;
    private static final JsonFactory JSON = new JsonFactory();

    private final Functions functions;
    private final FunctionHost host;
    private final AsyncInvocations events;

    /** Invokes the functions on the host. */
    public InvokeOperations(Functions functions, FunctionHost host, AsyncInvocations events) {
        this.functions = functions;
        this.host = host;
        this.events = events;
    }

    /** Invokes a function. */
    public InvokeResponse invoke(InvokeRequest request) {
        FunctionReference reference = functions.names().reference(request.functionName(), request.qualifier());
        FunctionConfiguration function = functions.route(reference);
        InvocationType type =
                request.invocationType() == null ? InvocationType.REQUEST_RESPONSE : request.invocationType();
        byte[] payload = payload(request.payload(), type == InvocationType.EVENT ? MAX_EVENT_BYTES : MAX_PAYLOAD_BYTES);
        String requestId = UUID.randomUUID().toString();
        return switch (type) {
            case REQUEST_RESPONSE -> invokeNow(function, requestId, payload, request.logType() == LogType.TAIL);
            case EVENT -> {
                events.submit(reference, requestId, payload);
                yield InvokeResponse.builder().statusCode(202).build();
            }
            case DRY_RUN -> InvokeResponse.builder().statusCode(204).build();
            default ->
                throw FunctionErrors.invalid(
                        "The invocation type " + request.invocationTypeAsString() + " does not exist");
        };
    }

    private InvokeResponse invokeNow(
            FunctionConfiguration function, String requestId, byte[] payload, boolean withLog) {
        InvocationResult result = host.invoke(functions.spec(function), requestId, payload);
        return InvokeResponse.builder()
                .statusCode(200)
                .functionError(result.failure() ? "Unhandled" : null)
                .executedVersion(function.version())
                .logResult(withLog ? Base64.getEncoder().encodeToString(result.log()) : null)
                .payload(SdkBytes.fromByteArrayUnsafe(result.payload()))
                .build();
    }

    private static byte[] payload(@Nullable SdkBytes given, int maxBytes) {
        if (given == null || given.asByteArrayUnsafe().length == 0) {
            // what AWS's runtimes receive for an event without a payload
            return "{}".getBytes(StandardCharsets.UTF_8);
        }
        byte[] payload = given.asByteArrayUnsafe();
        if (payload.length > maxBytes) {
            throw FunctionErrors.tooLarge(
                    payload.length + " byte payload is too large for the request, limit is " + maxBytes + " bytes");
        }
        try (JsonParser parser = JSON.createParser(payload)) {
            if (parser.nextToken() == null) {
                throw FunctionErrors.invalidContent("Could not parse request body into json: No content to map");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw FunctionErrors.invalidContent("Could not parse request body into json: trailing content");
            }
        } catch (IOException e) {
            throw FunctionErrors.invalidContent("Could not parse request body into json: the payload is no valid JSON");
        }
        return payload;
    }
}
