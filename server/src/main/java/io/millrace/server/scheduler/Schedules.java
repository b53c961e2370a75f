package io.millrace.server.scheduler;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.server.delivery.Deliveries;
import io.millrace.server.delivery.Delivery;
import io.millrace.server.delivery.DueTimes;
import io.millrace.server.delivery.DueTimes.DueTime;
import io.millrace.server.delivery.TargetArns;
import io.millrace.server.resource.Documents;
import io.millrace.server.resource.ServiceArns;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.RetryPolicy;
import software.amazon.awssdk.services.scheduler.model.Target;

/**
 * The schedules of all groups, and what happens when one is due: its input is queued for its target, once for each time. Thread-safe.
 */
public final class Schedules implements DueTimes.Firing {
    private static final String KIND = "scheduler/schedule";

    private final Jdbi jdbi;
    private final Documents<GetScheduleResponse> schedules;
    private final ServiceArns arns;
    private final Deliveries deliveries;
    private final DueTimes times;
    private final InstantSource clock;

    /**
     * The schedules in a database with the server's migrations.
     *
     * @param region of their ARNs
     */
    public Schedules(Jdbi jdbi, String region, Deliveries deliveries, DueTimes times, InstantSource clock) {
        this.jdbi = jdbi;
        this.schedules =
                new Documents<>(jdbi, KIND, GetScheduleResponse.class, () -> (SdkPojo) GetScheduleResponse.builder());
        this.arns = new ServiceArns("scheduler", region);
        this.deliveries = deliveries;
        this.times = times;
        this.clock = clock;
        times.firing(KIND, this);
    }

    Jdbi jdbi() {
        return jdbi;
    }

    Instant now() {
        return clock.instant();
    }

    String arn(String group, String name) {
        return arns.of("schedule/" + group + "/" + name);
    }

    String groupArn(String group) {
        return arns.of("schedule-group/" + group);
    }

    private static String key(String group, String name) {
        return group + "/" + name;
    }

    Optional<GetScheduleResponse> find(String group, String name) {
        return schedules.find(key(group, name));
    }

    /** The schedules after a key {@code group/name}. */
    List<GetScheduleResponse> list(String prefix, String after) {
        return schedules.list(prefix, after, Integer.MAX_VALUE);
    }

    void put(GetScheduleResponse schedule) {
        String key = key(schedule.groupName(), schedule.name());
        jdbi.useTransaction(handle -> {
            schedules.put(key, schedule);
            times.set(KIND, key, ScheduleTimes.first(schedule, clock.instant()));
        });
    }

    boolean delete(String group, String name) {
        return jdbi.inTransaction(handle -> {
            times.set(KIND, key(group, name), Optional.empty());
            deliveries.forget(arn(group, name));
            return schedules.delete(key(group, name));
        });
    }

    @Override
    public Optional<DueTime> fire(String key, DueTime due) {
        return schedules.find(key).flatMap(schedule -> {
            send(schedule, due.scheduled());
            Optional<DueTime> next = ScheduleTimes.next(schedule, due.scheduled(), clock.instant());
            if (next.isEmpty() && schedule.actionAfterCompletion() == ActionAfterCompletion.DELETE) {
                schedules.delete(key);
            }
            return next;
        });
    }

    private void send(GetScheduleResponse schedule, Instant scheduled) {
        Target target = schedule.target();
        Instant now = clock.instant();
        // The id follows from the time, so that no second delivery of it can be queued.
        String id = UUID.nameUUIDFromBytes((schedule.arn() + "@" + scheduled).getBytes(StandardCharsets.UTF_8))
                .toString();
        RetryPolicy retry = target.retryPolicy();
        deliveries.add(Delivery.of(
                id,
                schedule.arn(),
                TargetArns.kind(target.arn()).orElse(target.arn()),
                target.arn(),
                input(schedule, id, scheduled),
                retry == null || retry.maximumRetryAttempts() == null
                        ? Delivery.DEFAULT_RETRIES
                        : retry.maximumRetryAttempts(),
                now,
                now.plusSeconds(
                        retry == null || retry.maximumEventAgeInSeconds() == null
                                ? Delivery.DEFAULT_MAX_AGE_SECONDS
                                : retry.maximumEventAgeInSeconds())));
    }

    /** EventBridge Scheduler User Guide, "Adding context attributes". */
    private static String input(GetScheduleResponse schedule, String id, Instant scheduled) {
        String input = schedule.target().input();
        if (input == null) {
            return "{}";
        }
        return input.replace("<aws.scheduler.schedule-arn>", inString(schedule.arn()))
                .replace(
                        "<aws.scheduler.scheduled-time>",
                        scheduled.truncatedTo(ChronoUnit.SECONDS).toString())
                .replace("<aws.scheduler.execution-id>", id)
                .replace("<aws.scheduler.attempt-number>", "1");
    }

    private static String inString(String text) {
        String quoted = JsonNodeFactory.instance.textNode(text).toString();
        return quoted.substring(1, quoted.length() - 1);
    }
}
