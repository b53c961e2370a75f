package io.millrace.server.service;

import io.millrace.server.logs.LogEventOperations;
import io.millrace.server.logs.LogGroupOperations;
import io.millrace.server.logs.LogStreamOperations;
import io.millrace.server.logs.LogTagOperations;
import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogStreamsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.GetLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.TagResourceRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.UntagResourceRequest;

/** CloudWatch Logs on the wire. */
public final class LogService {
    private static final int MAX_BODY_BYTES = 256 * 1024;

    private LogService() {}

    /** The service of these operations. */
    public static ServiceDefinition of(
            LogGroupOperations groups, LogStreamOperations streams, LogEventOperations events, LogTagOperations tags) {
        return ServiceDefinition.builder("logs")
                .maxBodyBytes(MAX_BODY_BYTES)
                .operation(CreateLogGroupRequest.class, groups::createLogGroup)
                .operation(DeleteLogGroupRequest.class, groups::deleteLogGroup)
                .operation(DescribeLogGroupsRequest.class, groups::describeLogGroups)
                .operation(PutRetentionPolicyRequest.class, groups::putRetentionPolicy)
                .operation(DeleteRetentionPolicyRequest.class, groups::deleteRetentionPolicy)
                .operation(DescribeLogStreamsRequest.class, streams::describeLogStreams)
                .operation(GetLogEventsRequest.class, events::getLogEvents)
                .operation(FilterLogEventsRequest.class, events::filterLogEvents)
                .operation(TagResourceRequest.class, tags::tagResource)
                .operation(UntagResourceRequest.class, tags::untagResource)
                .operation(ListTagsForResourceRequest.class, tags::listTagsForResource)
                .build();
    }
}
