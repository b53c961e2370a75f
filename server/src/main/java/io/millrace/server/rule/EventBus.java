package io.millrace.server.rule;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.server.delivery.Deliveries;
import io.millrace.server.delivery.Delivery;
import io.millrace.server.delivery.TargetArns;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.RetryPolicy;
import software.amazon.awssdk.services.eventbridge.model.Target;

/** The default event bus: finds the rules of an event and queues it for their targets. Thread-safe. */
public final class EventBus {
    private final Rules rules;
    private final Deliveries deliveries;
    private final InstantSource clock;
    private final List<Runnable> looks = new CopyOnWriteArrayList<>();

    /** The bus of these rules. */
    public EventBus(Rules rules, Deliveries deliveries, InstantSource clock) {
        this.rules = rules;
        this.deliveries = deliveries;
        this.clock = clock;
    }

    /**
     * Adds a source that finds its events by looking. It looks once more before a rule gets targets: what happened before that is none of the
     * new target's events, however late it would be found.
     */
    public void addSource(Runnable look) {
        looks.add(look);
    }

    /** Publishes what has happened until now. Not in a transaction. */
    void catchUp() {
        looks.forEach(Runnable::run);
    }

    String region() {
        return rules.region();
    }

    /**
     * Sends events to the targets of the rules that they match. When this returns, what will be delivered is in the database: all or
     * nothing, and part of the transaction that the calling thread is in.
     */
    public void publish(List<BusEvent> events) {
        rules.jdbi().useTransaction(handle -> {
            for (BusEvent event : events) {
                ObjectNode envelope = event.envelope(rules.region());
                for (String rule : EventPatterns.matching(rules.machine(), envelope)) {
                    rules.find(rule).ifPresent(found -> send(found, event.id(), envelope));
                }
            }
        });
    }

    /** Queues an event for the targets of one rule. */
    void send(DescribeRuleResponse rule, String eventId, ObjectNode envelope) {
        Instant now = clock.instant();
        for (Target target : rules.targets(rule.name())) {
            RetryPolicy retry = target.retryPolicy();
            int retries = retry == null || retry.maximumRetryAttempts() == null
                    ? Delivery.DEFAULT_RETRIES
                    : retry.maximumRetryAttempts();
            int age = retry == null || retry.maximumEventAgeInSeconds() == null
                    ? Delivery.DEFAULT_MAX_AGE_SECONDS
                    : retry.maximumEventAgeInSeconds();
            deliveries.add(Delivery.of(
                    String.join("/", eventId, rule.name(), target.id()),
                    rule.arn(),
                    TargetArns.kind(target.arn()).orElse(target.arn()),
                    // Functions and topics have policies of their own; a pipeline is started with the target's role.
                    target.roleArn() == null ? target.arn() : target.arn() + Delivery.ROLE_FOLLOWS + target.roleArn(),
                    TargetInput.of(target, rule, envelope, now),
                    retries,
                    now,
                    now.plusSeconds(age)));
        }
    }
}
