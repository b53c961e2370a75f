package io.millrace.cloudformation.resource.cloudwatch;

import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.sdk.Names;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.SdkHandler;
import io.millrace.cloudformation.resource.sdk.TagCalls;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.Tag;

/** What of {@code AWS::CloudWatch} can be deployed: alarms on one metric. */
public final class CloudWatchHandlers {
    // docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    private static final int MAX_NAME = 255;

    private CloudWatchHandlers() {}

    /** Alarms. */
    public static List<ResourceHandler> of(CloudWatchClient watch) {
        return List.of(SdkHandler.of("AWS::CloudWatch::Alarm")
                .replacedBy("AlarmName")
                .supports("ActionsEnabled", "AlarmActions", "AlarmDescription", "ComparisonOperator")
                .supports("DatapointsToAlarm", "Dimensions", "EvaluationPeriods", "InsufficientDataActions")
                .supports("MetricName", "Namespace", "OKActions", "Period", "Statistic", "Threshold")
                .supports("TreatMissingData", "Unit")
                .id(Names.at("AlarmName", MAX_NAME))
                .find(id -> !watch.describeAlarms(request -> request.alarmNames(id))
                        .metricAlarms()
                        .isEmpty())
                .create(wanted -> watch.putMetricAlarm(
                        request(wanted).toBuilder().tags(tags(wanted.tags())).build()))
                // Tags of an alarm that exists are ignored by PutMetricAlarm.
                .update(wanted -> watch.putMetricAlarm(request(wanted)))
                .delete(gone -> watch.deleteAlarms(request -> request.alarmNames(gone.id())))
                .attribute("Arn", CloudWatchHandlers::arn)
                .tags(new Tags(watch))
                .build());
    }

    private static PutMetricAlarmRequest request(ResourceProperties wanted) {
        return wanted.without("Tags")
                .with("AlarmName", wanted.id())
                .into(PutMetricAlarmRequest.builder())
                .build();
    }

    private static String arn(ResourceProperties alarm) {
        return "arn:aws:cloudwatch:" + alarm.stack().region() + ":"
                + alarm.stack().accountId() + ":alarm:" + alarm.id();
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private record Tags(CloudWatchClient watch) implements TagCalls {
        @Override
        public Map<String, String> read(ResourceProperties resource) {
            return watch.listTagsForResource(request -> request.resourceARN(arn(resource))).tags().stream()
                    .collect(Collectors.toMap(Tag::key, Tag::value));
        }

        @Override
        public void put(ResourceProperties resource, Map<String, String> tags) {
            watch.tagResource(request -> request.resourceARN(arn(resource)).tags(CloudWatchHandlers.tags(tags)));
        }

        @Override
        public void remove(ResourceProperties resource, List<String> keys) {
            watch.untagResource(request -> request.resourceARN(arn(resource)).tagKeys(keys));
        }
    }
}
