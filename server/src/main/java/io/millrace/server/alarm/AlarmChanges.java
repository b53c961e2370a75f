package io.millrace.server.alarm;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.server.delivery.Deliveries;
import io.millrace.server.delivery.Delivery;
import io.millrace.server.delivery.TargetArns;
import io.millrace.server.resource.ServiceArns;
import io.millrace.server.rule.ServiceEvents;
import io.millrace.server.topic.TopicFamily;
import io.millrace.server.wire.ServiceException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/**
 * Changes alarms' states, and does what follows: the actions of the new state, an event on the bus, a line of the history. All of it is
 * one transaction, so that each change is told exactly once. Thread-safe.
 */
public final class AlarmChanges {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int FUNCTION_RETRIES = 2;
    private static final Duration FUNCTION_AGE = Duration.ofHours(6);

    private final Alarms alarms;
    private final TopicFamily topics;
    private final Deliveries deliveries;
    private final ServiceEvents events;

    /** Changes of these alarms, told to topics, functions and the bus. */
    public AlarmChanges(Alarms alarms, TopicFamily topics, Deliveries deliveries, ServiceEvents events) {
        this.alarms = alarms;
        this.topics = topics;
        this.deliveries = deliveries;
        this.events = events;
    }

    /** @param data JSON that says more than the reason; empty for none */
    void change(MetricAlarm before, StateValue state, String reason, String data) {
        alarms.jdbi().useTransaction(handle -> {
            Instant now = alarms.now();
            MetricAlarm after = before.toBuilder()
                    .stateValue(state)
                    .stateReason(reason)
                    .stateReasonData(data.isEmpty() ? null : data)
                    .stateUpdatedTimestamp(now)
                    .stateTransitionedTimestamp(now)
                    .build();
            alarms.put(after);
            alarms.note(
                    after.alarmName(),
                    HistoryItemType.STATE_UPDATE,
                    "Alarm updated from " + before.stateValue() + " to " + state,
                    detail(before, after).toString());
            events.alarmChanged(after.alarmArn(), detail(before, after));
            if (Boolean.TRUE.equals(after.actionsEnabled())) {
                actions(after).forEach(action -> act(action, before, after));
            }
        });
    }

    private static List<String> actions(MetricAlarm alarm) {
        return switch (alarm.stateValue()) {
            case ALARM -> alarm.alarmActions();
            case OK -> alarm.okActions();
            default -> alarm.insufficientDataActions();
        };
    }

    private void act(String action, MetricAlarm before, MetricAlarm after) {
        try {
            if (TargetArns.kind(action).orElse("").equals(TargetArns.TOPIC)) {
                String subject = after.stateValue() + ": \"" + after.alarmName() + "\" in " + alarms.region();
                topics.send(action, subject, notice(before, after).toString());
            } else {
                deliveries.add(Delivery.of(
                        UUID.randomUUID().toString(),
                        after.alarmArn(),
                        TargetArns.FUNCTION,
                        action,
                        payload(before, after).toString(),
                        FUNCTION_RETRIES,
                        alarms.now(),
                        alarms.now().plus(FUNCTION_AGE)));
            }
            note(after, "Successfully executed action " + action);
        } catch (ServiceException e) {
            // The state has changed all the same; the history says that nobody was told.
            note(after, "Failed to execute action " + action + ": " + e.getMessage());
        }
    }

    private void note(MetricAlarm alarm, String summary) {
        alarms.note(alarm.alarmName(), HistoryItemType.ACTION, summary, "{}");
    }

    /** CloudWatch User Guide, "Alarm events and EventBridge". */
    private static ObjectNode detail(MetricAlarm before, MetricAlarm after) {
        ObjectNode detail = JSON.createObjectNode();
        detail.put("alarmName", after.alarmName());
        detail.set("state", state(after));
        detail.set("previousState", state(before));
        ObjectNode configuration = detail.putObject("configuration");
        if (after.alarmDescription() != null) {
            configuration.put("description", after.alarmDescription());
        }
        ObjectNode metric = configuration.putArray("metrics").addObject();
        metric.put("id", "m1").put("returnData", true);
        ObjectNode stat = metric.putObject("metricStat");
        ObjectNode name = stat.putObject("metric");
        name.put("namespace", after.namespace()).put("name", after.metricName());
        ObjectNode dimensions = name.putObject("dimensions");
        after.dimensions().forEach(dimension -> dimensions.put(dimension.name(), dimension.value()));
        stat.put("period", after.period()).put("stat", after.statisticAsString());
        return detail;
    }

    private static ObjectNode state(MetricAlarm alarm) {
        ObjectNode state = JSON.createObjectNode();
        state.put("value", alarm.stateValueAsString());
        state.put("reason", alarm.stateReason());
        if (alarm.stateReasonData() != null) {
            state.put("reasonData", alarm.stateReasonData());
        }
        state.put("timestamp", alarm.stateUpdatedTimestamp().toString());
        return state;
    }

    /** What functions get (CloudWatch User Guide, "Invoke a Lambda function from an alarm"). */
    private ObjectNode payload(MetricAlarm before, MetricAlarm after) {
        ObjectNode payload = JSON.createObjectNode();
        payload.put("source", "aws.cloudwatch");
        payload.put("alarmArn", after.alarmArn());
        payload.put("accountId", ServiceArns.ACCOUNT);
        payload.put("time", after.stateUpdatedTimestamp().toString());
        payload.put("region", alarms.region());
        payload.set("alarmData", detail(before, after));
        return payload;
    }

    /** What topics get. */
    private ObjectNode notice(MetricAlarm before, MetricAlarm after) {
        ObjectNode notice = JSON.createObjectNode();
        notice.put("AlarmName", after.alarmName());
        notice.put("AlarmDescription", after.alarmDescription());
        notice.put("AWSAccountId", ServiceArns.ACCOUNT);
        notice.put("NewStateValue", after.stateValueAsString());
        notice.put("NewStateReason", after.stateReason());
        notice.put("StateChangeTime", after.stateUpdatedTimestamp().toString());
        notice.put("Region", alarms.region());
        notice.put("AlarmArn", after.alarmArn());
        notice.put("OldStateValue", before.stateValueAsString());
        ObjectNode trigger = notice.putObject("Trigger");
        trigger.put("MetricName", after.metricName());
        trigger.put("Namespace", after.namespace());
        trigger.put("StatisticType", "Statistic");
        trigger.put("Statistic", after.statisticAsString());
        trigger.put("Unit", after.unitAsString());
        ArrayNode dimensions = trigger.putArray("Dimensions");
        after.dimensions()
                .forEach(dimension ->
                        dimensions.addObject().put("value", dimension.value()).put("name", dimension.name()));
        trigger.put("Period", after.period());
        trigger.put("EvaluationPeriods", after.evaluationPeriods());
        trigger.put("ComparisonOperator", after.comparisonOperatorAsString());
        trigger.put("Threshold", after.threshold());
        trigger.put("TreatMissingData", after.treatMissingData() == null ? "missing" : after.treatMissingData());
        return notice;
    }
}
