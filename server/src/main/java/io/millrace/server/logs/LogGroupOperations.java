package io.millrace.server.logs;

import io.millrace.catalog.page.Page;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServicePages;
import java.time.InstantSource;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.CreateLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteLogGroupResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DeleteRetentionPolicyResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.DescribeLogGroupsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroup;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogGroupClass;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutRetentionPolicyResponse;

/** CloudWatch Logs' operations on groups. Thread-safe. */
public final class LogGroupOperations {
    /** CloudWatch Logs API reference, CreateLogGroup. */
    private static final Pattern NAME = Pattern.compile("[.\\-_/#A-Za-z0-9]{1,512}");

    /** The same reference, PutRetentionPolicy. */
    private static final Set<Integer> RETENTIONS = Set.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);

    private static final int MAX_PAGE = 50;

    private final LogGroups groups;
    private final ResourceTags tags;
    private final ServicePages pages;
    private final InstantSource clock;

    /** Operations on these groups. */
    public LogGroupOperations(LogGroups groups, ResourceTags tags, ServicePages pages, InstantSource clock) {
        this.groups = groups;
        this.tags = tags;
        this.pages = pages;
        this.clock = clock;
    }

    /** Makes a group. One that a function or job has made by itself, and that nobody has created, becomes it. */
    public CreateLogGroupResponse createLogGroup(CreateLogGroupRequest request) {
        String name = request.logGroupName();
        if (!NAME.matcher(name).matches()) {
            throw LogErrors.invalid("A log group's name must be 1 to 512 letters, digits and . - _ / #.");
        }
        if (request.kmsKeyId() != null) {
            throw LogErrors.unsupported("kmsKeyId (logs are files of the data folder)");
        }
        if (request.logGroupClass() != null && request.logGroupClass() != LogGroupClass.STANDARD) {
            throw LogErrors.unsupported("The log group class " + request.logGroupClassAsString());
        }
        groups.jdbi().useTransaction(handle -> {
            if (!groups.create(groups.group(name, clock.millis()))) {
                throw LogErrors.exists();
            }
            if (!tags.add(groups.arn(name), request.tags())) {
                throw LogErrors.invalid("A log group can have up to " + ResourceTags.MAX_TAGS + " tags.");
            }
        });
        return CreateLogGroupResponse.builder().build();
    }

    /** Removes a group with its events: the log files of its functions and runs. */
    public DeleteLogGroupResponse deleteLogGroup(DeleteLogGroupRequest request) {
        groups.load(request.logGroupName());
        groups.delete(request.logGroupName());
        return DeleteLogGroupResponse.builder().build();
    }

    /** Lets events go after some days. */
    public PutRetentionPolicyResponse putRetentionPolicy(PutRetentionPolicyRequest request) {
        if (!RETENTIONS.contains(request.retentionInDays())) {
            throw LogErrors.invalid("retentionInDays must be one of "
                    + RETENTIONS.stream().sorted().toList() + ", but is " + request.retentionInDays() + ".");
        }
        groups.jdbi()
                .useTransaction(handle -> groups.put(groups.load(request.logGroupName()).toBuilder()
                        .retentionInDays(request.retentionInDays())
                        .build()));
        return PutRetentionPolicyResponse.builder().build();
    }

    /** Keeps events for good. */
    public DeleteRetentionPolicyResponse deleteRetentionPolicy(DeleteRetentionPolicyRequest request) {
        groups.jdbi()
                .useTransaction(handle -> groups.put(groups.load(request.logGroupName()).toBuilder()
                        .retentionInDays(null)
                        .build()));
        return DeleteRetentionPolicyResponse.builder().build();
    }

    /** A page of groups by name. */
    public DescribeLogGroupsResponse describeLogGroups(DescribeLogGroupsRequest request) {
        String prefix = request.logGroupNamePrefix() == null ? "" : request.logGroupNamePrefix();
        String part = request.logGroupNamePattern() == null ? "" : request.logGroupNamePattern();
        if (!prefix.isEmpty() && !part.isEmpty()) {
            throw LogErrors.invalid("logGroupNamePrefix and logGroupNamePattern cannot be given both.");
        }
        Page<LogGroup> page = pages.page(
                "DescribeLogGroups/" + prefix + "/" + part,
                request.nextToken(),
                request.limit() == null ? MAX_PAGE : Math.min(MAX_PAGE, request.limit()),
                (after, most) -> groups.all(prefix).stream()
                        .filter(group -> group.logGroupName().compareTo(after) > 0
                                && group.logGroupName().contains(part))
                        .limit(most)
                        .toList(),
                LogGroup::logGroupName);
        return DescribeLogGroupsResponse.builder()
                .logGroups(page.items().stream()
                        .map(group -> group.toBuilder()
                                .storedBytes(groups.storedBytes(group.logGroupName()))
                                .build())
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }
}
