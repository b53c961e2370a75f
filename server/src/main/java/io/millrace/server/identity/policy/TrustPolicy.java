package io.millrace.server.identity.policy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Who may assume a role: services, users and roles. {@code NotPrincipal}, federated principals and conditions on keys that are
 * not known here are refused when it is put. Immutable.
 */
public final class TrustPolicy {
    /** IAM user guide, "IAM and AWS STS quotas": role trust policy. */
    private static final int MAX_CHARACTERS = 4_096;

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Set<String> MEMBERS = Set.of("Sid", "Effect", "Principal", "Action", "Condition");
    private static final Set<String> CONDITION_KEYS =
            Set.of("aws:sourceaccount", "aws:sourcearn", "aws:principalarn", "sts:externalid");
    private static final String ACTION = "sts:assumerole";

    private final List<TrustStatement> statements;

    private TrustPolicy(List<TrustStatement> statements) {
        this.statements = List.copyOf(statements);
    }

    /**
     * Reads a trust policy.
     *
     * @throws MalformedPolicyException saying what is wrong and where
     */
    public static TrustPolicy parse(String json) {
        if (json.length() > MAX_CHARACTERS) {
            throw new MalformedPolicyException("The trust policy has more than " + MAX_CHARACTERS + " characters.");
        }
        JsonNode policy;
        try {
            policy = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new MalformedPolicyException("The trust policy is not valid JSON: " + e.getOriginalMessage());
        }
        PolicyForm.checkFrame(policy);
        JsonNode statements = policy.get("Statement");
        List<TrustStatement> compiled = new ArrayList<>();
        for (JsonNode statement : statements.isArray() ? statements : List.of(statements)) {
            compiled.add(statement(statement, "Statement[" + compiled.size() + "]"));
        }
        return new TrustPolicy(compiled);
    }

    /**
     * Whether somebody may assume the role.
     *
     * @param who a service ({@code glue.amazonaws.com}), or the ARNs of the user, or of role and session
     * @param values of condition keys, in lower case; of a key without value only a negated condition holds
     */
    public boolean allows(Set<String> who, Map<String, String> values) {
        boolean allowed = false;
        for (TrustStatement statement : statements) {
            if (statement.isAbout(who, values)) {
                if (statement.effect() == PolicyStatement.Effect.DENY) {
                    return false;
                }
                allowed = true;
            }
        }
        return allowed;
    }

    /** Whether some statement lets somebody assume the role, whatever its conditions say: for when their values are not known yet. */
    public boolean mayAllow(Set<String> who) {
        return statements.stream()
                .anyMatch(statement -> statement.effect() == PolicyStatement.Effect.ALLOW && statement.names(who));
    }

    private static TrustStatement statement(JsonNode node, String place) {
        PolicyForm.checkMembers(node, MEMBERS, place);
        String effect = node.path("Effect").asText();
        if (!Set.of("Allow", "Deny").contains(effect)) {
            throw PolicyForm.malformed(place + ".Effect", "must be Allow or Deny");
        }
        boolean assumes = texts(node.path("Action"), place + ".Action").stream()
                .anyMatch(action -> new WildcardPattern(action.toLowerCase(Locale.ROOT)).matches(ACTION));
        return new TrustStatement(
                effect.equals("Deny") ? PolicyStatement.Effect.DENY : PolicyStatement.Effect.ALLOW,
                assumes ? principals(node.path("Principal"), place + ".Principal") : Set.of(),
                conditions(node.path("Condition"), place + ".Condition", CONDITION_KEYS));
    }

    static Set<String> principals(JsonNode node, String place) {
        if (node.isTextual() && node.asText().equals("*")) {
            return Set.of("*");
        }
        if (!node.isObject() || node.isEmpty()) {
            throw PolicyForm.malformed(place, "must be * or name a Service or an AWS principal");
        }
        Set<String> all = new LinkedHashSet<>();
        node.properties().forEach(kind -> {
            if (!Set.of("Service", "AWS").contains(kind.getKey())) {
                throw PolicyForm.malformed(place + "." + kind.getKey(), "is not supported here; Service and AWS are");
            }
            all.addAll(texts(kind.getValue(), place + "." + kind.getKey()));
        });
        return all;
    }

    static List<PolicyCondition> conditions(JsonNode node, String place, Set<String> known) {
        List<PolicyCondition> conditions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> operator : node.properties()) {
            for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
                String name = key.getKey().toLowerCase(Locale.ROOT);
                conditions.add(
                        PolicyCondition.of(operator.getKey(), name, texts(key.getValue(), place), known::contains)
                                .orElseThrow(() -> PolicyForm.malformed(
                                        place, operator.getKey() + " on " + key.getKey() + " is not evaluated here")));
            }
        }
        return conditions;
    }

    static List<String> texts(JsonNode node, String place) {
        List<String> texts = new ArrayList<>();
        for (JsonNode text : node.isArray() ? node : List.of(node)) {
            if (!text.isTextual() || text.asText().contains("${")) {
                throw PolicyForm.malformed(place, "must be a text, or a list of texts, without policy variables");
            }
            texts.add(text.asText());
        }
        if (texts.isEmpty()) {
            throw PolicyForm.malformed(place, "must not be empty");
        }
        return texts;
    }
}
