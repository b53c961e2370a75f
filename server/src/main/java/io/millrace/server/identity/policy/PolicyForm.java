package io.millrace.server.identity.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The grammar of policy documents (IAM user guide, "Grammar of the IAM JSON policy language") as far as identity policies have it.
 * Whatever is not known is refused: a misspelt member must not silently change what a policy means.
 */
final class PolicyForm {
    private static final Set<String> VERSIONS = Set.of("2012-10-17", "2008-10-17");
    private static final Set<String> POLICY_MEMBERS = Set.of("Version", "Id", "Statement");
    private static final Set<String> STATEMENT_MEMBERS =
            Set.of("Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition");
    private static final Pattern SID = Pattern.compile("[A-Za-z0-9]*");
    private static final Pattern ACTION = Pattern.compile("\\*|[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+");
    private static final Pattern RESOURCE = Pattern.compile("\\*|arn:[^:]+:.+", Pattern.DOTALL);

    private PolicyForm() {}

    /** What every kind of policy has in common: the members of the whole, and that there are statements. */
    static void checkFrame(JsonNode policy) {
        requireObject(policy, "The policy");
        requireMembers(policy, POLICY_MEMBERS, "");
        if (policy.has("Version") && !VERSIONS.contains(policy.get("Version").asText())) {
            throw malformed("Version", "must be 2012-10-17 (or 2008-10-17)");
        }
        if (policy.has("Id")) {
            requireText(policy.get("Id"), "Id");
        }
        JsonNode statements = policy.get("Statement");
        if (statements == null || (statements.isArray() && statements.isEmpty())) {
            throw malformed("Statement", "is missing");
        }
    }

    /** A statement that has these members alone. */
    static void checkMembers(JsonNode statement, Set<String> known, String place) {
        requireObject(statement, place);
        requireMembers(statement, known, place + ".");
    }

    static void check(JsonNode policy) {
        checkFrame(policy);
        JsonNode statements = policy.get("Statement");
        Set<String> sids = new HashSet<>();
        if (!statements.isArray()) {
            checkStatement(statements, "Statement", sids);
            return;
        }
        for (int i = 0; i < statements.size(); i++) {
            checkStatement(statements.get(i), "Statement[" + i + "]", sids);
        }
    }

    private static void checkStatement(JsonNode statement, String place, Set<String> sids) {
        requireObject(statement, place);
        requireMembers(statement, STATEMENT_MEMBERS, place + ".");
        if (statement.has("Sid")) {
            String sid = requireText(statement.get("Sid"), place + ".Sid");
            if (!SID.matcher(sid).matches()) {
                throw malformed(place + ".Sid", "may have letters and digits only");
            }
            if (!sid.isEmpty() && !sids.add(sid)) {
                throw malformed(place + ".Sid", "'" + sid + "' is there twice");
            }
        }
        JsonNode effect = statement.path("Effect");
        if (!effect.isTextual() || !Set.of("Allow", "Deny").contains(effect.asText())) {
            throw malformed(place + ".Effect", "must be Allow or Deny");
        }
        checkTexts(statement, "Action", place, ACTION, "must be * or like glue:GetTable, with * and ? after the colon");
        checkTexts(statement, "Resource", place, RESOURCE, "must be * or an ARN");
        if (statement.has("Condition")) {
            checkConditions(statement.get("Condition"), place + ".Condition");
        }
    }

    /** {@code name} or {@code Not + name}, one of the two: a text or a list of texts. */
    private static void checkTexts(JsonNode statement, String name, String place, Pattern form, String rule) {
        if (statement.has(name) == statement.has("Not" + name)) {
            throw malformed(place, "must have either " + name + " or Not" + name);
        }
        String member = statement.has(name) ? name : "Not" + name;
        JsonNode texts = statement.get(member);
        if (texts.isArray() && texts.isEmpty()) {
            throw malformed(place + "." + member, "must not be empty");
        }
        for (JsonNode text : texts.isArray() ? texts : Set.of(texts)) {
            String value = requireText(text, place + "." + member);
            if (!form.matcher(value).matches()) {
                throw malformed(place + "." + member, "'" + value + "' " + rule);
            }
            requireNoVariable(value, place + "." + member);
        }
    }

    private static void checkConditions(JsonNode operators, String place) {
        requireObject(operators, place);
        for (Map.Entry<String, JsonNode> operator : operators.properties()) {
            String operatorPlace = place + "." + operator.getKey();
            requireObject(operator.getValue(), operatorPlace);
            if (operator.getValue().isEmpty()) {
                throw malformed(operatorPlace, "must not be empty");
            }
            operator.getValue()
                    .properties()
                    .forEach(key -> checkValues(key.getValue(), operatorPlace + "." + key.getKey()));
        }
    }

    private static void checkValues(JsonNode values, String place) {
        if (values.isArray() && values.isEmpty()) {
            throw malformed(place, "must not be empty");
        }
        for (JsonNode value : values.isArray() ? values : Set.of(values)) {
            requireNoVariable(requireText(value, place), place);
        }
    }

    private static void requireNoVariable(String value, String place) {
        if (value.contains("${")) {
            throw malformed(place, "has a policy variable (${…}), which is not evaluated here");
        }
    }

    private static void requireObject(JsonNode node, String place) {
        if (!node.isObject()) {
            throw malformed(place, "must be a JSON object");
        }
    }

    private static String requireText(JsonNode node, String place) {
        if (!node.isTextual()) {
            throw malformed(place, "must be a text");
        }
        return node.asText();
    }

    private static void requireMembers(JsonNode node, Set<String> known, String place) {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw malformed(place + name, "is not known in this kind of policy");
            }
        });
    }

    static MalformedPolicyException malformed(String place, String rule) {
        return new MalformedPolicyException(place + " " + rule + ".");
    }
}
