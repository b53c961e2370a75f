package io.millrace.server.identity.access;

import io.millrace.server.identity.policy.Caller;
import io.millrace.server.identity.policy.Policy;
import io.millrace.server.identity.policy.PolicyDecision;
import io.millrace.server.identity.policy.ResourceArn;
import java.util.List;
import java.util.Optional;

/** Holds an action against a policy. */
final class Refusals {
    private Refusals() {}

    /** The first resource that is not allowed, in AWS's words; empty if all are. */
    static Optional<String> find(Policy policy, String action, List<ResourceArn> resources, Caller caller) {
        for (ResourceArn resource : resources) {
            PolicyDecision decision = policy.decide(action, resource, caller);
            if (decision != PolicyDecision.ALLOWED) {
                String why = decision == PolicyDecision.DENIED
                        ? "with an explicit deny in an identity-based policy"
                        : "because no identity-based policy allows the " + action + " action";
                return Optional.of("User: %s is not authorized to perform: %s on resource: %s %s"
                        .formatted(caller.arn(), action, resource, why));
            }
        }
        return Optional.empty();
    }
}
