package io.millrace.server.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.delivery.Delivery;
import io.millrace.server.delivery.TestingDeliveries;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.DeleteScheduleGroupRequest;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.GetScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.ListSchedulesRequest;
import software.amazon.awssdk.services.scheduler.model.ScheduleState;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;
import software.amazon.awssdk.services.scheduler.model.UpdateScheduleRequest;

final class TestSchedules {
    private static final String START_JOB_RUN = "arn:aws:scheduler:::aws-sdk:glue:startJobRun";

    @TempDir
    private Path folder;

    private TestingDeliveries testing;
    private ScheduleGroupOperations groups;
    private ScheduleOperations operations;

    @BeforeEach
    void open() {
        testing = new TestingDeliveries(folder);
        Schedules schedules = new Schedules(
                testing.database.jdbi(), TestingDeliveries.REGION, testing.deliveries, testing.times, testing.clock);
        groups = new ScheduleGroupOperations(schedules, testing.tags, testing.pages);
        operations = new ScheduleOperations(schedules, groups, testing.pages);
    }

    @AfterEach
    void close() {
        testing.close();
    }

    private static CreateScheduleRequest.Builder request(String name, String expression) {
        return CreateScheduleRequest.builder()
                .name(name)
                .scheduleExpression(expression)
                .flexibleTimeWindow(window -> window.mode(FlexibleTimeWindowMode.OFF))
                .target(target -> target.arn(TestingDeliveries.FUNCTION).roleArn("arn:aws:iam::000000000000:role/r"));
    }

    private void create(String name, String expression, Consumer<CreateScheduleRequest.Builder> more) {
        CreateScheduleRequest.Builder request = request(name, expression);
        more.accept(request);
        operations.createSchedule(request.build());
    }

    @Test
    void aCronIsInTheTimeOfItsZone() {
        // Berlin leaves summer time on 2026-10-25: five o'clock is 04:00Z after it.
        create("berlin", "cron(0 5 * * ? *)", request -> request.scheduleExpressionTimezone("Europe/Berlin"));
        testing.tickAt("2026-11-23T03:59:59Z");
        assertThat(testing.queued()).isEmpty();
        testing.tickAt("2026-11-23T04:00:00Z");
        assertThat(testing.queued()).hasSize(1);
    }

    @Test
    void aTimeIsFiredOnceAlsoOverARestart() {
        create(
                "once",
                "at(2026-11-22T12:00:00)",
                request -> request.scheduleExpressionTimezone("Asia/Tokyo")
                        .startDate(Instant.parse("2026-11-22T01:00:00Z")));
        create("later", "at(2026-11-22T23:00:00)", request -> request.scheduleExpressionTimezone("Asia/Tokyo"));
        testing.close();
        open();
        testing.tickAt("2026-11-22T14:00:00Z");
        testing.tickAt("2026-11-22T15:00:00Z");
        testing.close();
        open();
        testing.tickAt("2026-11-22T16:00:00Z");
        // The first one's time had passed when it was made.
        assertThat(testing.queued())
                .extracting(Delivery::sender)
                .containsExactly("arn:aws:scheduler:us-east-1:000000000000:schedule/default/later");
    }

    @Test
    void whatIsOverIsDeletedIfItAsksForIt() {
        create(
                "once",
                "at(2026-11-22T12:00:00)",
                request -> request.actionAfterCompletion(ActionAfterCompletion.DELETE));
        testing.tickAt("2026-11-22T12:00:00Z");
        assertThat(testing.queued()).hasSize(1);
        assertThatThrownBy(() -> operations.getSchedule(
                        GetScheduleRequest.builder().name("once").build()))
                .hasMessage("Schedule once does not exist.");
    }

    @Test
    void aRateRunsFromItsStartToItsEnd() {
        create(
                "rate",
                "rate(1 hour)",
                request -> request.startDate(Instant.parse("2026-11-22T12:30:00Z"))
                        .endDate(Instant.parse("2026-11-22T14:00:00Z")));
        testing.tickAt("2026-11-22T12:29:59Z");
        assertThat(testing.queued()).isEmpty();
        testing.tickAt("2026-11-22T12:30:00Z");
        testing.tickAt("2026-11-22T13:30:00Z");
        testing.tickAt("2026-11-22T14:30:00Z");
        assertThat(testing.queued()).hasSize(2);
    }

    @Test
    void aWindowDelaysWithinItsMinutes() {
        create(
                "flexible",
                "cron(0 12 * * ? *)",
                request -> request.flexibleTimeWindow(
                        window -> window.mode(FlexibleTimeWindowMode.FLEXIBLE).maximumWindowInMinutes(30)));
        Instant due = testing.times
                .next("scheduler/schedule", "default/flexible")
                .orElseThrow()
                .due();
        assertThat(due).isBetween(Instant.parse("2026-11-22T12:00:00Z"), Instant.parse("2026-11-22T12:30:00Z"));
        testing.tickAt("2026-11-22T12:30:00Z");
        assertThat(testing.queued()).hasSize(1);
    }

    @Test
    void theInputNamesTheTime() {
        create(
                "job",
                "at(2026-11-22T12:00:00)",
                request -> request.target(target -> target.arn(START_JOB_RUN)
                        .roleArn("arn:aws:iam::000000000000:role/r")
                        .input("{\"JobName\":\"etl\",\"Arguments\":{\"--at\":\"<aws.scheduler.scheduled-time>\"}}")));
        testing.tickAt("2026-11-22T12:00:30Z");
        assertThat(testing.queued())
                .extracting(Delivery::body)
                .containsExactly("{\"JobName\":\"etl\",\"Arguments\":{\"--at\":\"2026-11-22T12:00:00Z\"}}");
    }

    @Test
    void disabledAndDeletedSchedulesAreNotFired() {
        create("off", "rate(1 minute)", request -> request.state(ScheduleState.DISABLED));
        create("on", "rate(1 minute)", request -> {});
        operations.updateSchedule(UpdateScheduleRequest.builder()
                .name("on")
                .scheduleExpression("rate(1 minute)")
                .state(ScheduleState.DISABLED)
                .flexibleTimeWindow(window -> window.mode(FlexibleTimeWindowMode.OFF))
                .target(target -> target.arn(TestingDeliveries.FUNCTION).roleArn("arn:aws:iam::000000000000:role/r"))
                .build());
        testing.tickAt("2026-11-22T11:00:00Z");
        assertThat(testing.queued()).isEmpty();
    }

    @Test
    void groupsHoldSchedules() {
        groups.createScheduleGroup(
                CreateScheduleGroupRequest.builder().name("stage").build());
        create("a", "rate(1 minute)", request -> request.groupName("stage"));
        create("b", "rate(1 minute)", request -> {});
        assertThat(operations
                        .listSchedules(ListSchedulesRequest.builder()
                                .groupName("stage")
                                .build())
                        .schedules())
                .extracting(ScheduleSummary::name)
                .containsExactly("a");
        assertThatThrownBy(() -> create("c", "rate(1 minute)", request -> request.groupName("none")))
                .hasMessage("Schedule group none does not exist.");
        assertThatThrownBy(() -> create("b", "rate(1 minute)", request -> {})).hasMessage("Schedule b already exists.");
        groups.deleteScheduleGroup(
                DeleteScheduleGroupRequest.builder().name("stage").build());
        testing.tickAt("2026-11-22T11:00:00Z");
        assertThat(testing.queued()).hasSize(1);
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThatThrownBy(() -> create("x", "cron(1 2 3)", request -> {}))
                .hasMessage("Invalid Schedule Expression cron(1 2 3).");
        assertThatThrownBy(() -> create("x", "rate(1 hour)", request -> request.scheduleExpressionTimezone("Mars/X")))
                .hasMessage("Invalid Schedule Expression Timezone: Mars/X.");
        assertThatThrownBy(() -> create(
                        "x",
                        "rate(1 hour)",
                        request -> request.target(target -> target.arn(START_JOB_RUN)
                                .roleArn("arn:aws:iam::000000000000:role/r")
                                .input("{}"))))
                .hasMessageContaining("JobName");
        assertThatThrownBy(() -> create(
                        "x",
                        "rate(1 hour)",
                        request -> request.target(target -> target.arn("arn:aws:sqs:us-east-1:000000000000:q")
                                .roleArn("r"))))
                .hasMessageContaining("not supported by Millrace");
    }
}
