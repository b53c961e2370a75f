package io.millrace.server.wire;

import io.millrace.server.http.HttpAnswer;
import io.millrace.server.http.HttpRequestHead;
import io.millrace.server.wire.model.ApiModel;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;

/**
 * AWS Query: a form, posted or as the query of a GET, whose {@code Action} and {@code Version} name the operation; answers are
 * XML. Errors may be named as the model's shapes are ({@code NoSuchEntityException}); callers see the code that the model gives
 * them ({@code NoSuchEntity}).
 */
final class QueryProtocol implements WireProtocol {
    private static final int DENIED = 403;

    private static final Map<String, String> SHARED_CODES = Map.of(
            "SerializationException", "MalformedInput",
            "UnknownOperationException", "InvalidAction",
            "MissingAuthenticationTokenException", "MissingAuthenticationToken",
            "IncompleteSignatureException", "IncompleteSignature");

    /** Errors of all services that the services of this protocol answer with another status than others do. */
    private static final Map<String, String> DENIAL_CODES = Map.of(
            "AccessDeniedException", "AccessDenied",
            "UnrecognizedClientException", "InvalidClientTokenId",
            "ExpiredTokenException", "ExpiredToken",
            "InvalidSignatureException", "SignatureDoesNotMatch");

    private final ApiModel model;
    private final Map<String, Operation> operations;

    QueryProtocol(ApiModel model, Map<String, Operation> operations) {
        this.model = model;
        this.operations = operations;
    }

    @Override
    public WireRequest route(HttpRequestHead head, byte[] body) {
        FormNode form = QueryForm.read(head, body);
        String action = text(form, "Action");
        if (action.isEmpty()) {
            throw new ServiceException(
                    "MissingAction", 400, "The request must contain the parameter Action with the operation's name.");
        }
        Operation operation = operations.get(action);
        String version = text(form, "Version");
        if (operation == null || !version.equals(model.version())) {
            throw unknown(action, version);
        }
        return new WireRequest(operation, () -> read(operation, form));
    }

    private static String text(FormNode form, String name) {
        FormNode node = form.child(name);
        return node == null ? "" : node.value().orElse("");
    }

    private ServiceException unknown(String action, String version) {
        boolean known = model.operations().containsKey(action) && version.equals(model.version());
        String message = known
                ? "Millrace does not serve the operation " + model.service() + ":" + action + "."
                : "Could not find operation " + action + " for version "
                        + (version.isEmpty() ? "NO_VERSION_SPECIFIED" : version);
        return new ServiceException("InvalidAction", 400, message);
    }

    private static SdkPojo read(Operation operation, FormNode form) {
        SdkPojo builder = operation.newBuilder();
        QueryReader.readInto(form, builder);
        return builder;
    }

    @Override
    public HttpAnswer write(Operation operation, SdkPojo response, String requestId) {
        byte[] xml = XmlAnswers.response(operation, model.xmlNamespace(), response, requestId);
        return new HttpAnswer(operation.model().status(), Map.of("Content-Type", XmlAnswers.CONTENT_TYPE), xml);
    }

    @Override
    public HttpAnswer error(WireError error, String requestId) {
        return error(
                model.error(error.name())
                        .filter(known -> !known.code().isEmpty())
                        .map(known -> new WireError(known.code(), known.status(), error.message()))
                        .orElse(error),
                model.xmlNamespace(),
                requestId);
    }

    /** An error that belongs to no service. */
    static HttpAnswer sharedError(WireError error, String requestId) {
        return error(error, XmlAnswers.FAULT_NAMESPACE, requestId);
    }

    private static HttpAnswer error(WireError error, String namespace, String requestId) {
        String denial = DENIAL_CODES.get(error.name());
        WireError told = denial == null
                ? new WireError(SHARED_CODES.getOrDefault(error.name(), error.name()), error.status(), error.message())
                : new WireError(denial, DENIED, error.message());
        byte[] xml = XmlAnswers.error(namespace, told, requestId);
        return new HttpAnswer(told.status(), Map.of("Content-Type", XmlAnswers.CONTENT_TYPE), xml);
    }
}
