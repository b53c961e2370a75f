package io.millrace.server.identity.access;

import io.millrace.server.identity.Identities;
import io.millrace.server.identity.policy.Caller;
import io.millrace.server.identity.policy.Policy;
import io.millrace.server.identity.policy.ResourceArn;
import io.millrace.server.wire.CallAuthorizer;
import io.millrace.server.wire.CallContext;
import io.millrace.server.wire.CallDeniedException;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Lets a call pass if the policy of its principal allows the action on every resource that it needs. The refusal names the first
 * one that it does not, in AWS's words. Thread-safe.
 */
public final class PolicyAuthorizer implements CallAuthorizer {
    private static final int LAMBDA_STATUS = 403;
    private static final int JSON_STATUS = 400;

    /** Everybody may know who they are, even if a policy denies it (STS API reference, GetCallerIdentity). */
    private static final Set<String> ALWAYS_ALLOWED = Set.of("sts:GetCallerIdentity");

    private final Identities identities;
    private final ResourceRules rules;

    /**
     * An authorizer by these identities.
     *
     * @param region the region that ARNs name
     * @param queries tell the work group of what a request names by an id
     */
    public PolicyAuthorizer(Identities identities, String region, WorkGroupsOfIds queries) {
        this.identities = identities;
        this.rules = new ResourceRules(region, queries);
    }

    @Override
    public List<String> authorize(CallContext context, SdkPojo request) {
        String operation = context.service() + ":" + context.operation();
        List<ResourceArn> resources = rules.resources(operation, request);
        List<String> names = resources.stream().map(ResourceArn::toString).toList();
        if (ALWAYS_ALLOWED.contains(operation)) {
            return names;
        }
        Policy policy = identities.policyOf(context.principal());
        Caller caller =
                new Caller(context.principal().arn(), context.principal().region());
        Refusals.find(policy, ResourceRules.action(operation), resources, caller)
                .ifPresent(message -> {
                    throw new CallDeniedException(status(context), message, names);
                });
        return names;
    }

    /** The status of a refusal; the protocols that have only one give theirs. */
    static int status(CallContext context) {
        return context.service().equals("lambda") ? LAMBDA_STATUS : JSON_STATUS;
    }
}
