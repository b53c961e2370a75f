package io.millrace.server.wire;

import io.millrace.catalog.sdkjson.WireRecord;
import io.millrace.server.wire.model.ApiModel;
import io.millrace.server.wire.model.OperationModel;
import io.millrace.server.wire.validation.RequestValidator;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * One operation of a service, ready to be called.
 *
 * @param model name and HTTP binding
 * @param targetPrefix what stands before the name in {@code X-Amz-Target}
 * @param builders make what requests are read into
 * @param validator tells what violates the API model's constraints
 * @param code what answers
 */
record Operation(
        OperationModel model,
        String targetPrefix,
        Supplier<SdkPojo> builders,
        Function<SdkPojo, Optional<String>> validator,
        BiFunction<CallContext, SdkPojo, SdkPojo> code) {
    /** The prefix of the operations that AWS does not have. */
    static final String OWN_PREFIX = "Millrace";

    static <Q extends SdkRequest, R extends SdkResponse> Operation of(
            ApiModel model, Class<Q> type, ServiceOperation<Q, R> operation) {
        String name = nameOf(type);
        OperationModel operationModel = model.operations().get(name);
        if (operationModel == null) {
            throw new IllegalArgumentException(
                    "The API model of " + model.service() + " has no operation " + name + " for " + type.getName());
        }
        SdkRequest empty = emptyRequest(type);
        RequestValidator validator = RequestValidator.of(model, operationModel.input(), (SdkPojo) empty);
        return new Operation(
                operationModel,
                model.targetPrefix(),
                () -> (SdkPojo) empty.toBuilder(),
                validator::findViolations,
                (context, request) -> operation.call(context, type.cast(request)));
    }

    /** One of Millrace's own; the record says itself what it demands. */
    static <Q extends WireRecord> Operation own(Class<Q> type, Function<Q, ? extends WireRecord> operation) {
        return new Operation(
                new OperationModel(nameOf(type), "", "POST", "/", 200, ""),
                OWN_PREFIX,
                () -> WireRecord.builder(type),
                request -> Optional.empty(),
                (context, request) -> operation.apply(type.cast(request)));
    }

    boolean isOwn() {
        return targetPrefix.equals(OWN_PREFIX);
    }

    /** What a caller sends as {@code X-Amz-Target}. */
    String target() {
        return targetPrefix + "." + model.name();
    }

    private static String nameOf(Class<?> requestType) {
        String name = requestType.getSimpleName();
        return name.endsWith("Request") ? name.substring(0, name.length() - "Request".length()) : name;
    }

    private static SdkRequest emptyRequest(Class<? extends SdkRequest> type) {
        try {
            Object builder = type.getMethod("builder").invoke(null);
            return ((SdkRequest.Builder) builder).build();
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            throw new IllegalArgumentException(type.getName() + " is no request class of the SDK", e);
        }
    }

    /** A fresh builder to read a request into; what {@link #call} takes. */
    SdkPojo newBuilder() {
        return builders.get();
    }

    /**
     * Builds the request and checks the constraints.
     *
     * @param builder one of {@link #newBuilder}, filled
     */
    SdkPojo request(SdkPojo builder, ApiModel service) {
        SdkPojo request = (SdkPojo) ((Buildable) builder).build();
        Optional<String> violations = validator.apply(request);
        if (violations.isPresent()) {
            throw new ServiceException(service.validationError(), 400, violations.get());
        }
        return request;
    }

    /** Calls with one of {@link #request}. */
    SdkPojo call(CallContext context, SdkPojo request) {
        return code.apply(context, request);
    }
}
