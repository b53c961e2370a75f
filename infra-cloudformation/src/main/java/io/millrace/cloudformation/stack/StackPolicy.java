package io.millrace.cloudformation.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A stack policy: which resources an update may change. What no statement allows is denied, and a denial outweighs.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html">AWS's guide</a>
 */
final class StackPolicy {
    static final String MODIFY = "Update:Modify";
    static final String REPLACE = "Update:Replace";
    static final String DELETE = "Update:Delete";

    /** docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_SetStackPolicy.html. */
    private static final int MAX_CHARS = 16_384;

    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> FIELDS =
            Set.of("Sid", "Effect", "Action", "NotAction", "Principal", "Resource", "NotResource", "Condition");

    private final JsonNode statements;

    private StackPolicy(JsonNode statements) {
        this.statements = statements;
    }

    /** The policy of this JSON; no text allows everything. */
    static StackPolicy parse(String text) {
        if (text.isBlank()) {
            return new StackPolicy(JSON.createArrayNode());
        }
        if (text.length() > MAX_CHARS) {
            throw StackException.invalid("Stack policy must have at most " + MAX_CHARS + " characters");
        }
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw StackException.invalid("Error validating stack policy: Invalid stack policy, it is not JSON");
        }
        JsonNode statements = root.path("Statement");
        JsonNode list = statements.isObject() ? JSON.createArrayNode().add(statements) : statements;
        if (!list.isArray() || list.isEmpty()) {
            throw StackException.invalid("Error validating stack policy: Invalid stack policy, it has no Statement");
        }
        list.forEach(StackPolicy::check);
        return new StackPolicy(list);
    }

    private static void check(JsonNode statement) {
        statement.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                throw StackException.invalid(
                        "Error validating stack policy: " + field + " is not known in a statement");
            }
        });
        String effect = statement.path("Effect").asText();
        boolean complete = (effect.equals("Allow") || effect.equals("Deny"))
                && (statement.has("Action") || statement.has("NotAction"))
                && (statement.has("Resource") || statement.has("NotResource"))
                && statement.path("Principal").asText().equals("*");
        boolean understood = statement.path("Condition").properties().stream()
                .allMatch(entry -> Set.of("StringEquals", "StringLike").contains(entry.getKey())
                        && entry.getValue().size() == 1
                        && entry.getValue().has("ResourceType"));
        if (!complete || !understood) {
            throw StackException.invalid(
                    "Error validating stack policy: a statement needs Effect, Action, Principal \"*\" and"
                            + " Resource, and may only ask for ResourceType");
        }
    }

    /** Why an action on a resource is denied; empty if it is not. */
    Optional<String> denial(String action, String logicalId, String type) {
        if (statements.isEmpty()) {
            return Optional.empty();
        }
        boolean allowed = false;
        for (int i = 0; i < statements.size(); i++) {
            JsonNode statement = statements.path(i);
            if (!applies(statement, action, logicalId, type)) {
                continue;
            }
            if (statement.path("Effect").asText().equals("Deny")) {
                return Optional.of("Action denied by stack policy: Statement [#" + (i + 1) + "] does not allow ["
                        + action + "] for resource [LogicalResourceId/" + logicalId + "]");
            }
            allowed = true;
        }
        return allowed
                ? Optional.empty()
                : Optional.of("Action not allowed by stack policy: no statement allows [" + action
                        + "] for resource [LogicalResourceId/" + logicalId + "]");
    }

    private static boolean applies(JsonNode statement, String action, String logicalId, String type) {
        boolean byAction = statement.has("Action")
                ? any(statement.path("Action"), action)
                : !any(statement.path("NotAction"), action);
        String resource = "LogicalResourceId/" + logicalId;
        boolean byResource = statement.has("Resource")
                ? any(statement.path("Resource"), resource)
                : !any(statement.path("NotResource"), resource);
        boolean byType = statement.path("Condition").properties().stream()
                .allMatch(entry -> any(entry.getValue().path("ResourceType"), type));
        return byAction && byResource && byType;
    }

    private static boolean any(JsonNode patterns, String value) {
        if (patterns.isTextual()) {
            return like(patterns.asText(), value);
        }
        for (JsonNode pattern : patterns) {
            if (like(pattern.asText(), value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean like(String pattern, String value) {
        return Pattern.matches(("\\Q" + pattern + "\\E").replace("*", "\\E.*\\Q"), value);
    }
}
