package io.millrace.server.identity.policy;

import io.millrace.server.identity.policy.PolicyStatement.Effect;
import io.millrace.server.identity.policy.PolicyStatement.Listed;
import java.util.Collection;
import java.util.List;

/**
 * A principal's policy, ready to be asked: a Deny wins over every Allow, and what no statement allows is not allowed. Immutable.
 */
public final class Policy {
    /** Allows nothing. */
    public static final Policy NOTHING = new Policy(List.of());

    /** Allows everything, as AWS's managed policy AdministratorAccess does. */
    public static final Policy ADMINISTRATOR = new Policy(List.of(new PolicyStatement(
            Effect.ALLOW,
            List.of(new WildcardPattern("*")),
            Listed.INCLUDED,
            List.of(ArnPattern.of("*")),
            Listed.INCLUDED,
            List.of())));

    private final List<PolicyStatement> statements;

    Policy(List<PolicyStatement> statements) {
        this.statements = List.copyOf(statements);
    }

    /**
     * Reads IAM policy JSON.
     *
     * @throws MalformedPolicyException saying what is wrong and where
     */
    public static Policy parse(String json) {
        return PolicyDocument.read(json);
    }

    /** What all of them say together. */
    public static Policy union(Collection<Policy> policies) {
        return new Policy(
                policies.stream().flatMap(policy -> policy.statements.stream()).toList());
    }

    /**
     * Decides about an action on one resource.
     *
     * @param action such as {@code glue:GetTable}
     */
    public PolicyDecision decide(String action, ResourceArn resource, Caller caller) {
        PolicyDecision decision = PolicyDecision.NOT_ALLOWED;
        for (PolicyStatement statement : statements) {
            if (statement.isAbout(action, resource, caller)) {
                if (statement.effect() == Effect.DENY) {
                    return PolicyDecision.DENIED;
                }
                decision = PolicyDecision.ALLOWED;
            }
        }
        return decision;
    }
}
