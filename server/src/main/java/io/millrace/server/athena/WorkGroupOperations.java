package io.millrace.server.athena;

import java.time.Instant;
import software.amazon.awssdk.services.athena.model.EngineVersion;
import software.amazon.awssdk.services.athena.model.GetWorkGroupRequest;
import software.amazon.awssdk.services.athena.model.GetWorkGroupResponse;
import software.amazon.awssdk.services.athena.model.ListWorkGroupsRequest;
import software.amazon.awssdk.services.athena.model.ListWorkGroupsResponse;
import software.amazon.awssdk.services.athena.model.WorkGroup;
import software.amazon.awssdk.services.athena.model.WorkGroupConfiguration;
import software.amazon.awssdk.services.athena.model.WorkGroupState;
import software.amazon.awssdk.services.athena.model.WorkGroupSummary;

/** The one work group, {@code primary}. */
public final class WorkGroupOperations {
    static final String PRIMARY = "primary";

    private static final EngineVersion ENGINE = EngineVersion.builder()
            .selectedEngineVersion("AUTO")
            .effectiveEngineVersion("Athena engine version 3")
            .build();

    private final AthenaSettings settings;

    /** Operations on the work group that the settings describe. */
    public WorkGroupOperations(AthenaSettings settings) {
        this.settings = settings;
    }

    /** The work group. */
    public GetWorkGroupResponse getWorkGroup(GetWorkGroupRequest request) {
        if (!request.workGroup().equals(PRIMARY)) {
            throw AthenaErrors.invalidRequest("WorkGroup " + request.workGroup() + " is not found.");
        }
        WorkGroupConfiguration configuration = WorkGroupConfiguration.builder()
                .enforceWorkGroupConfiguration(false)
                .publishCloudWatchMetricsEnabled(false)
                .requesterPaysEnabled(false)
                .engineVersion(ENGINE)
                .resultConfiguration(result -> settings.outputLocation().ifPresent(result::outputLocation))
                .build();
        return GetWorkGroupResponse.builder()
                .workGroup(WorkGroup.builder()
                        .name(PRIMARY)
                        .state(WorkGroupState.ENABLED)
                        .creationTime(Instant.EPOCH)
                        .configuration(configuration)
                        .build())
                .build();
    }

    /** The list of one. */
    public ListWorkGroupsResponse listWorkGroups(ListWorkGroupsRequest request) {
        return ListWorkGroupsResponse.builder()
                .workGroups(WorkGroupSummary.builder()
                        .name(PRIMARY)
                        .state(WorkGroupState.ENABLED)
                        .description("")
                        .creationTime(Instant.EPOCH)
                        .engineVersion(ENGINE)
                        .build())
                .build();
    }
}
