package io.millrace.server.wire;

import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import io.millrace.server.auth.RawQuery;
import io.millrace.server.http.HttpAnswer;
import io.millrace.server.http.HttpRequestHead;
import io.millrace.server.wire.model.ApiModel;
import io.millrace.server.wire.model.ErrorModel;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.PayloadTrait;

/** AWS REST-JSON: members in path, query and headers, and a body that is JSON or, when the model says so, one blob. */
final class RestJsonProtocol implements WireProtocol {
    private final ApiModel model;
    private final List<RestRoute> routes;

    RestJsonProtocol(ApiModel model, Map<String, Operation> operations) {
        this.model = model;
        this.routes = operations.values().stream()
                .map(RestRoute::new)
                .sorted(Comparator.comparingLong(RestRoute::specificity).reversed())
                .toList();
    }

    @Override
    public WireRequest route(HttpRequestHead head, byte[] body) {
        return routes.stream()
                .filter(route -> route.match(head).isPresent())
                .findFirst()
                .map(RestRoute::operation)
                .map(operation -> new WireRequest(operation, () -> read(operation, head, body)))
                .orElseThrow(() -> new ServiceException(
                        "UnknownOperationException",
                        404,
                        "Millrace does not serve " + head.method() + " on this path of " + model.service() + "."));
    }

    private SdkPojo read(Operation operation, HttpRequestHead head, byte[] body) {
        SdkPojo builder = operation.newBuilder();
        Map<String, String> labels = routes.stream()
                .filter(route -> route.operation().equals(operation))
                .findFirst()
                .flatMap(route -> route.match(head))
                .orElse(Map.of());
        List<RawQuery.Parameter> query = RawQuery.parse(head.rawQuery());
        for (SdkField<?> field : builder.sdkFields()) {
            List<String> values = values(field, head, labels, query);
            if (!values.isEmpty()) {
                field.set(builder, RestValues.read(field, values));
            }
        }
        readPayload(builder, body);
        return builder;
    }

    /** The models and the SDK disagree about some names (Lambda's tags: {@code ARN}, {@code Resource}); the only value is then meant. */
    private static Optional<String> pathValue(Map<String, String> labels, String name) {
        return labels.size() == 1 ? labels.values().stream().findFirst() : Optional.ofNullable(labels.get(name));
    }

    private static List<String> values(
            SdkField<?> field, HttpRequestHead head, Map<String, String> labels, List<RawQuery.Parameter> query) {
        String name = field.locationName();
        return switch (field.location()) {
            case PATH, GREEDY_PATH -> pathValue(labels, name).stream().toList();
            case QUERY_PARAM ->
                query.stream()
                        .filter(parameter -> parameter.name().equals(name))
                        .map(RawQuery.Parameter::value)
                        .toList();
            case HEADER -> head.headers().all(name);
            case PAYLOAD, STATUS_CODE -> List.of();
        };
    }

    private static void readPayload(SdkPojo builder, byte[] body) {
        SdkField<?> payload = payloadField(builder);
        if (payload != null && payload.marshallingType() == MarshallingType.SDK_BYTES) {
            if (body.length > 0) {
                payload.set(builder, SdkBytes.fromByteArrayUnsafe(body));
            }
        } else if (payload != null) {
            throw new IllegalStateException("A structure as payload is not built: " + payload.memberName());
        } else if (body.length > 0) {
            SdkJsonReader.readInto(body, builder);
        }
    }

    private static @Nullable SdkField<?> payloadField(SdkPojo object) {
        for (SdkField<?> field : object.sdkFields()) {
            if (field.containsTrait(PayloadTrait.class)) {
                return field;
            }
        }
        return null;
    }

    @Override
    public HttpAnswer write(Operation operation, SdkPojo object, String requestId) {
        int status = operation.model().status();
        Map<String, String> headers = new LinkedHashMap<>();
        for (SdkField<?> field : object.sdkFields()) {
            Object value = field.getValueOrDefault(object);
            if (value != null && field.location() == MarshallLocation.STATUS_CODE) {
                status = (Integer) value;
            } else if (value != null && field.location() == MarshallLocation.HEADER) {
                headers.put(field.locationName(), RestValues.write(field, value));
            }
        }
        headers.put("Content-Type", ErrorBodies.JSON);
        return new HttpAnswer(status, headers, status == 204 ? new byte[0] : payload(object));
    }

    private static byte[] payload(SdkPojo object) {
        SdkField<?> payload = payloadField(object);
        if (payload == null) {
            return SdkJsonWriter.write(object);
        }
        Object value = payload.getValueOrDefault(object);
        return value instanceof SdkBytes bytes ? bytes.asByteArrayUnsafe() : new byte[0];
    }

    @Override
    public HttpAnswer error(WireError error, String requestId) {
        return ErrorBodies.restJson(
                error, model.error(error.name()).map(ErrorModel::messageMember).orElse("Message"));
    }
}
