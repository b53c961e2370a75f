package io.millrace.server.wire.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The API model of one service, as {@link ApiModelReducer} left it.
 *
 * @param service signing name, such as {@code glue}
 * @param protocol C2J's name of the protocol: {@code json}, {@code rest-json} or {@code query}
 * @param version of the API, such as {@code 2010-05-08}, which requests of the Query protocol name
 * @param xmlNamespace of answers of the Query protocol; empty in others
 * @param targetPrefix what stands before the operation in {@code X-Amz-Target}; empty for REST
 * @param operations by name
 * @param errors by name
 * @param shapes those that requests reach, by name
 */
public record ApiModel(
        String service,
        String protocol,
        String version,
        String xmlNamespace,
        String targetPrefix,
        Map<String, OperationModel> operations,
        Map<String, ErrorModel> errors,
        Map<String, ShapeModel> shapes) {

    private static final String VALIDATION_EXCEPTION = "ValidationException";

    /** Copies the maps. */
    public ApiModel {
        operations = Map.copyOf(operations);
        errors = Map.copyOf(errors);
        shapes = Map.copyOf(shapes);
    }

    /**
     * Reads the model of a service.
     *
     * @throws IllegalArgumentException if the build made no model of it (the list is in {@code server/pom.xml})
     */
    public static ApiModel load(String service) {
        try (InputStream in = ApiModel.class.getResourceAsStream(service + ".json")) {
            if (in == null) {
                throw new IllegalArgumentException("No API model was built for service " + service);
            }
            return from(service, new ObjectMapper().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ApiModel from(String service, JsonNode json) {
        Map<String, OperationModel> operations = new HashMap<>();
        json.path("operations").forEachEntry((name, node) -> operations.put(name, operation(name, node)));
        Map<String, ErrorModel> errors = new HashMap<>();
        json.path("errors").forEachEntry((name, node) -> errors.put(name, error(node)));
        Map<String, ShapeModel> shapes = new HashMap<>();
        json.path("shapes").forEachEntry((name, node) -> shapes.put(name, ShapeModel.from(node)));
        String protocol = json.path("protocol").asText();
        return new ApiModel(
                service,
                protocol,
                json.path("version").asText(),
                json.path("xmlNamespace").asText(),
                json.path("targetPrefix").asText(),
                operations,
                errors,
                shapes);
    }

    private static OperationModel operation(String name, JsonNode node) {
        return new OperationModel(
                name,
                node.path("input").asText(),
                node.path("method").asText(),
                node.path("uri").asText(),
                node.path("status").asInt(),
                node.path("resultWrapper").asText());
    }

    private static ErrorModel error(JsonNode node) {
        return new ErrorModel(
                node.path("status").asInt(),
                node.path("code").asText(),
                node.path("message").asText());
    }

    /** The name of the error that says that the service itself failed (HTTP 500). */
    public String internalError() {
        return Stream.of(
                        "InternalServiceException",
                        "InternalServerException",
                        "ServiceException",
                        "InternalServerError",
                        "ServiceFailureException",
                        "InternalErrorException")
                .filter(errors::containsKey)
                .findFirst()
                .orElse("InternalFailure");
    }

    /**
     * The name of the error for a request that breaks the model's constraints. Glue and Lambda say {@code ValidationException};
     * Athena's model has only {@code InvalidRequestException}, which its clients catch; the services of the Query protocol have one
     * that is in no model.
     */
    public String validationError() {
        if (protocol.equals("query")) {
            return "ValidationError";
        }
        return errors.containsKey("InvalidRequestException") && !errors.containsKey(VALIDATION_EXCEPTION)
                ? "InvalidRequestException"
                : VALIDATION_EXCEPTION;
    }

    /** How an error of this service is written; empty for the errors that all services share. */
    public Optional<ErrorModel> error(String name) {
        return Optional.ofNullable(errors.get(name));
    }
}
