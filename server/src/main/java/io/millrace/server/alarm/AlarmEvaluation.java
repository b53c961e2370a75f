package io.millrace.server.alarm;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * What the data points of an alarm's periods say (CloudWatch User Guide, "Evaluating an alarm"). Periods end with the minute that is
 * running, so a breach counts as soon as it is known. Missing ones count as the alarm says; with {@code missing} they count for nothing
 * unless all are. Pure.
 */
final class AlarmEvaluation {
    private AlarmEvaluation() {}

    /**
     * What an alarm should be.
     *
     * @param state the state; empty for the one that it has
     * @param values of the periods that have data, the newest first
     */
    record Outcome(Optional<StateValue> state, String reason, List<Double> values) {}

    /** The end of the newest period. */
    static Instant end(Instant now) {
        return Metrics.floor(now).plus(Metrics.MINUTE);
    }

    /** The beginning of the oldest. */
    static Instant start(MetricAlarm alarm, Instant now) {
        return end(now).minus(Duration.ofSeconds((long) alarm.period() * alarm.evaluationPeriods()));
    }

    /** @param minutes the metric's data points since {@link #start} */
    static Outcome evaluate(MetricAlarm alarm, NavigableMap<Instant, Samples> minutes, Instant now) {
        List<Double> values = new ArrayList<>();
        Instant end = end(now);
        for (int i = 0; i < alarm.evaluationPeriods(); i++) {
            Instant start = end.minusSeconds(alarm.period());
            minutes.subMap(start, true, end, false).values().stream()
                    .reduce(Samples::plus)
                    .map(samples -> samples.statistic(alarm.statisticAsString()))
                    .ifPresent(values::add);
            end = start;
        }
        return outcome(alarm, values);
    }

    private static Outcome outcome(MetricAlarm alarm, List<Double> values) {
        int missing = alarm.evaluationPeriods() - values.size();
        String treatment = alarm.treatMissingData() == null ? "missing" : alarm.treatMissingData();
        int breaching =
                (int) values.stream().filter(value -> breaches(alarm, value)).count()
                        + (treatment.equals("breaching") ? missing : 0);
        int needed = alarm.datapointsToAlarm() == null ? alarm.evaluationPeriods() : alarm.datapointsToAlarm();
        String told = "%d of the last %d datapoints %s".formatted(breaching, alarm.evaluationPeriods(), values);
        if (values.isEmpty() && treatment.equals("ignore")) {
            return new Outcome(Optional.empty(), "No datapoints were received.", values);
        }
        if (values.isEmpty() && treatment.equals("missing")) {
            return new Outcome(
                    Optional.of(StateValue.INSUFFICIENT_DATA),
                    "Insufficient Data: %d datapoints were unknown.".formatted(missing),
                    values);
        }
        // Where missing periods count for nothing, those that are known must be enough.
        boolean alarms = breaching >= needed
                || (treatment.equals("missing")
                        && missing > 0
                        && breaching == values.size()
                        && breaching > 0
                        && needed >= alarm.evaluationPeriods());
        return alarms
                ? new Outcome(
                        Optional.of(StateValue.ALARM),
                        "Threshold Crossed: %s breach the threshold (%s).".formatted(told, alarm.threshold()),
                        values)
                : new Outcome(
                        Optional.of(StateValue.OK),
                        "Threshold not crossed: %s breach the threshold (%s); missing ones count as %s."
                                .formatted(told, alarm.threshold(), treatment),
                        values);
    }

    private static boolean breaches(MetricAlarm alarm, double value) {
        return switch (alarm.comparisonOperator()) {
            case GREATER_THAN_OR_EQUAL_TO_THRESHOLD -> value >= alarm.threshold();
            case GREATER_THAN_THRESHOLD -> value > alarm.threshold();
            case LESS_THAN_THRESHOLD -> value < alarm.threshold();
            case LESS_THAN_OR_EQUAL_TO_THRESHOLD -> value <= alarm.threshold();
            default -> throw new IllegalStateException("Unchecked: " + alarm.comparisonOperatorAsString());
        };
    }
}
