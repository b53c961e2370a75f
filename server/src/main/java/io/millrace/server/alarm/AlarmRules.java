package io.millrace.server.alarm;

import io.millrace.server.delivery.TargetArns;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;

/** What an alarm may be here: one on a statistic of one metric (CloudWatch API reference, PutMetricAlarm). */
final class AlarmRules {
    private static final Set<String> COMPARISONS = Set.of(
            "GreaterThanOrEqualToThreshold", "GreaterThanThreshold", "LessThanThreshold", "LessThanOrEqualToThreshold");
    private static final Set<String> MISSING = Set.of("breaching", "notBreaching", "ignore", "missing");
    private static final int MINUTE = 60;
    private static final int DAY = 86_400;

    private AlarmRules() {}

    static void check(PutMetricAlarmRequest request) {
        refuse(request.extendedStatistic(), "ExtendedStatistic");
        refuse(request.metrics().isEmpty() ? null : request.metrics(), "Metrics (several metrics, and mathematics)");
        refuse(request.thresholdMetricId(), "ThresholdMetricId");
        refuse(request.evaluateLowSampleCountPercentile(), "EvaluateLowSampleCountPercentile");
        require(request.namespace(), "Namespace");
        require(request.metricName(), "MetricName");
        require(request.statisticAsString(), "Statistic");
        require(request.period(), "Period");
        require(request.evaluationPeriods(), "EvaluationPeriods");
        require(request.threshold(), "Threshold");
        if (!COMPARISONS.contains(request.comparisonOperatorAsString())) {
            throw AlarmErrors.unsupported("The comparison " + request.comparisonOperatorAsString());
        }
        if (request.treatMissingData() != null && !MISSING.contains(request.treatMissingData())) {
            throw AlarmErrors.invalid("TreatMissingData must be breaching, notBreaching, ignore or missing.");
        }
        periods(request);
        for (List<String> actions :
                List.of(request.alarmActions(), request.okActions(), request.insufficientDataActions())) {
            actions.forEach(AlarmRules::action);
        }
    }

    private static void periods(PutMetricAlarmRequest request) {
        if (request.period() % MINUTE != 0) {
            throw AlarmErrors.unsupported("A Period that is no multiple of 60");
        }
        if ((long) request.period() * request.evaluationPeriods() > DAY) {
            throw AlarmErrors.combination("Metrics cannot be checked across more than a day"
                    + " (EvaluationPeriods * Period must be <= 86400).");
        }
        Integer needed = request.datapointsToAlarm();
        if (needed != null && needed > request.evaluationPeriods()) {
            throw AlarmErrors.combination("DatapointsToAlarm must not be more than EvaluationPeriods.");
        }
    }

    private static void action(String arn) {
        String kind = TargetArns.kind(arn).orElse("");
        if (!kind.equals(TargetArns.TOPIC) && !kind.equals(TargetArns.FUNCTION)) {
            throw AlarmErrors.unsupported("The action " + arn + ", which is neither a topic nor a function,");
        }
    }

    private static void refuse(@Nullable Object given, String member) {
        if (given != null) {
            throw AlarmErrors.unsupported(member);
        }
    }

    private static void require(@Nullable Object given, String member) {
        if (given == null) {
            throw AlarmErrors.missing("The parameter " + member + " is required for an alarm on one metric.");
        }
    }
}
