package io.millrace.server.alarm;

import io.millrace.catalog.page.Page;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServicePages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.DisableAlarmActionsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DisableAlarmActionsResponse;
import software.amazon.awssdk.services.cloudwatch.model.EnableAlarmActionsRequest;
import software.amazon.awssdk.services.cloudwatch.model.EnableAlarmActionsResponse;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmResponse;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateResponse;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

/** CloudWatch's operations on alarms. Thread-safe; each is one transaction. */
public final class AlarmOperations {
    private static final int PAGE = 50;
    private static final String UNCHECKED = "Unchecked: Initial alarm creation";

    private final Alarms alarms;
    private final AlarmChanges changes;
    private final ResourceTags tags;
    private final ServicePages pages;

    /** Operations on these alarms. */
    public AlarmOperations(Alarms alarms, AlarmChanges changes, ResourceTags tags, ServicePages pages) {
        this.alarms = alarms;
        this.changes = changes;
        this.tags = tags;
        this.pages = pages;
    }

    /** Makes an alarm, or replaces all but the state of one. */
    public PutMetricAlarmResponse putMetricAlarm(PutMetricAlarmRequest request) {
        AlarmRules.check(request);
        alarms.jdbi().useTransaction(handle -> {
            Optional<MetricAlarm> before = alarms.find(request.alarmName());
            MetricAlarm alarm = alarm(request, before);
            alarms.put(alarm);
            boolean tagged = before.isPresent()
                    || tags.add(alarm.alarmArn(), ResourceTags.map(request.tags(), Tag::key, Tag::value));
            if (!tagged) {
                throw AlarmErrors.invalid("An alarm can have up to " + ResourceTags.MAX_TAGS + " tags.");
            }
            alarms.note(
                    alarm.alarmName(),
                    HistoryItemType.CONFIGURATION_UPDATE,
                    "Alarm \"" + alarm.alarmName() + "\" " + (before.isPresent() ? "updated" : "created"),
                    "{}");
        });
        return PutMetricAlarmResponse.builder().build();
    }

    private MetricAlarm alarm(PutMetricAlarmRequest request, Optional<MetricAlarm> before) {
        Instant now = alarms.now();
        return before.map(MetricAlarm::toBuilder)
                .orElseGet(() -> MetricAlarm.builder()
                        .alarmName(request.alarmName())
                        .alarmArn(alarms.arn(request.alarmName()))
                        .stateValue(StateValue.INSUFFICIENT_DATA)
                        .stateReason(UNCHECKED)
                        .stateUpdatedTimestamp(now)
                        .stateTransitionedTimestamp(now))
                .alarmConfigurationUpdatedTimestamp(now)
                .alarmDescription(request.alarmDescription())
                .actionsEnabled(!Boolean.FALSE.equals(request.actionsEnabled()))
                .alarmActions(request.alarmActions())
                .okActions(request.okActions())
                .insufficientDataActions(request.insufficientDataActions())
                .namespace(request.namespace())
                .metricName(request.metricName())
                .dimensions(request.dimensions())
                .statistic(request.statisticAsString())
                .unit(request.unitAsString())
                .period(request.period())
                .evaluationPeriods(request.evaluationPeriods())
                .datapointsToAlarm(request.datapointsToAlarm())
                .threshold(request.threshold())
                .comparisonOperator(request.comparisonOperatorAsString())
                .treatMissingData(request.treatMissingData())
                .build();
    }

    /** A page of alarms by name. */
    public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
        if (request.childrenOfAlarmName() != null || request.parentsOfAlarmName() != null) {
            throw AlarmErrors.unsupported("ChildrenOfAlarmName (there are no composite alarms)");
        }
        boolean metric = request.alarmTypesAsStrings().isEmpty()
                || request.alarmTypesAsStrings().contains("MetricAlarm");
        String prefix = request.alarmNamePrefix() == null ? "" : request.alarmNamePrefix();
        Page<MetricAlarm> page = pages.page(
                "DescribeAlarms/" + prefix + request.alarmNames() + request.stateValueAsString(),
                request.nextToken(),
                request.maxRecords() == null ? PAGE : request.maxRecords(),
                (after, most) -> alarms.list(prefix, after).stream()
                        .filter(alarm -> metric && matches(alarm, request))
                        .limit(most)
                        .toList(),
                MetricAlarm::alarmName);
        return DescribeAlarmsResponse.builder()
                .metricAlarms(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private static boolean matches(MetricAlarm alarm, DescribeAlarmsRequest request) {
        List<String> actions = new ArrayList<>(alarm.alarmActions());
        actions.addAll(alarm.okActions());
        actions.addAll(alarm.insufficientDataActions());
        return (request.alarmNames().isEmpty() || request.alarmNames().contains(alarm.alarmName()))
                && sameOrAny(request.stateValueAsString(), alarm.stateValueAsString())
                && (request.actionPrefix() == null
                        || actions.stream().anyMatch(action -> action.startsWith(request.actionPrefix())));
    }

    private static boolean sameOrAny(@Nullable String wanted, String found) {
        return wanted == null || Objects.equals(wanted, found);
    }

    /** Removes alarms: all or, if one is not there, none. */
    public DeleteAlarmsResponse deleteAlarms(DeleteAlarmsRequest request) {
        alarms.jdbi().useTransaction(handle -> {
            for (String name : request.alarmNames()) {
                MetricAlarm alarm = alarms.load(name);
                alarms.delete(name);
                tags.removeAll(alarm.alarmArn());
            }
        });
        return DeleteAlarmsResponse.builder().build();
    }

    /** Sets a state until the alarm is next looked at, to try what follows it. */
    public SetAlarmStateResponse setAlarmState(SetAlarmStateRequest request) {
        alarms.jdbi().useTransaction(handle -> {
            MetricAlarm alarm = alarms.load(request.alarmName());
            if (alarm.stateValue() != request.stateValue()) {
                String data = request.stateReasonData() == null ? "" : request.stateReasonData();
                changes.change(alarm, request.stateValue(), request.stateReason(), data);
            }
        });
        return SetAlarmStateResponse.builder().build();
    }

    /** Lets changes of state have their actions. */
    public EnableAlarmActionsResponse enableAlarmActions(EnableAlarmActionsRequest request) {
        setActions(request.alarmNames(), true);
        return EnableAlarmActionsResponse.builder().build();
    }

    /** Keeps changes of state from having actions. */
    public DisableAlarmActionsResponse disableAlarmActions(DisableAlarmActionsRequest request) {
        setActions(request.alarmNames(), false);
        return DisableAlarmActionsResponse.builder().build();
    }

    /** As on CloudWatch, names of no alarm are passed over. */
    private void setActions(List<String> names, boolean enabled) {
        alarms.jdbi()
                .useTransaction(handle -> names.forEach(name -> alarms.find(name)
                        .ifPresent(alarm -> alarms.put(
                                alarm.toBuilder().actionsEnabled(enabled).build()))));
    }

    /** What has happened to alarms, the newest first, on one page. */
    public DescribeAlarmHistoryResponse describeAlarmHistory(DescribeAlarmHistoryRequest request) {
        if (request.nextToken() != null) {
            throw AlarmErrors.unsupported("NextToken (the first page has everything up to MaxRecords)");
        }
        int most = request.maxRecords() == null ? 100 : request.maxRecords();
        return DescribeAlarmHistoryResponse.builder()
                .alarmHistoryItems(alarms
                        .history(
                                Optional.ofNullable(request.alarmName()),
                                Optional.ofNullable(request.historyItemTypeAsString()),
                                request.startDate() == null ? Instant.EPOCH : request.startDate(),
                                request.endDate() == null ? alarms.now() : request.endDate())
                        .stream()
                        .limit(most)
                        .toList())
                .build();
    }
}
