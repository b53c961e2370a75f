package io.millrace.server.identity.policy;

import io.millrace.server.identity.policy.PolicyStatement.Effect;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The policy of a resource such as a topic: which services, users and roles may do what with it. {@code NotPrincipal}, {@code NotAction},
 * {@code NotResource}, federated principals and conditions on keys that are not known here are refused when it is put. Immutable.
 */
public final class AccessPolicy {
    private static final Set<String> CONDITION_KEYS =
            Set.of("aws:sourceaccount", "aws:sourceowner", "aws:sourcearn", "aws:principalarn", "aws:principalaccount");

    private final List<PrincipalStatement> statements;

    private AccessPolicy(List<PrincipalStatement> statements) {
        this.statements = statements;
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
        return new AccessPolicy(PrincipalStatement.parse(json, CONDITION_KEYS::contains));
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
        for (PrincipalStatement statement : statements) {
            boolean concerns = statement.hasAction(action)
                    && statement.resources().stream().anyMatch(given -> new WildcardPattern(given).matches(resource));
            if (concerns && statement.who().isAbout(who, values)) {
                if (statement.who().effect() == Effect.DENY) {
                    return Answer.DENIED;
                }
                answer = Answer.ALLOWED;
            }
        }
        return answer;
    }
}
