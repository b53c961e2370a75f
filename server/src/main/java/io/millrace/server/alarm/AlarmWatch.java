package io.millrace.server.alarm;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.server.alarm.AlarmEvaluation.Outcome;
import io.millrace.server.work.RepeatedWork;
import java.time.Duration;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/** Looks at every alarm every ten seconds, and forgets old data points and history once in an hour. */
public final class AlarmWatch implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(10);
    private static final Duration PRUNE_EVERY = Duration.ofHours(1);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Alarms alarms;
    private final Metrics metrics;
    private final AlarmChanges changes;
    private final RepeatedWork watching = new RepeatedWork("alarms", "Alarms cannot be looked at");

    /** A watch that looks at nothing until {@link #start}. */
    public AlarmWatch(Alarms alarms, Metrics metrics, AlarmChanges changes) {
        this.alarms = alarms;
        this.metrics = metrics;
        this.changes = changes;
    }

    /** Looks from now on. Once. */
    public void start() {
        watching.every(LOOK_EVERY, LOOK_EVERY, this::look);
        watching.every(PRUNE_EVERY, PRUNE_EVERY, this::prune);
    }

    private void prune() {
        metrics.prune();
        alarms.prune();
    }

    void look() {
        alarms.list("", "")
                .forEach(alarm -> alarms.jdbi()
                        .useTransaction(handle -> alarms.find(alarm.alarmName()).ifPresent(this::look)));
    }

    private void look(MetricAlarm alarm) {
        Instant now = alarms.now();
        NavigableMap<Instant, Samples> minutes = metrics.read(
                MetricName.of(alarm.namespace(), alarm.metricName(), alarm.dimensions()),
                Optional.ofNullable(alarm.unitAsString()),
                AlarmEvaluation.start(alarm, now),
                AlarmEvaluation.end(now));
        Outcome outcome = AlarmEvaluation.evaluate(alarm, minutes, now);
        outcome.state()
                .filter(state -> state != alarm.stateValue())
                .ifPresent(state -> changes.change(alarm, state, outcome.reason(), data(alarm, outcome)));
    }

    private static String data(MetricAlarm alarm, Outcome outcome) {
        ObjectNode data = JSON.createObjectNode();
        data.put("version", "1.0");
        data.put("statistic", alarm.statisticAsString());
        data.put("period", alarm.period());
        outcome.values().forEach(data.putArray("recentDatapoints")::add);
        data.put("threshold", alarm.threshold());
        return data.toString();
    }

    @Override
    public void close() {
        watching.close();
    }
}
