package io.millrace.server.athena;

import io.millrace.catalog.page.Page;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServicePages;
import java.time.InstantSource;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.athena.model.CreateWorkGroupRequest;
import software.amazon.awssdk.services.athena.model.CreateWorkGroupResponse;
import software.amazon.awssdk.services.athena.model.DeleteWorkGroupRequest;
import software.amazon.awssdk.services.athena.model.DeleteWorkGroupResponse;
import software.amazon.awssdk.services.athena.model.GetWorkGroupRequest;
import software.amazon.awssdk.services.athena.model.GetWorkGroupResponse;
import software.amazon.awssdk.services.athena.model.ListWorkGroupsRequest;
import software.amazon.awssdk.services.athena.model.ListWorkGroupsResponse;
import software.amazon.awssdk.services.athena.model.Tag;
import software.amazon.awssdk.services.athena.model.UpdateWorkGroupRequest;
import software.amazon.awssdk.services.athena.model.UpdateWorkGroupResponse;
import software.amazon.awssdk.services.athena.model.WorkGroup;
import software.amazon.awssdk.services.athena.model.WorkGroupConfiguration;
import software.amazon.awssdk.services.athena.model.WorkGroupState;
import software.amazon.awssdk.services.athena.model.WorkGroupSummary;

/** Athena's operations on work groups. Thread-safe. */
public final class WorkGroupOperations {
    private static final int PAGE_SIZE = 50;

    private final Jdbi jdbi;
    private final WorkGroups groups;
    private final WorkGroupContents contents;
    private final ResourceTags tags;
    private final ServicePages pages;
    private final InstantSource clock;

    /** What belongs to a work group and goes with it. */
    public interface WorkGroupContents {
        /** Whether the group has named queries or query executions. */
        boolean isEmpty(String workGroup);

        /** Stops the group's queries and removes them with its named queries; results stay in the object store. */
        void remove(String workGroup);
    }

    /** Operations on these work groups. */
    public WorkGroupOperations(
            Jdbi jdbi,
            WorkGroups groups,
            WorkGroupContents contents,
            ResourceTags tags,
            ServicePages pages,
            InstantSource clock) {
        this.jdbi = jdbi;
        this.groups = groups;
        this.contents = contents;
        this.tags = tags;
        this.pages = pages;
        this.clock = clock;
    }

    /** Makes a work group, which is ENABLED. */
    public CreateWorkGroupResponse createWorkGroup(CreateWorkGroupRequest request) {
        WorkGroupConfiguration configuration = WorkGroupSettings.of(request.configuration());
        WorkGroup group = WorkGroup.builder()
                .name(request.name())
                .state(WorkGroupState.ENABLED)
                .description(request.description() == null ? "" : request.description())
                .creationTime(clock.instant())
                .configuration(configuration)
                .build();
        Map<String, String> added = ResourceTags.map(request.tags(), Tag::key, Tag::value);
        jdbi.useTransaction(handle -> {
            if (!groups.insert(group)) {
                throw AthenaErrors.invalidRequest("WorkGroup " + group.name() + " is already created");
            }
            if (!tags.add(groups.arn(group.name()), added)) {
                throw AthenaErrors.tooManyTags();
            }
        });
        return CreateWorkGroupResponse.builder().build();
    }

    /** One work group. */
    public GetWorkGroupResponse getWorkGroup(GetWorkGroupRequest request) {
        return GetWorkGroupResponse.builder()
                .workGroup(groups.load(request.workGroup()))
                .build();
    }

    /** A page of work groups by name. */
    public ListWorkGroupsResponse listWorkGroups(ListWorkGroupsRequest request) {
        Page<WorkGroup> page = pages.page(
                "ListWorkGroups", request.nextToken(), limit(request.maxResults()), groups::list, WorkGroup::name);
        return ListWorkGroupsResponse.builder()
                .workGroups(
                        page.items().stream().map(WorkGroupOperations::summary).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static WorkGroupSummary summary(WorkGroup group) {
        return WorkGroupSummary.builder()
                .name(group.name())
                .state(group.state())
                .description(group.description())
                .creationTime(group.creationTime())
                .engineVersion(group.configuration().engineVersion())
                .build();
    }

    /** Changes what the request names, and leaves the rest. */
    public UpdateWorkGroupResponse updateWorkGroup(UpdateWorkGroupRequest request) {
        jdbi.useTransaction(handle -> {
            WorkGroup group = groups.load(request.workGroup());
            WorkGroup.Builder changed = group.toBuilder();
            if (request.description() != null) {
                changed.description(request.description());
            }
            if (request.state() != null) {
                changed.state(request.state());
            }
            if (request.configurationUpdates() != null) {
                changed.configuration(WorkGroupSettings.changed(group.configuration(), request.configurationUpdates()));
            }
            groups.put(changed.build());
        });
        return UpdateWorkGroupResponse.builder().build();
    }

    /** Removes a work group, with {@code RecursiveDeleteOption} all that is in it. */
    public DeleteWorkGroupResponse deleteWorkGroup(DeleteWorkGroupRequest request) {
        String name = request.workGroup();
        if (name.equals(WorkGroups.PRIMARY)) {
            throw AthenaErrors.invalidRequest("The primary workgroup cannot be deleted.");
        }
        jdbi.useTransaction(handle -> {
            groups.load(name);
            if (!contents.isEmpty(name)) {
                if (!Boolean.TRUE.equals(request.recursiveDeleteOption())) {
                    throw AthenaErrors.invalidRequest("WorkGroup " + name + " is not empty");
                }
                contents.remove(name);
            }
            groups.delete(name);
            tags.removeAll(groups.arn(name));
        });
        return DeleteWorkGroupResponse.builder().build();
    }

    static int limit(@Nullable Integer maxResults) {
        return maxResults == null || maxResults < 1 ? PAGE_SIZE : Math.min(maxResults, PAGE_SIZE);
    }
}
