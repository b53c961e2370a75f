package io.millrace.server.alarm;

import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import io.millrace.server.resource.Documents;
import io.millrace.server.resource.ServiceArns;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.AlarmType;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/** The alarms and their history, which is kept for thirty days. Calls join the transaction that the calling thread is in. Thread-safe. */
public final class Alarms {
    /** CloudWatch API reference, DescribeAlarmHistory. */
    private static final Duration HISTORY = Duration.ofDays(30);

    private final Jdbi jdbi;
    private final Documents<MetricAlarm> alarms;
    private final ServiceArns arns;
    private final InstantSource clock;

    /**
     * The alarms in a database with the server's migrations.
     *
     * @param region of their ARNs
     */
    public Alarms(Jdbi jdbi, String region, InstantSource clock) {
        this.jdbi = jdbi;
        this.alarms =
                new Documents<>(jdbi, "cloudwatch/alarm", MetricAlarm.class, () -> (SdkPojo) MetricAlarm.builder());
        this.arns = new ServiceArns("cloudwatch", region);
        this.clock = clock;
    }

    Jdbi jdbi() {
        return jdbi;
    }

    Instant now() {
        return clock.instant();
    }

    String region() {
        return arns.region();
    }

    String arn(String name) {
        return arns.of("alarm:" + name);
    }

    /** The name in an alarm's ARN; empty if it is none of this server's. */
    Optional<String> nameIn(String arn) {
        String prefix = arn("");
        return arn.startsWith(prefix) ? Optional.of(arn.substring(prefix.length())) : Optional.empty();
    }

    Optional<MetricAlarm> find(String name) {
        return alarms.find(name);
    }

    MetricAlarm load(String name) {
        return find(name).orElseThrow(() -> AlarmErrors.noAlarm(name));
    }

    List<MetricAlarm> list(String prefix, String after) {
        return alarms.list(prefix, after, Integer.MAX_VALUE);
    }

    void put(MetricAlarm alarm) {
        alarms.put(alarm.alarmName(), alarm);
    }

    void delete(String name) {
        alarms.delete(name);
    }

    void note(String alarm, HistoryItemType kind, String summary, String data) {
        AlarmHistoryItem item = AlarmHistoryItem.builder()
                .alarmName(alarm)
                .alarmType(AlarmType.METRIC_ALARM)
                .historyItemType(kind)
                .historySummary(summary)
                .historyData(data)
                .timestamp(now())
                .build();
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO alarm_history (alarm, kind, at_millis, document) VALUES (?, ?, ?, ?)",
                alarm,
                kind.toString(),
                item.timestamp().toEpochMilli(),
                new String(SdkJsonWriter.write(item), StandardCharsets.UTF_8)));
    }

    /** What has happened since a time and before another, the newest first. */
    List<AlarmHistoryItem> history(Optional<String> alarm, Optional<String> kind, Instant from, Instant to) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT document FROM alarm_history WHERE (? = '' OR alarm = ?) AND (? = '' OR kind = ?)"
                                + " AND at_millis >= ? AND at_millis <= ? ORDER BY at_millis DESC, number DESC",
                        alarm.orElse(""),
                        alarm.orElse(""),
                        kind.orElse(""),
                        kind.orElse(""),
                        from.toEpochMilli(),
                        to.toEpochMilli())
                .mapTo(String.class)
                .map(json -> SdkJsonReader.read(
                        json.getBytes(StandardCharsets.UTF_8),
                        (SdkPojo) AlarmHistoryItem.builder(),
                        AlarmHistoryItem.class))
                .list());
    }

    /** Forgets what happened more than thirty days ago. */
    void prune() {
        jdbi.useHandle(handle -> handle.execute(
                "DELETE FROM alarm_history WHERE at_millis < ?",
                now().minus(HISTORY).toEpochMilli()));
    }
}
