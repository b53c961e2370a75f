package io.millrace.server.identity.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.identity.policy.PolicyStatement.Effect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The policy of a resource such as a topic: which services, users and roles may do what with it. {@code NotPrincipal}, {@code NotAction},
 * {@code NotResource}, federated principals and conditions on keys that are not known here are refused when it is put. Immutable.
 */
public final class AccessPolicy {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> MEMBERS = Set.of("Sid", "Effect", "Principal", "Action", "Resource", "Condition");
    private static final Set<String> CONDITION_KEYS =
            Set.of("aws:sourceaccount", "aws:sourceowner", "aws:sourcearn", "aws:principalarn", "aws:principalaccount");

    private final List<Statement> statements;

    private AccessPolicy(List<Statement> statements) {
        this.statements = List.copyOf(statements);
    }

    private record Statement(TrustStatement about, List<WildcardPattern> actions, List<WildcardPattern> resources) {
        boolean concerns(String action, String resource) {
            return actions.stream().anyMatch(pattern -> pattern.matches(action))
                    && resources.stream().anyMatch(pattern -> pattern.matches(resource));
        }
    }

    /** What a policy says of a call. */
    public enum Answer {
        /** A statement allows it, and none denies it. */
        ALLOWED,
        /** A statement denies it. */
        DENIED,
        /** No statement is about it. */
        SILENT
    }

    /**
     * Reads a policy.
     *
     * @throws MalformedPolicyException saying what is wrong and where
     */
    public static AccessPolicy parse(String json) {
        JsonNode policy;
        try {
            policy = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new MalformedPolicyException("The policy is not valid JSON: " + e.getOriginalMessage());
        }
        PolicyForm.checkFrame(policy);
        JsonNode statements = policy.get("Statement");
        List<Statement> compiled = new ArrayList<>();
        for (JsonNode statement : statements.isArray() ? statements : List.of(statements)) {
            compiled.add(statement(statement, "Statement[" + compiled.size() + "]"));
        }
        return new AccessPolicy(compiled);
    }

    private static Statement statement(JsonNode node, String place) {
        PolicyForm.checkMembers(node, MEMBERS, place);
        String effect = node.path("Effect").asText();
        if (!Set.of("Allow", "Deny").contains(effect)) {
            throw PolicyForm.malformed(place + ".Effect", "must be Allow or Deny");
        }
        TrustStatement about = new TrustStatement(
                effect.equals("Deny") ? Effect.DENY : Effect.ALLOW,
                TrustPolicy.principals(node.path("Principal"), place + ".Principal"),
                TrustPolicy.conditions(node.path("Condition"), place + ".Condition", CONDITION_KEYS));
        return new Statement(
                about,
                TrustPolicy.texts(node.path("Action"), place + ".Action").stream()
                        .map(action -> new WildcardPattern(action.toLowerCase(Locale.ROOT)))
                        .toList(),
                TrustPolicy.texts(node.path("Resource"), place + ".Resource").stream()
                        .map(WildcardPattern::new)
                        .toList());
    }

    /**
     * What the policy says of a call.
     *
     * @param who a service ({@code events.amazonaws.com}), or the ARNs of the user, or of role and session
     * @param action such as {@code sns:Publish}
     * @param values of condition keys, in lower case; of a key without value only a negated condition holds
     */
    public Answer answer(Set<String> who, String action, String resource, Map<String, String> values) {
        Answer answer = Answer.SILENT;
        for (Statement statement : statements) {
            if (statement.concerns(action.toLowerCase(Locale.ROOT), resource)
                    && statement.about().isAbout(who, values)) {
                if (statement.about().effect() == Effect.DENY) {
                    return Answer.DENIED;
                }
                answer = Answer.ALLOWED;
            }
        }
        return answer;
    }
}
