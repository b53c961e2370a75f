package io.millrace.cloudformation.resource.scheduler;

import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.sdk.Names;
import io.millrace.cloudformation.resource.sdk.SdkHandler;
import java.util.List;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;

/** What of {@code AWS::Scheduler} can be deployed: schedules of the group {@code default}. */
public final class SchedulerHandlers {
    // docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
    private static final int MAX_NAME = 64;

    private SchedulerHandlers() {}

    /** Schedules. */
    public static List<ResourceHandler> of(SchedulerClient scheduler) {
        return List.of(SdkHandler.of("AWS::Scheduler::Schedule")
                .replacedBy("Name")
                .supports("Description", "EndDate", "StartDate", "FlexibleTimeWindow", "ScheduleExpression")
                .supports("ScheduleExpressionTimezone", "State")
                .supports("Target.Arn", "Target.RoleArn", "Target.Input", "Target.RetryPolicy")
                .id(Names.at("Name", MAX_NAME))
                .find(id -> scheduler.getSchedule(request -> request.name(id)).arn() != null)
                .create(wanted -> scheduler.createSchedule(wanted.with("Name", wanted.id())
                        .with("ClientToken", wanted.request().clientToken())
                        .into(CreateScheduleRequest.builder())
                        .build()))
                .update(wanted -> scheduler.updateSchedule(wanted.with("Name", wanted.id())
                        .into(UpdateScheduleRequest.builder())
                        .build()))
                .delete(gone -> scheduler.deleteSchedule(request -> request.name(gone.id())))
                .attribute(
                        "Arn",
                        schedule -> "arn:aws:scheduler:" + schedule.stack().region() + ":"
                                + schedule.stack().accountId() + ":schedule/default/" + schedule.id())
                .build());
    }
}
