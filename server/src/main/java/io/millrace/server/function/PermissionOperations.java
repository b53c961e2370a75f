package io.millrace.server.function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.lambda.model.AddPermissionRequest;
import software.amazon.awssdk.services.lambda.model.AddPermissionResponse;
import software.amazon.awssdk.services.lambda.model.GetPolicyRequest;
import software.amazon.awssdk.services.lambda.model.GetPolicyResponse;
import software.amazon.awssdk.services.lambda.model.RemovePermissionRequest;
import software.amazon.awssdk.services.lambda.model.RemovePermissionResponse;

/**
 * Functions' resource policies: which services may invoke a function for which of their resources. Events of buckets, rules
 * and topics are delivered only where the policy allows it ({@link #allows}); callers with a key of their own are judged by their own
 * policies. Thread-safe.
 */
public final class PermissionOperations {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INVOKE = "lambda:InvokeFunction";

    private final Functions functions;

    /** The operations on the policies of these functions. */
    public PermissionOperations(Functions functions) {
        this.functions = functions;
    }

    /** Adds a statement. */
    public AddPermissionResponse addPermission(AddPermissionRequest request) {
        FunctionReference function = functions.names().reference(request.functionName(), request.qualifier());
        functions.load(function);
        ObjectNode statement = statement(request, resource(function));
        if (!functions.permissions().insert(function, request.statementId(), statement.toString())) {
            throw FunctionErrors.conflict(
                    "The statement id (%s) provided already exists. Please provide a new statement"
                                    .formatted(request.statementId())
                            + " id, or remove the existing statement.");
        }
        return AddPermissionResponse.builder().statement(statement.toString()).build();
    }

    private static ObjectNode statement(AddPermissionRequest request, String resource) {
        ObjectNode statement = JSON.createObjectNode();
        statement.put("Sid", request.statementId());
        statement.put("Effect", "Allow");
        String principal = request.principal();
        if (principal.equals("*")) {
            statement.put("Principal", "*");
        } else if (principal.endsWith(".amazonaws.com")) {
            statement.putObject("Principal").put("Service", principal);
        } else {
            statement.putObject("Principal").put("AWS", principal);
        }
        statement.put("Action", request.action());
        statement.put("Resource", resource);
        if (request.sourceAccount() != null) {
            condition(statement, "StringEquals").put("AWS:SourceAccount", request.sourceAccount());
        }
        if (request.sourceArn() != null) {
            condition(statement, "ArnLike").put("AWS:SourceArn", request.sourceArn());
        }
        if (request.principalOrgID() != null
                || request.eventSourceToken() != null
                || request.functionUrlAuthType() != null) {
            throw FunctionErrors.unsupported("A permission for an organization, an Alexa skill or a function URL");
        }
        return statement;
    }

    private static ObjectNode condition(ObjectNode statement, String operator) {
        return statement.withObjectProperty("Condition").withObjectProperty(operator);
    }

    private String resource(FunctionReference function) {
        return function.isLatest()
                ? functions.names().arn(function.name())
                : functions.names().arn(function.name(), function.qualifier());
    }

    /** Takes a statement away. */
    public RemovePermissionResponse removePermission(RemovePermissionRequest request) {
        FunctionReference function = functions.names().reference(request.functionName(), request.qualifier());
        functions.load(function);
        if (!functions.permissions().delete(function, request.statementId())) {
            throw FunctionErrors.missing("Statement " + request.statementId() + " is not found in resource policy.");
        }
        return RemovePermissionResponse.builder().build();
    }

    /** The whole policy. */
    public GetPolicyResponse getPolicy(GetPolicyRequest request) {
        FunctionReference function = functions.names().reference(request.functionName(), request.qualifier());
        String revision = functions.load(function).revisionId();
        List<String> statements = functions.permissions().list(function);
        if (statements.isEmpty()) {
            throw FunctionErrors.missing("The resource you requested does not exist.");
        }
        ObjectNode policy = JSON.createObjectNode();
        policy.put("Version", "2012-10-17");
        policy.put("Id", "default");
        statements.forEach(text -> policy.withArrayProperty("Statement").add(read(text)));
        return GetPolicyResponse.builder()
                .policy(policy.toString())
                .revisionId(revision)
                .build();
    }

    /**
     * Whether the function's policy lets a service invoke it.
     *
     * @param service such as {@code s3.amazonaws.com}
     * @param sourceArn the bucket, rule or topic that the event is of
     * @param sourceAccount the account that it belongs to
     */
    public boolean allows(String function, String service, String sourceArn, String sourceAccount) {
        return functions.permissions().list(functions.names().reference(function, null)).stream()
                .map(PermissionOperations::read)
                .anyMatch(statement -> allows(statement, service, sourceArn, sourceAccount));
    }

    private static boolean allows(JsonNode statement, String service, String sourceArn, String sourceAccount) {
        JsonNode principal = statement.path("Principal");
        boolean meant = principal.asText().equals("*")
                || principal.path("Service").asText().equals(service);
        String action = statement.path("Action").asText();
        JsonNode condition = statement.path("Condition");
        return meant
                && (action.equals(INVOKE) || action.equals("lambda:*"))
                && matches(condition.at("/ArnLike/AWS:SourceArn"), sourceArn)
                && matches(condition.at("/StringEquals/AWS:SourceAccount"), sourceAccount);
    }

    private static boolean matches(JsonNode wanted, @Nullable String value) {
        if (wanted.isMissingNode()) {
            return true;
        }
        String pattern = Pattern.quote(wanted.asText()).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return value != null && value.matches(pattern);
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
