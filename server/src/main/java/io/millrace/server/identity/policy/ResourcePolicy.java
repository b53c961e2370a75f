package io.millrace.server.identity.policy;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The policy of one resource, such as a KMS key: who may do what with it. A statement that names the account leaves the decision to IAM's
 * policies; one that names a user or role decides alone. {@code NotPrincipal}, {@code NotAction}, other resources than {@code *} and
 * conditions on keys that are not known here are refused when it is put. Immutable.
 */
public final class ResourcePolicy {
    /** KMS Developer Guide, "Quotas": key policy document size. */
    private static final int MAX_CHARACTERS = 32_768;

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final Set<String> MEMBERS = Set.of("Sid", "Effect", "Principal", "Action", "Resource", "Condition");
    private static final String CALLER_ACCOUNT = "kms:calleraccount";

    private final List<Statement> statements;

    /** What a resource's policy says to a call. */
    public enum Verdict {
        ALLOWED,
        /** Allowed to the account: IAM's policies of the caller must allow it, too. */
        DELEGATED,
        NOT_ALLOWED,
        DENIED
    }

    private record Statement(TrustStatement who, List<WildcardPattern> actions) {
        boolean isAbout(String action, Set<String> principals, Function<String, Optional<String>> values) {
            return actions.stream().anyMatch(pattern -> pattern.matches(action))
                    && who.names(principals)
                    && who.conditions().stream().allMatch(condition -> condition.holds(values));
        }
    }

    private ResourcePolicy(List<Statement> statements) {
        this.statements = List.copyOf(statements);
    }

    /**
     * Reads a resource's policy.
     *
     * @throws MalformedPolicyException saying what is wrong and where
     */
    public static ResourcePolicy parse(String json) {
        if (json.length() > MAX_CHARACTERS) {
            throw new MalformedPolicyException("The policy has more than " + MAX_CHARACTERS + " characters.");
        }
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
        return new ResourcePolicy(compiled);
    }

    private static Statement statement(JsonNode node, String place) {
        PolicyForm.checkMembers(node, MEMBERS, place);
        for (String resource : TrustPolicy.texts(node.path("Resource"), place + ".Resource")) {
            if (!resource.equals("*")) {
                throw PolicyForm.malformed(place + ".Resource", "must be *, which means this very resource");
            }
        }
        List<WildcardPattern> actions = TrustPolicy.texts(node.path("Action"), place + ".Action").stream()
                .map(action -> new WildcardPattern(action.toLowerCase(Locale.ROOT)))
                .toList();
        TrustStatement who = new TrustStatement(
                TrustPolicy.effect(node, place),
                Set.copyOf(TrustPolicy.principals(node.path("Principal"), place + ".Principal").stream()
                        .map(ResourcePolicy::withoutPath)
                        .toList()),
                TrustPolicy.conditions(
                        node.path("Condition"),
                        place + ".Condition",
                        key -> Caller.knows(key) || key.equals(CALLER_ACCOUNT)));
        return new Statement(who, actions);
    }

    /** A session's ARN does not tell its role's path. */
    private static String withoutPath(String principal) {
        return principal.replaceFirst(":role/.*/", ":role/");
    }

    /**
     * What it says to an action of somebody.
     *
     * @param action such as {@code kms:Decrypt}
     */
    public Verdict decide(String action, Caller caller) {
        Set<String> direct = Set.copyOf(List.of(caller.arn(), Caller.roleArn(caller.arn())));
        Function<String, Optional<String>> values =
                key -> caller.value(key.equals(CALLER_ACCOUNT) ? "aws:PrincipalAccount" : key);
        String name = action.toLowerCase(Locale.ROOT);
        Verdict verdict = Verdict.NOT_ALLOWED;
        for (Statement statement : statements) {
            if (statement.isAbout(name, direct, values)) {
                if (statement.who().effect() == PolicyStatement.Effect.DENY) {
                    return Verdict.DENIED;
                }
                boolean named = statement.who().principals().stream()
                        .anyMatch(principal -> principal.equals("*") || direct.contains(principal));
                verdict = named || verdict == Verdict.ALLOWED ? Verdict.ALLOWED : Verdict.DELEGATED;
            }
        }
        return verdict;
    }
}
