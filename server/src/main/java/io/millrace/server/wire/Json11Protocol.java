package io.millrace.server.wire;

import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import io.millrace.server.http.HttpAnswer;
import io.millrace.server.http.HttpRequestHead;
import io.millrace.server.wire.model.ApiModel;
import io.millrace.server.wire.model.ErrorModel;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/** AWS JSON 1.1: {@code POST /}, the operation in {@code X-Amz-Target}, one JSON object each way. */
final class Json11Protocol implements WireProtocol {
    static final String TARGET = "x-amz-target";

    private final ApiModel model;
    private final Map<String, Operation> operations;

    Json11Protocol(ApiModel model, Map<String, Operation> operations) {
        this.model = model;
        this.operations = operations;
    }

    @Override
    public WireRequest route(HttpRequestHead head, byte[] body) {
        String target = head.headers().first(TARGET).orElse("");
        String name = target.substring(target.lastIndexOf('.') + 1);
        Operation operation = operations.get(name);
        if (operation == null || !head.method().equals("POST") || !target.equals(operation.target())) {
            throw unknown(name);
        }
        return new WireRequest(operation, () -> read(operation, body));
    }

    private ServiceException unknown(String name) {
        String message = model.operations().containsKey(name)
                ? "Millrace does not serve the operation " + model.service() + ":" + name + "."
                : "Service " + model.service() + " has no such operation.";
        return new ServiceException("UnknownOperationException", 400, message);
    }

    private static SdkPojo read(Operation operation, byte[] body) {
        SdkPojo builder = operation.newBuilder();
        if (body.length > 0) {
            SdkJsonReader.readInto(body, builder);
        }
        return builder;
    }

    @Override
    public HttpAnswer write(Operation operation, SdkPojo response, String requestId) {
        return new HttpAnswer(200, Map.of("Content-Type", ErrorBodies.JSON_11), SdkJsonWriter.write(response));
    }

    @Override
    public HttpAnswer error(WireError error, String requestId) {
        return ErrorBodies.json11(
                error, model.error(error.name()).map(ErrorModel::messageMember).orElse("message"));
    }
}
