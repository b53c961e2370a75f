package io.millrace.server.identity.policy;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.identity.policy.PolicyStatement.Effect;
import io.millrace.server.identity.policy.PolicyStatement.Listed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.policybuilder.iam.IamAction;
import software.amazon.awssdk.policybuilder.iam.IamCondition;
import software.amazon.awssdk.policybuilder.iam.IamEffect;
import software.amazon.awssdk.policybuilder.iam.IamPolicy;
import software.amazon.awssdk.policybuilder.iam.IamResource;
import software.amazon.awssdk.policybuilder.iam.IamStatement;

/** Reads policy documents: the form is checked first, since the SDK's reader passes over what it does not know. */
final class PolicyDocument {
    /** Of a customer managed policy, white space not counted (IAM user guide, "IAM and AWS STS quotas"). */
    private static final int MAX_CHARACTERS = 6_144;

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private PolicyDocument() {}

    static Policy read(String json) {
        long characters = json.chars().filter(c -> !Character.isWhitespace(c)).count();
        if (characters > MAX_CHARACTERS) {
            throw new MalformedPolicyException("The policy has " + characters
                    + " characters without white space; at most " + MAX_CHARACTERS + " are allowed.");
        }
        PolicyForm.check(parse(json));
        List<PolicyStatement> statements = new ArrayList<>();
        for (IamStatement statement : IamPolicy.fromJson(json).statements()) {
            statements.add(compile(statement, "Statement[" + statements.size() + "]"));
        }
        return new Policy(statements);
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            JsonLocation place = e.getLocation();
            throw new MalformedPolicyException("The policy is not valid JSON at line %d, column %d: %s"
                    .formatted(
                            place == null ? 1 : place.getLineNr(),
                            place == null ? 1 : place.getColumnNr(),
                            e.getOriginalMessage()));
        }
    }

    private static PolicyStatement compile(IamStatement statement, String place) {
        boolean notActions = !statement.notActions().isEmpty();
        boolean notResources = !statement.notResources().isEmpty();
        return new PolicyStatement(
                statement.effect().equals(IamEffect.DENY) ? Effect.DENY : Effect.ALLOW,
                actions(notActions ? statement.notActions() : statement.actions()),
                notActions ? Listed.EXCLUDED : Listed.INCLUDED,
                resources(notResources ? statement.notResources() : statement.resources()),
                notResources ? Listed.EXCLUDED : Listed.INCLUDED,
                conditions(statement, place));
    }

    private static List<WildcardPattern> actions(List<IamAction> actions) {
        return actions.stream()
                .map(action -> new WildcardPattern(action.value().toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static List<ArnPattern> resources(List<IamResource> resources) {
        return resources.stream()
                .map(resource -> ArnPattern.of(resource.value()))
                .toList();
    }

    /** The SDK gives one condition for each value; those of one operator and key are alternatives. */
    private static List<PolicyCondition> conditions(IamStatement statement, String place) {
        List<PolicyCondition> conditions = new ArrayList<>();
        List<IamCondition> rest = new ArrayList<>(statement.conditions());
        while (!rest.isEmpty()) {
            IamCondition first = rest.get(0);
            List<IamCondition> same = rest.stream()
                    .filter(other -> other.operator().equals(first.operator())
                            && other.key().equals(first.key()))
                    .toList();
            rest.removeAll(same);
            List<String> values = same.stream().map(IamCondition::value).toList();
            Optional<PolicyCondition> condition =
                    PolicyCondition.of(first.operator().value(), first.key().value(), values);
            conditions.add(condition.orElseThrow(() -> notEvaluated(first, place)));
        }
        return conditions;
    }

    private static MalformedPolicyException notEvaluated(IamCondition condition, String place) {
        return new MalformedPolicyException("%s.Condition: %s on %s is not evaluated here, so the policy is refused."
                .formatted(place, condition.operator().value(), condition.key().value()));
    }
}
