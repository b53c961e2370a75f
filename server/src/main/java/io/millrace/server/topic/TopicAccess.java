package io.millrace.server.topic;

import io.millrace.server.delivery.UndeliverableException;
import io.millrace.server.identity.policy.AccessPolicy;
import io.millrace.server.identity.policy.Caller;
import io.millrace.server.identity.policy.MalformedPolicyException;
import io.millrace.server.resource.ServiceArns;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Asks topics' own policies. A topic without one takes messages of every rule of this server, and of every caller whom IAM lets publish; one
 * with a policy takes those of the rules that it allows, and refuses callers whom it denies. What it allows to callers adds nothing to
 * what IAM allows them. Thread-safe.
 */
final class TopicAccess {
    private static final String POLICY = "Policy";
    private static final String EVENTS = "events.amazonaws.com";
    private static final String PUBLISH = "sns:Publish";

    private final Topics topics;

    TopicAccess(Topics topics) {
        this.topics = topics;
    }

    /** Refuses a policy that cannot be asked. */
    static void check(String policy) {
        try {
            AccessPolicy.parse(policy);
        } catch (MalformedPolicyException e) {
            throw TopicErrors.invalid(POLICY, String.valueOf(e.getMessage()));
        }
    }

    /** @throws io.millrace.server.wire.ServiceException AuthorizationError if the topic's policy denies the caller */
    void requireCaller(String callerArn, String topicArn) {
        String role = Caller.roleArn(callerArn);
        Map<String, String> values = Map.of(
                "aws:principalarn", role,
                "aws:principalaccount", ServiceArns.ACCOUNT,
                "aws:sourceowner", ServiceArns.ACCOUNT);
        boolean denied = policy(topicArn)
                .filter(policy -> policy.answer(Set.copyOf(List.of(callerArn, role)), PUBLISH, topicArn, values)
                        == AccessPolicy.Answer.DENIED)
                .isPresent();
        if (denied) {
            throw TopicErrors.denied(callerArn, PUBLISH, topicArn);
        }
    }

    /** @throws UndeliverableException if the topic's policy does not allow EventBridge to publish for the rule */
    void requireRule(String ruleArn, String topicArn) {
        Map<String, String> values = Map.of("aws:sourcearn", ruleArn, "aws:sourceaccount", ServiceArns.ACCOUNT);
        boolean refused = policy(topicArn)
                .filter(policy ->
                        policy.answer(Set.of(EVENTS), PUBLISH, topicArn, values) != AccessPolicy.Answer.ALLOWED)
                .isPresent();
        if (refused) {
            throw new UndeliverableException("The policy of " + topicArn + " does not allow " + EVENTS
                    + " to publish for " + ruleArn + "; add a statement that does (AWS::SNS::TopicPolicy)");
        }
    }

    private Optional<AccessPolicy> policy(String topicArn) {
        return topics.find(topicArn)
                .flatMap(attributes -> Optional.ofNullable(attributes.get(POLICY)))
                .map(AccessPolicy::parse);
    }
}
