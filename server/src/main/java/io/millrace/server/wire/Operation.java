package io.millrace.server.wire;

import io.millrace.server.wire.model.ApiModel;
import io.millrace.server.wire.model.OperationModel;
import io.millrace.server.wire.validation.RequestValidator;
import java.lang.reflect.InvocationTargetException;
import java.util.Optional;
import java.util.function.BiFunction;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;

/**
 * One operation of a service, ready to be called.
 *
 * @param model name and HTTP binding
 * @param empty a request without members, whose builders are what requests are read into
 * @param validator the API model's constraints
 * @param code what answers
 */
record Operation(
        OperationModel model,
        SdkRequest empty,
        RequestValidator validator,
        BiFunction<CallContext, SdkRequest, SdkResponse> code) {

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
                operationModel, empty, validator, (context, request) -> operation.call(context, type.cast(request)));
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
        return (SdkPojo) empty.toBuilder();
    }

    /**
     * Builds the request and checks the constraints.
     *
     * @param builder one of {@link #newBuilder}, filled
     */
    SdkRequest request(SdkPojo builder, ApiModel service) {
        SdkRequest request = ((SdkRequest.Builder) builder).build();
        Optional<String> violations = validator.findViolations((SdkPojo) request);
        if (violations.isPresent()) {
            throw new ServiceException(service.validationError(), 400, violations.get());
        }
        return request;
    }

    /** Calls with one of {@link #request}. */
    SdkResponse call(CallContext context, SdkRequest request) {
        return code.apply(context, request);
    }
}
