package io.millrace.server.rule;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.schedule.AwsSchedule;
import io.millrace.server.delivery.DueTimes;
import io.millrace.server.delivery.DueTimes.DueTime;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.eventbridge.model.DescribeRuleResponse;
import software.amazon.awssdk.services.eventbridge.model.RuleState;

/** The rules with a schedule, in UTC: each due time is an event "Scheduled Event" for the rule's targets. Thread-safe. */
public final class RuleSchedules implements DueTimes.Firing {
    /** Their kind in the journal. */
    private static final String KIND = "events/rule";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Rules rules;
    private final EventBus bus;
    private final DueTimes times;
    private final InstantSource clock;

    /** The schedules of these rules, fired by {@code times}. */
    public RuleSchedules(Rules rules, EventBus bus, DueTimes times, InstantSource clock) {
        this.rules = rules;
        this.bus = bus;
        this.times = times;
        this.clock = clock;
        times.firing(KIND, this);
    }

    /** Throws ValidationException for an expression that is none. */
    static void check(String expression) {
        try {
            AwsSchedule.parse(expression);
        } catch (CatalogException e) {
            throw RuleErrors.invalid("Parameter ScheduleExpression is not valid. " + e.getMessage());
        }
    }

    /** Takes note of a rule that was added or changed: its next time counts from now. */
    void changed(DescribeRuleResponse rule) {
        Instant now = clock.instant();
        times.set(KIND, rule.name(), next(rule, now, now));
    }

    void removed(String name) {
        times.set(KIND, name, Optional.empty());
    }

    private static Optional<DueTime> next(DescribeRuleResponse rule, Instant after, Instant since) {
        if (rule.scheduleExpression() == null || rule.state() != RuleState.ENABLED) {
            return Optional.empty();
        }
        return AwsSchedule.parse(rule.scheduleExpression())
                .nextAfter(after, since)
                .map(DueTime::at);
    }

    @Override
    public Optional<DueTime> fire(String name, DueTime due) {
        return rules.find(name).flatMap(rule -> {
            // The id follows from the time, so that no second event of it can be queued.
            String id = UUID.nameUUIDFromBytes((rule.arn() + "@" + due.scheduled()).getBytes(StandardCharsets.UTF_8))
                    .toString();
            BusEvent event = new BusEvent(
                    id, "aws.events", "Scheduled Event", due.scheduled(), List.of(rule.arn()), JSON.createObjectNode());
            bus.send(rule, id, event.envelope(rules.region()));
            return next(rule, clock.instant(), due.scheduled());
        });
    }
}
