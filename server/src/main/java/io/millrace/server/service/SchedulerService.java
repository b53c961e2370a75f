package io.millrace.server.service;

import io.millrace.server.scheduler.ScheduleGroupOperations;
import io.millrace.server.scheduler.ScheduleOperations;
import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.ListScheduleGroupsRequest;
import software.amazon.awssdk.services.scheduler.model.ListSchedulesRequest;
import software.amazon.awssdk.services.scheduler.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.scheduler.model.TagResourceRequest;
import software.amazon.awssdk.services.scheduler.model.UntagResourceRequest;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;

/** EventBridge Scheduler on the wire. */
public final class SchedulerService {
    private static final int MAX_BODY_BYTES = 1024 * 1024;

    private SchedulerService() {}

    /** The service of these operations. */
    public static ServiceDefinition of(ScheduleOperations schedules, ScheduleGroupOperations groups) {
        return ServiceDefinition.builder("scheduler")
                .maxBodyBytes(MAX_BODY_BYTES)
                .operation(CreateScheduleRequest.class, schedules::createSchedule)
                .operation(GetScheduleRequest.class, schedules::getSchedule)
                .operation(UpdateScheduleRequest.class, schedules::updateSchedule)
                .operation(DeleteScheduleRequest.class, schedules::deleteSchedule)
                .operation(ListSchedulesRequest.class, schedules::listSchedules)
                .operation(CreateScheduleGroupRequest.class, groups::createScheduleGroup)
                .operation(GetScheduleGroupRequest.class, groups::getScheduleGroup)
                .operation(DeleteScheduleGroupRequest.class, groups::deleteScheduleGroup)
                .operation(ListScheduleGroupsRequest.class, groups::listScheduleGroups)
                .operation(TagResourceRequest.class, groups::tagResource)
                .operation(UntagResourceRequest.class, groups::untagResource)
                .operation(ListTagsForResourceRequest.class, groups::listTagsForResource)
                .build();
    }
}
