package io.millrace.server.function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
 * Functions' own policies: which service may invoke a function, and for which source. Only services are principals here: users are
 * allowed by their own policies. Thread-safe.
 */
public final class FunctionPermissions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INVOKE = "lambda:InvokeFunction";
    private static final Pattern SERVICE = Pattern.compile("[a-z0-9.-]+\\.amazonaws\\.com");

    private final Functions functions;

    FunctionPermissions(Functions functions) {
        this.functions = functions;
    }

    /** Lets a service invoke the function. */
    public AddPermissionResponse addPermission(AddPermissionRequest request) {
        String name = functions.load(request.functionName(), request.qualifier()).functionName();
        check(request);
        String statement = write(statement(request, functions.names().arn(name)));
        if (!functions.rows().insertPermission(name, request.statementId(), statement)) {
            throw FunctionErrors.conflict("The statement id (" + request.statementId()
                    + ") provided already exists. Please provide a new statement id, or remove the existing statement.");
        }
        return AddPermissionResponse.builder().statement(statement).build();
    }

    private static void check(AddPermissionRequest request) {
        if (!request.action().equals(INVOKE)) {
            throw FunctionErrors.unsupported("The action " + request.action());
        }
        if (!SERVICE.matcher(request.principal()).matches()) {
            throw FunctionErrors.unsupported("The principal " + request.principal()
                    + ", which is no service such as s3.amazonaws.com: access keys have policies of their own; it");
        }
        refuse("EventSourceToken", request.eventSourceToken());
        refuse("PrincipalOrgID", request.principalOrgID());
        refuse("FunctionUrlAuthType", request.functionUrlAuthTypeAsString());
        refuse("RevisionId", request.revisionId());
    }

    private static void refuse(String member, @Nullable String value) {
        if (value != null) {
            throw FunctionErrors.unsupported(member);
        }
    }

    private static ObjectNode statement(AddPermissionRequest request, String arn) {
        ObjectNode statement = JSON.createObjectNode();
        statement.put("Sid", request.statementId()).put("Effect", "Allow");
        statement.putObject("Principal").put("Service", request.principal());
        statement.put("Action", request.action()).put("Resource", arn);
        ObjectNode conditions = JSON.createObjectNode();
        if (request.sourceAccount() != null) {
            conditions.putObject("StringEquals").put("AWS:SourceAccount", request.sourceAccount());
        }
        if (request.sourceArn() != null) {
            conditions.putObject("ArnLike").put("AWS:SourceArn", request.sourceArn());
        }
        return conditions.isEmpty() ? statement : statement.set("Condition", conditions);
    }

    /** Takes a permission back. */
    public RemovePermissionResponse removePermission(RemovePermissionRequest request) {
        String name = functions.load(request.functionName(), request.qualifier()).functionName();
        refuse("RevisionId", request.revisionId());
        if (!functions.rows().deletePermission(name, request.statementId())) {
            throw FunctionErrors.missing("Statement " + request.statementId() + " is not found in resource policy.");
        }
        return RemovePermissionResponse.builder().build();
    }

    /** The function's policy. */
    public GetPolicyResponse getPolicy(GetPolicyRequest request) {
        String name = functions.load(request.functionName(), request.qualifier()).functionName();
        List<String> statements = functions.rows().permissions(name);
        if (statements.isEmpty()) {
            throw FunctionErrors.missing("The resource you requested does not exist.");
        }
        ObjectNode policy = JSON.createObjectNode();
        policy.put("Version", "2012-10-17").put("Id", "default");
        ArrayNode list = policy.putArray("Statement");
        statements.forEach(statement -> list.add(read(statement)));
        return GetPolicyResponse.builder().policy(write(policy)).build();
    }

    /**
     * Whether a service may invoke a function for a source; false too if there is no such function.
     *
     * @param function name or ARN
     * @param service such as {@code s3.amazonaws.com}
     * @param sourceArn what the service acts for, such as a bucket's ARN
     */
    public boolean mayInvoke(String function, String service, String sourceArn) {
        return FunctionNames.nameIn(function).stream()
                .flatMap(name -> functions.rows().permissions(name).stream())
                .map(FunctionPermissions::read)
                .anyMatch(statement -> allows(statement, service, sourceArn));
    }

    private static boolean allows(JsonNode statement, String service, String sourceArn) {
        JsonNode conditions = statement.path("Condition");
        JsonNode account = conditions.path("StringEquals").path("AWS:SourceAccount");
        JsonNode arn = conditions.path("ArnLike").path("AWS:SourceArn");
        return statement.path("Principal").path("Service").asText().equals(service)
                && (account.isMissingNode() || account.asText().equals(FunctionNames.ACCOUNT))
                && (arn.isMissingNode() || matches(arn.asText(), sourceArn));
    }

    /** ArnLike: {@code *} and {@code ?} within each part of the ARN. */
    private static boolean matches(String pattern, String arn) {
        String[] wanted = pattern.split(":", 6);
        String[] found = arn.split(":", 6);
        boolean matches = wanted.length == found.length;
        for (int i = 0; matches && i < wanted.length; i++) {
            String regex = Pattern.quote(wanted[i]).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
            matches = Pattern.matches(regex, found[i]);
        }
        return matches;
    }

    private static String write(JsonNode json) {
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
