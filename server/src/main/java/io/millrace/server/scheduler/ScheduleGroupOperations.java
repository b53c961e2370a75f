package io.millrace.server.scheduler;

import io.millrace.catalog.page.Page;
import io.millrace.server.resource.Documents;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServicePages;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.GetScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleGroupResponse;
import software.amazon.awssdk.services.scheduler.model.ListScheduleGroupsRequest;
import software.amazon.awssdk.services.scheduler.model.ListScheduleGroupsResponse;
import software.amazon.awssdk.services.scheduler.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.scheduler.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleGroupState;
import software.amazon.awssdk.services.scheduler.model.ScheduleGroupSummary;
import software.amazon.awssdk.services.scheduler.model.Tag;
import software.amazon.awssdk.services.scheduler.model.TagResourceRequest;
import software.amazon.awssdk.services.scheduler.model.TagResourceResponse;
import software.amazon.awssdk.services.scheduler.model.UntagResourceRequest;
import software.amazon.awssdk.services.scheduler.model.UntagResourceResponse;

/**
 * The Scheduler's operations on schedule groups and their tags; schedules themselves have none. The group {@code default} is always
 * there. Thread-safe; each is one transaction.
 */
public final class ScheduleGroupOperations {
    static final String DEFAULT = "default";

    private final Schedules schedules;
    private final Documents<GetScheduleGroupResponse> groups;
    private final ResourceTags tags;
    private final ServicePages pages;

    /** Operations on the groups of these schedules; makes the default group if it is not there. */
    public ScheduleGroupOperations(Schedules schedules, ResourceTags tags, ServicePages pages) {
        this.schedules = schedules;
        this.groups = new Documents<>(schedules.jdbi(), "scheduler/group", GetScheduleGroupResponse.class, () ->
                (SdkPojo) GetScheduleGroupResponse.builder());
        this.tags = tags;
        this.pages = pages;
        groups.insert(DEFAULT, group(DEFAULT));
    }

    private GetScheduleGroupResponse group(String name) {
        Instant now = schedules.now();
        return GetScheduleGroupResponse.builder()
                .name(name)
                .arn(schedules.groupArn(name))
                .state(ScheduleGroupState.ACTIVE)
                .creationDate(now)
                .lastModificationDate(now)
                .build();
    }

    void require(String name) {
        if (groups.find(name).isEmpty()) {
            throw SchedulerErrors.noGroup(name);
        }
    }

    /** Makes a group. */
    public CreateScheduleGroupResponse createScheduleGroup(CreateScheduleGroupRequest request) {
        GetScheduleGroupResponse group = group(request.name());
        schedules.jdbi().useTransaction(handle -> {
            if (!groups.insert(request.name(), group)) {
                throw SchedulerErrors.exists("Schedule group", request.name());
            }
            addTags(group.arn(), ResourceTags.map(request.tags(), Tag::key, Tag::value));
        });
        return CreateScheduleGroupResponse.builder()
                .scheduleGroupArn(group.arn())
                .build();
    }

    private void addTags(String arn, Map<String, String> added) {
        if (!tags.add(arn, added)) {
            throw SchedulerErrors.quota("A resource can have up to " + ResourceTags.MAX_TAGS + " tags.");
        }
    }

    /** One group. */
    public GetScheduleGroupResponse getScheduleGroup(GetScheduleGroupRequest request) {
        return groups.find(request.name()).orElseThrow(() -> SchedulerErrors.noGroup(request.name()));
    }

    /** A page of groups by name. */
    public ListScheduleGroupsResponse listScheduleGroups(ListScheduleGroupsRequest request) {
        String prefix = request.namePrefix() == null ? "" : request.namePrefix();
        Page<GetScheduleGroupResponse> page = pages.page(
                "ListScheduleGroups/" + prefix,
                request.nextToken(),
                request.maxResults() == null
                        ? ScheduleOperations.MAX_PAGE
                        : Math.min(ScheduleOperations.MAX_PAGE, request.maxResults()),
                (after, most) -> groups.list(prefix, after, most),
                GetScheduleGroupResponse::name);
        return ListScheduleGroupsResponse.builder()
                .scheduleGroups(page.items().stream()
                        .map(ScheduleGroupOperations::summary)
                        .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static ScheduleGroupSummary summary(GetScheduleGroupResponse group) {
        return ScheduleGroupSummary.builder()
                .arn(group.arn())
                .name(group.name())
                .state(group.state())
                .creationDate(group.creationDate())
                .lastModificationDate(group.lastModificationDate())
                .build();
    }

    /** Removes a group with its schedules. */
    public DeleteScheduleGroupResponse deleteScheduleGroup(DeleteScheduleGroupRequest request) {
        if (request.name().equals(DEFAULT)) {
            throw SchedulerErrors.invalid("The default schedule group cannot be deleted.");
        }
        schedules.jdbi().useTransaction(handle -> {
            require(request.name());
            schedules
                    .list(request.name() + "/", "")
                    .forEach(schedule -> schedules.delete(schedule.groupName(), schedule.name()));
            groups.delete(request.name());
            tags.removeAll(schedules.groupArn(request.name()));
        });
        return DeleteScheduleGroupResponse.builder().build();
    }

    /** Adds tags to a group. */
    public TagResourceResponse tagResource(TagResourceRequest request) {
        requireArn(request.resourceArn());
        addTags(request.resourceArn(), ResourceTags.map(request.tags(), Tag::key, Tag::value));
        return TagResourceResponse.builder().build();
    }

    /** Removes tags of a group. */
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        requireArn(request.resourceArn());
        tags.remove(request.resourceArn(), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    /** The tags of a group. */
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        requireArn(request.resourceArn());
        List<Tag> all = tags.of(request.resourceArn()).entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        return ListTagsForResourceResponse.builder().tags(all).build();
    }

    private void requireArn(String arn) {
        String prefix = schedules.groupArn("");
        if (!arn.startsWith(prefix)) {
            throw SchedulerErrors.noGroup(arn);
        }
        require(arn.substring(prefix.length()));
    }
}
