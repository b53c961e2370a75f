package io.millrace.server.service;

import io.millrace.server.alarm.AlarmOperations;
import io.millrace.server.alarm.AlarmTagOperations;
import io.millrace.server.alarm.MetricOperations;
import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DisableAlarmActionsRequest;
import software.amazon.awssdk.services.cloudwatch.model.EnableAlarmActionsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;
import software.amazon.awssdk.services.cloudwatch.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatch.model.UntagResourceRequest;

/** CloudWatch on the wire, which signs as {@code monitoring}. */
public final class AlarmService {
    /** CloudWatch API reference, PutMetricData: 1 MB. */
    private static final int MAX_BODY_BYTES = 1024 * 1024;

    private AlarmService() {}

    /** The service of these operations. */
    public static ServiceDefinition of(AlarmOperations alarms, AlarmTagOperations tags, MetricOperations metrics) {
        return ServiceDefinition.builder("monitoring")
                .maxBodyBytes(MAX_BODY_BYTES)
                .operation(PutMetricAlarmRequest.class, alarms::putMetricAlarm)
                .operation(DescribeAlarmsRequest.class, alarms::describeAlarms)
                .operation(DescribeAlarmHistoryRequest.class, alarms::describeAlarmHistory)
                .operation(DeleteAlarmsRequest.class, alarms::deleteAlarms)
                .operation(SetAlarmStateRequest.class, alarms::setAlarmState)
                .operation(EnableAlarmActionsRequest.class, alarms::enableAlarmActions)
                .operation(DisableAlarmActionsRequest.class, alarms::disableAlarmActions)
                .operation(TagResourceRequest.class, tags::tagResource)
                .operation(UntagResourceRequest.class, tags::untagResource)
                .operation(ListTagsForResourceRequest.class, tags::listTagsForResource)
                .operation(PutMetricDataRequest.class, metrics::putMetricData)
                .operation(GetMetricStatisticsRequest.class, metrics::getMetricStatistics)
                .operation(ListMetricsRequest.class, metrics::listMetrics)
                .build();
    }
}
