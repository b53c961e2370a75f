package io.millrace.server.rule;

import io.millrace.catalog.page.Page;
import io.millrace.server.delivery.Deliveries;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServiceArns;
import io.millrace.server.resource.ServicePages;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DeleteRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.DisableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.EnableRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.ListRulesRequest;
import software.amazon.awssdk.services.eventbridge.model.ListRulesResponse;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.Rule;
import software.amazon.awssdk.services.eventbridge.model.RuleState;
import software.amazon.awssdk.services.eventbridge.model.Tag;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternRequest;
import software.amazon.awssdk.services.eventbridge.model.TestEventPatternResponse;

/** EventBridge's operations on rules of the default bus. Thread-safe; each is one transaction. */
public final class RuleOperations {
    /** Rules of a bus (EventBridge quotas). */
    private static final int MAX_RULES = 300;

    static final int MAX_PAGE = 100;

    private final Rules rules;
    private final RuleSchedules schedules;
    private final Deliveries deliveries;
    private final ResourceTags tags;
    private final ServicePages pages;

    /** Operations on these rules. */
    public RuleOperations(
            Rules rules, RuleSchedules schedules, Deliveries deliveries, ResourceTags tags, ServicePages pages) {
        this.rules = rules;
        this.schedules = schedules;
        this.deliveries = deliveries;
        this.tags = tags;
        this.pages = pages;
    }

    /** Adds a rule or replaces it with all its settings; targets stay. */
    public PutRuleResponse putRule(PutRuleRequest request) {
        requireDefaultBus(request.eventBusName());
        check(request);
        String arn = rules.arn(request.name());
        DescribeRuleResponse rule = DescribeRuleResponse.builder()
                .name(request.name())
                .arn(arn)
                .eventPattern(emptyToNull(request.eventPattern()))
                .scheduleExpression(emptyToNull(request.scheduleExpression()))
                .state(request.state() == null ? RuleState.ENABLED : request.state())
                .description(request.description())
                .roleArn(request.roleArn())
                .eventBusName(Rules.BUS)
                .createdBy(ServiceArns.ACCOUNT)
                .build();
        rules.jdbi().useTransaction(handle -> {
            if (rules.find(rule.name()).isEmpty()) {
                if (rules.count() >= MAX_RULES) {
                    throw RuleErrors.limit("The requested resource exceeds the maximum number allowed.");
                }
                addTags(arn, ResourceTags.map(request.tags(), Tag::key, Tag::value));
            }
            rules.put(rule);
            schedules.changed(rule);
        });
        return PutRuleResponse.builder().ruleArn(arn).build();
    }

    private static void check(PutRuleRequest request) {
        String pattern = emptyToNull(request.eventPattern());
        String schedule = emptyToNull(request.scheduleExpression());
        if (pattern == null && schedule == null) {
            throw RuleErrors.invalid("Parameter(s) EventPattern or ScheduleExpression must be specified.");
        }
        if (pattern != null) {
            EventPatterns.check(pattern);
        }
        if (schedule != null) {
            RuleSchedules.check(schedule);
        }
        if (request.state() == RuleState.ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS) {
            throw RuleErrors.unsupported("State " + request.stateAsString());
        }
    }

    private static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private void addTags(String arn, Map<String, String> added) {
        if (!tags.add(arn, added)) {
            throw RuleErrors.limit("A resource can have up to " + ResourceTags.MAX_TAGS + " tags.");
        }
    }

    static void requireDefaultBus(@Nullable String bus) {
        if (bus != null && !bus.equals(Rules.BUS) && !bus.endsWith(":event-bus/" + Rules.BUS)) {
            throw RuleErrors.noBus(bus);
        }
    }

    /** One rule. */
    public DescribeRuleResponse describeRule(DescribeRuleRequest request) {
        requireDefaultBus(request.eventBusName());
        return rules.load(request.name());
    }

    /** A page of rules by name. */
    public ListRulesResponse listRules(ListRulesRequest request) {
        requireDefaultBus(request.eventBusName());
        String prefix = request.namePrefix() == null ? "" : request.namePrefix();
        Page<DescribeRuleResponse> page = pages.page(
                "ListRules/" + prefix,
                request.nextToken(),
                limit(request.limit()),
                (after, most) -> rules.list(prefix, after, most),
                DescribeRuleResponse::name);
        return ListRulesResponse.builder()
                .rules(page.items().stream().map(RuleOperations::listed).toList())
                .nextToken(page.nextToken())
                .build();
    }

    static int limit(@Nullable Integer asked) {
        return asked == null ? MAX_PAGE : Math.min(MAX_PAGE, asked);
    }

    private static Rule listed(DescribeRuleResponse rule) {
        return Rule.builder()
                .name(rule.name())
                .arn(rule.arn())
                .eventPattern(rule.eventPattern())
                .scheduleExpression(rule.scheduleExpression())
                .state(rule.state())
                .description(rule.description())
                .roleArn(rule.roleArn())
                .eventBusName(rule.eventBusName())
                .build();
    }

    /** Removes a rule without targets; one that is not there is no error, as in EventBridge. */
    public DeleteRuleResponse deleteRule(DeleteRuleRequest request) {
        requireDefaultBus(request.eventBusName());
        rules.jdbi().useTransaction(handle -> {
            if (!rules.targets(request.name()).isEmpty()) {
                throw RuleErrors.invalid("Rule can't be deleted since it has targets.");
            }
            rules.delete(request.name());
            schedules.removed(request.name());
            tags.removeAll(rules.arn(request.name()));
            deliveries.forget(rules.arn(request.name()));
        });
        return DeleteRuleResponse.builder().build();
    }

    /** Switches a rule on; its schedule counts from now. */
    public EnableRuleResponse enableRule(EnableRuleRequest request) {
        requireDefaultBus(request.eventBusName());
        setState(request.name(), RuleState.ENABLED);
        return EnableRuleResponse.builder().build();
    }

    /** Switches a rule off. */
    public DisableRuleResponse disableRule(DisableRuleRequest request) {
        requireDefaultBus(request.eventBusName());
        setState(request.name(), RuleState.DISABLED);
        return DisableRuleResponse.builder().build();
    }

    private void setState(String name, RuleState state) {
        rules.jdbi().useTransaction(handle -> {
            DescribeRuleResponse rule = rules.load(name);
            if (rule.state() != state) {
                DescribeRuleResponse changed = rule.toBuilder().state(state).build();
                rules.put(changed);
                schedules.changed(changed);
            }
        });
    }

    /** Whether an event matches a pattern. */
    public TestEventPatternResponse testEventPattern(TestEventPatternRequest request) {
        return TestEventPatternResponse.builder()
                .result(EventPatterns.matches(request.eventPattern(), request.event()))
                .build();
    }

    /** The buckets that enabled rules on S3's events name: the ones whose objects are watched. */
    public List<String> watchedBuckets() {
        return rules.listening().stream()
                .map(DescribeRuleResponse::eventPattern)
                .map(WatchedBuckets::in)
                .flatMap(List::stream)
                .distinct()
                .toList();
    }

    Optional<DescribeRuleResponse> findByArn(String arn) {
        String prefix = rules.arn("");
        return arn.startsWith(prefix) ? rules.find(arn.substring(prefix.length())) : Optional.empty();
    }
}
