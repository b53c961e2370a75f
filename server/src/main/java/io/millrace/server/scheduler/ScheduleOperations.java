package io.millrace.server.scheduler;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.catalog.page.Page;
import io.millrace.server.delivery.TargetArns;
import io.millrace.server.resource.ServicePages;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.GetScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.GetScheduleResponse;
import software.amazon.awssdk.services.scheduler.model.ListSchedulesRequest;
import software.amazon.awssdk.services.scheduler.model.ListSchedulesResponse;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;
import software.amazon.awssdk.services.scheduler.model.Target;
import software.amazon.awssdk.services.scheduler.model.TargetSummary;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleResponse;

/** The Scheduler's operations on schedules. Thread-safe; each is one transaction. */
public final class ScheduleOperations {
    static final int MAX_PAGE = 100;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Schedules schedules;
    private final ScheduleGroupOperations groups;
    private final ServicePages pages;

    /** Operations on these schedules. */
    public ScheduleOperations(Schedules schedules, ScheduleGroupOperations groups, ServicePages pages) {
        this.schedules = schedules;
        this.groups = groups;
        this.pages = pages;
    }

    /** Makes a schedule. */
    public CreateScheduleResponse createSchedule(CreateScheduleRequest request) {
        Instant now = schedules.now();
        String group = group(request.groupName());
        GetScheduleResponse schedule = GetScheduleResponse.builder()
                .arn(schedules.arn(group, request.name()))
                .groupName(group)
                .name(request.name())
                .description(request.description())
                .scheduleExpression(request.scheduleExpression())
                .scheduleExpressionTimezone(zone(request.scheduleExpressionTimezone()))
                .startDate(request.startDate())
                .endDate(request.endDate())
                .flexibleTimeWindow(request.flexibleTimeWindow())
                .state(request.state() == null ? ScheduleState.ENABLED : request.state())
                .target(request.target())
                .actionAfterCompletion(action(request.actionAfterCompletion()))
                .creationDate(now)
                .lastModificationDate(now)
                .build();
        check(schedule, request.kmsKeyArn());
        schedules.jdbi().useTransaction(handle -> {
            groups.require(group);
            if (schedules.find(group, request.name()).isPresent()) {
                throw SchedulerErrors.exists("Schedule", request.name());
            }
            schedules.put(schedule);
        });
        return CreateScheduleResponse.builder().scheduleArn(schedule.arn()).build();
    }

    /** Replaces a schedule with all its settings; those that are not given get their defaults. */
    public UpdateScheduleResponse updateSchedule(UpdateScheduleRequest request) {
        String group = group(request.groupName());
        schedules.jdbi().useTransaction(handle -> {
            GetScheduleResponse old = load(group, request.name());
            GetScheduleResponse schedule = GetScheduleResponse.builder()
                    .arn(old.arn())
                    .groupName(group)
                    .name(request.name())
                    .description(request.description())
                    .scheduleExpression(request.scheduleExpression())
                    .scheduleExpressionTimezone(zone(request.scheduleExpressionTimezone()))
                    .startDate(request.startDate())
                    .endDate(request.endDate())
                    .flexibleTimeWindow(request.flexibleTimeWindow())
                    .state(request.state() == null ? ScheduleState.ENABLED : request.state())
                    .target(request.target())
                    .actionAfterCompletion(action(request.actionAfterCompletion()))
                    .creationDate(old.creationDate())
                    .lastModificationDate(schedules.now())
                    .build();
            check(schedule, request.kmsKeyArn());
            schedules.put(schedule);
        });
        return UpdateScheduleResponse.builder()
                .scheduleArn(schedules.arn(group, request.name()))
                .build();
    }

    private static String group(@Nullable String name) {
        return name == null ? ScheduleGroupOperations.DEFAULT : name;
    }

    private static String zone(@Nullable String zone) {
        return zone == null ? "UTC" : zone;
    }

    private static ActionAfterCompletion action(@Nullable ActionAfterCompletion action) {
        return action == null ? ActionAfterCompletion.NONE : action;
    }

    private static void check(GetScheduleResponse schedule, @Nullable String kmsKey) {
        if (kmsKey != null) {
            throw SchedulerErrors.unsupported("KmsKeyArn");
        }
        ScheduleTimes.check(
                schedule.scheduleExpression(),
                schedule.scheduleExpressionTimezone(),
                schedule.startDate(),
                schedule.endDate(),
                schedule.flexibleTimeWindow());
        check(schedule.target());
    }

    private static void check(Target target) {
        Optional<String> kind = TargetArns.kind(target.arn());
        if (kind.isEmpty()) {
            throw SchedulerErrors.unsupported(
                    "The target " + target.arn() + ", which is neither a function nor a topic nor Glue's StartJobRun,");
        }
        refuse(target.deadLetterConfig(), "DeadLetterConfig (there are no queues)");
        refuse(target.ecsParameters(), "EcsParameters");
        refuse(target.eventBridgeParameters(), "EventBridgeParameters");
        refuse(target.kinesisParameters(), "KinesisParameters");
        refuse(target.sageMakerPipelineParameters(), "SageMakerPipelineParameters");
        refuse(target.sqsParameters(), "SqsParameters");
        if (kind.get().equals(TargetArns.START_JOB_RUN)) {
            checkJobRun(target.input());
        }
    }

    private static void refuse(@Nullable Object member, String name) {
        if (member != null) {
            throw SchedulerErrors.unsupported(name);
        }
    }

    private static void checkJobRun(@Nullable String input) {
        try {
            JsonNode json = JSON.readTree(input == null ? "" : input);
            if (json.path("JobName").isTextual()) {
                return;
            }
        } catch (JsonProcessingException e) {
            throw SchedulerErrors.invalid("The target's Input is no valid JSON.");
        }
        throw SchedulerErrors.invalid("The target's Input must be StartJobRun's request with a JobName.");
    }

    private GetScheduleResponse load(String group, String name) {
        return schedules.find(group, name).orElseThrow(() -> SchedulerErrors.noSchedule(name));
    }

    /** One schedule. */
    public GetScheduleResponse getSchedule(GetScheduleRequest request) {
        return load(group(request.groupName()), request.name());
    }

    /** Removes a schedule. */
    public DeleteScheduleResponse deleteSchedule(DeleteScheduleRequest request) {
        if (!schedules.delete(group(request.groupName()), request.name())) {
            throw SchedulerErrors.noSchedule(request.name());
        }
        return DeleteScheduleResponse.builder().build();
    }

    /** A page of schedules by group and name. */
    public ListSchedulesResponse listSchedules(ListSchedulesRequest request) {
        if (request.groupName() != null) {
            groups.require(request.groupName());
        }
        String groupPrefix = request.groupName() == null ? "" : request.groupName() + "/";
        String names = request.namePrefix() == null ? "" : request.namePrefix();
        Page<GetScheduleResponse> page = pages.page(
                String.join("/", "ListSchedules", groupPrefix, names, String.valueOf(request.stateAsString())),
                request.nextToken(),
                request.maxResults() == null ? MAX_PAGE : Math.min(MAX_PAGE, request.maxResults()),
                (after, most) -> schedules.list(groupPrefix, after).stream()
                        .filter(schedule -> schedule.name().startsWith(names))
                        .filter(schedule -> request.state() == null || schedule.state() == request.state())
                        .limit(most)
                        .toList(),
                schedule -> schedule.groupName() + "/" + schedule.name());
        return ListSchedulesResponse.builder()
                .schedules(
                        page.items().stream().map(ScheduleOperations::summary).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static ScheduleSummary summary(GetScheduleResponse schedule) {
        return ScheduleSummary.builder()
                .arn(schedule.arn())
                .groupName(schedule.groupName())
                .name(schedule.name())
                .state(schedule.state())
                .creationDate(schedule.creationDate())
                .lastModificationDate(schedule.lastModificationDate())
                .target(TargetSummary.builder().arn(schedule.target().arn()).build())
                .build();
    }
}
