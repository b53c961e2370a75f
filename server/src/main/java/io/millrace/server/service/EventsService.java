package io.millrace.server.service;

import io.millrace.server.rule.PutEventsOperation;
import io.millrace.server.rule.RuleOperations;
import io.millrace.server.rule.RuleTagOperations;
import io.millrace.server.rule.TargetOperations;
import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRuleNamesByTargetRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.ListTargetsByRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutEventsRequest;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.RemoveTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.TagResourceRequest;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternRequest;
import software.amazon.awssdk.services.eventbridge.model.UntagResourceRequest;

/** EventBridge on the wire. */
public final class EventsService {
    private static final int MAX_BODY_BYTES = 2 * 1024 * 1024;

    private EventsService() {}

    /** The service of these operations. */
    public static ServiceDefinition of(
            RuleOperations rules, TargetOperations targets, RuleTagOperations tags, PutEventsOperation events) {
        return ServiceDefinition.builder("events")
                .maxBodyBytes(MAX_BODY_BYTES)
                .operation(PutRuleRequest.class, rules::putRule)
                .operation(DescribeRuleRequest.class, rules::describeRule)
                .operation(ListRulesRequest.class, rules::listRules)
                .operation(DeleteRuleRequest.class, rules::deleteRule)
                .operation(EnableRuleRequest.class, rules::enableRule)
                .operation(DisableRuleRequest.class, rules::disableRule)
                .operation(TestEventPatternRequest.class, rules::testEventPattern)
                .operation(PutTargetsRequest.class, targets::putTargets)
                .operation(RemoveTargetsRequest.class, targets::removeTargets)
                .operation(ListTargetsByRuleRequest.class, targets::listTargetsByRule)
                .operation(ListRuleNamesByTargetRequest.class, targets::listRuleNamesByTarget)
                .operation(PutEventsRequest.class, events::putEvents)
                .operation(TagResourceRequest.class, tags::tagResource)
                .operation(UntagResourceRequest.class, tags::untagResource)
                .operation(ListTagsForResourceRequest.class, tags::listTagsForResource)
                .build();
    }
}
