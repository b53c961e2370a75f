package io.millrace.cloudformation.resource.logs;

import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.sdk.Names;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.SdkHandler;
import io.millrace.cloudformation.resource.sdk.TagCalls;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;

/** What of {@code AWS::Logs} can be deployed: log groups. */
public final class LogsHandlers {
    // docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html
    private static final int MAX_NAME = 512;
    private static final String RETENTION = "RetentionInDays";

    private LogsHandlers() {}

    /** Log groups. */
    public static List<ResourceHandler> of(CloudWatchLogsClient logs) {
        return List.of(SdkHandler.of("AWS::Logs::LogGroup")
                .replacedBy("LogGroupName")
                .supports(RETENTION)
                .id(Names.at("LogGroupName", MAX_NAME))
                .find(id ->
                        logs.describeLogGroupsPaginator(request -> request.logGroupNamePrefix(id)).logGroups().stream()
                                .anyMatch(group -> group.logGroupName().equals(id)))
                .create(wanted -> {
                    logs.createLogGroup(wanted.with("LogGroupName", wanted.id())
                            .without(RETENTION)
                            .withTags()
                            .into(CreateLogGroupRequest.builder())
                            .build());
                    retain(logs, wanted);
                })
                .update(wanted -> retain(logs, wanted))
                .delete(gone -> logs.deleteLogGroup(request -> request.logGroupName(gone.id())))
                .attribute("Arn", group -> arn(group) + ":*")
                .tags(new Tags(logs))
                .build());
    }

    private static void retain(CloudWatchLogsClient logs, ResourceProperties group) {
        Optional<String> days = group.text(RETENTION);
        if (days.isPresent()) {
            logs.putRetentionPolicy(
                    request -> request.logGroupName(group.id()).retentionInDays(Integer.valueOf(days.get())));
        } else {
            logs.deleteRetentionPolicy(request -> request.logGroupName(group.id()));
        }
    }

    private static String arn(ResourceProperties group) {
        return "arn:aws:logs:" + group.stack().region() + ":" + group.stack().accountId() + ":log-group:" + group.id();
    }

    private record Tags(CloudWatchLogsClient logs) implements TagCalls {
        @Override
        public Map<String, String> read(ResourceProperties resource) {
            return logs.listTagsForResource(request -> request.resourceArn(arn(resource)))
                    .tags();
        }

        @Override
        public void put(ResourceProperties resource, Map<String, String> tags) {
            logs.tagResource(request -> request.resourceArn(arn(resource)).tags(tags));
        }

        @Override
        public void remove(ResourceProperties resource, List<String> keys) {
            logs.untagResource(request -> request.resourceArn(arn(resource)).tagKeys(keys));
        }
    }
}
