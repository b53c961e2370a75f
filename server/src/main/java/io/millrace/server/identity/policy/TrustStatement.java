package io.millrace.server.identity.policy;

import io.millrace.server.identity.policy.PolicyStatement.Effect;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One statement of a trust policy.
 *
 * @param effect what it does to those it names
 * @param principals as written: services, ARNs, accounts, {@code *}; none if it is about other actions
 * @param conditions all must hold
 */
record TrustStatement(Effect effect, Set<String> principals, List<PolicyCondition> conditions) {
    TrustStatement {
        principals = Set.copyOf(principals);
        conditions = List.copyOf(conditions);
    }

    boolean isAbout(Set<String> who, Map<String, String> values) {
        return names(who)
                && conditions.stream()
                        .allMatch(condition -> condition.holds(key -> Optional.ofNullable(values.get(key))));
    }

    boolean names(Set<String> who) {
        return principals.stream().anyMatch(principal -> names(principal, who));
    }

    /** An account, or its root, stands for all who are in it. */
    private static boolean names(String principal, Set<String> who) {
        boolean account = principal.matches("\\d{12}") || principal.matches("arn:aws:iam::\\d{12}:root");
        String number = principal.replaceAll("\\D", "");
        return who.stream()
                .anyMatch(one -> principal.equals("*")
                        || principal.equals(one)
                        || (account && one.startsWith("arn:") && one.split(":", -1)[4].equals(number)));
    }
}
