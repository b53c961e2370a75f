package io.millrace.server.identity.policy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A statement of the policy of a resource, which names principals. {@code NotPrincipal}, {@code NotAction}, {@code NotResource}, federated
 * principals and conditions on keys that are not known are refused.
 *
 * @param who its effect, principals and conditions
 * @param actions in lower case
 * @param resources as they are written
 */
record PrincipalStatement(TrustStatement who, List<WildcardPattern> actions, List<String> resources) {
    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Set<String> MEMBERS = Set.of("Sid", "Effect", "Principal", "Action", "Resource", "Condition");

    boolean hasAction(String action) {
        String name = action.toLowerCase(Locale.ROOT);
        return actions.stream().anyMatch(pattern -> pattern.matches(name));
    }

    /**
     * Reads the statements of a policy.
     *
     * @param known which condition keys, in lower case, are evaluated
     * @throws MalformedPolicyException saying what is wrong and where
     */
    static List<PrincipalStatement> parse(String json, Predicate<String> known) {
        JsonNode policy;
        try {
            policy = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new MalformedPolicyException("The policy is not valid JSON: " + e.getOriginalMessage());
        }
        PolicyForm.checkFrame(policy);
        JsonNode statements = policy.get("Statement");
        List<PrincipalStatement> read = new ArrayList<>();
        for (JsonNode statement : statements.isArray() ? statements : List.of(statements)) {
            read.add(read(statement, "Statement[" + read.size() + "]", known));
        }
        return List.copyOf(read);
    }

    private static PrincipalStatement read(JsonNode node, String place, Predicate<String> known) {
        PolicyForm.checkMembers(node, MEMBERS, place);
        TrustStatement who = new TrustStatement(
                TrustPolicy.effect(node, place),
                TrustPolicy.principals(node.path("Principal"), place + ".Principal"),
                TrustPolicy.conditions(node.path("Condition"), place + ".Condition", known));
        return new PrincipalStatement(
                who,
                TrustPolicy.texts(node.path("Action"), place + ".Action").stream()
                        .map(action -> new WildcardPattern(action.toLowerCase(Locale.ROOT)))
                        .toList(),
                TrustPolicy.texts(node.path("Resource"), place + ".Resource"));
    }
}
