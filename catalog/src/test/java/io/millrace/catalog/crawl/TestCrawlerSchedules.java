package io.millrace.catalog.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.crawl.CrawlerStore.ActiveSchedule;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Schedule;
import software.amazon.awssdk.services.glue.model.ScheduleState;
import software.amazon.awssdk.services.glue.model.StartCrawlerScheduleRequest;
import software.amazon.awssdk.services.glue.model.StopCrawlerScheduleRequest;
import software.amazon.awssdk.services.glue.model.UpdateCrawlerRequest;
import software.amazon.awssdk.services.glue.model.UpdateCrawlerScheduleRequest;

class TestCrawlerSchedules extends AbstractCrawlRunTests {
    private static final String NIGHTLY = "cron(15 2 * * ? *)";
    private static final String HOURLY = "cron(0 * * * ? *)";

    private static Schedule schedule(String expression, ScheduleState state) {
        return Schedule.builder().scheduleExpression(expression).state(state).build();
    }

    private void create(String schedule) {
        operations.createCrawler(request("c").toBuilder().schedule(schedule).build());
    }

    private void startSchedule() {
        schedules.startCrawlerSchedule(
                StartCrawlerScheduleRequest.builder().crawlerName("c").build());
    }

    private void stopSchedule() {
        schedules.stopCrawlerSchedule(
                StopCrawlerScheduleRequest.builder().crawlerName("c").build());
    }

    private void updateSchedule(String expression) {
        schedules.updateCrawlerSchedule(UpdateCrawlerScheduleRequest.builder()
                .crawlerName("c")
                .schedule(expression)
                .build());
    }

    private static void assertRefused(Runnable call, CatalogErrorCode code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        CatalogException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void isOnFromItsCreationAndIsSwitchedOffAndOn() {
        create(NIGHTLY);
        assertThat(crawler("c").schedule()).isEqualTo(schedule(NIGHTLY, ScheduleState.SCHEDULED));
        assertThat(store.activeSchedules()).containsExactly(new ActiveSchedule("c", NIGHTLY, clock.instant()));
        assertRefused(this::startSchedule, CatalogErrorCode.SCHEDULER_RUNNING);

        stopSchedule();
        assertThat(crawler("c").schedule()).isEqualTo(schedule(NIGHTLY, ScheduleState.NOT_SCHEDULED));
        assertThat(store.activeSchedules()).isEmpty();
        assertRefused(this::stopSchedule, CatalogErrorCode.SCHEDULER_NOT_RUNNING);

        clock.advance(Duration.ofHours(1));
        startSchedule();
        assertThat(store.activeSchedules()).containsExactly(new ActiveSchedule("c", NIGHTLY, clock.instant()));
        assertThat(crawler("c").version()).isEqualTo(1);
    }

    @Test
    void isReplacedWithoutBeingSwitched() {
        create(NIGHTLY);
        updateSchedule(HOURLY);
        assertThat(crawler("c").schedule()).isEqualTo(schedule(HOURLY, ScheduleState.SCHEDULED));
        stopSchedule();
        updateSchedule(NIGHTLY);
        assertThat(crawler("c").schedule()).isEqualTo(schedule(NIGHTLY, ScheduleState.NOT_SCHEDULED));
        operations.updateCrawler(
                UpdateCrawlerRequest.builder().name("c").schedule(HOURLY).build());
        assertThat(crawler("c").schedule()).isEqualTo(schedule(HOURLY, ScheduleState.NOT_SCHEDULED));
        assertThat(store.activeSchedules()).isEmpty();
        assertRefused(() -> updateSchedule("every night"), CatalogErrorCode.INVALID_INPUT);
        assertThat(crawler("c").schedule().scheduleExpression()).isEqualTo(HOURLY);
    }

    @Test
    void isRemovedByAnEmptyExpression() {
        create(NIGHTLY);
        operations.updateCrawler(
                UpdateCrawlerRequest.builder().name("c").schedule("").build());
        assertThat(crawler("c").schedule()).isNull();
        assertThat(store.activeSchedules()).isEmpty();
        assertRefused(this::startSchedule, CatalogErrorCode.NO_SCHEDULE);
        assertRefused(this::stopSchedule, CatalogErrorCode.SCHEDULER_NOT_RUNNING);
        updateSchedule(HOURLY);
        assertThat(store.activeSchedules()).hasSize(1);
    }

    @Test
    void anUpdateOfOtherMembersDoesNotStartItAnew() {
        create(NIGHTLY);
        ActiveSchedule before = store.activeSchedules().get(0);
        clock.advance(Duration.ofHours(1));
        operations.updateCrawler(
                UpdateCrawlerRequest.builder().name("c").description("new").build());
        assertThat(store.activeSchedules()).containsExactly(before);
    }

    @Test
    void staysWhenTheCrawlerRuns() {
        create(NIGHTLY);
        start("c");
        stopSchedule();
        startSchedule();
        run();
        assertThat(ended).containsExactly("c SUCCEEDED");
        assertThat(store.find("c").flatMap(StoredCrawler::scheduledSince)).isEqualTo(Optional.of(clock.instant()));
    }

    @Test
    void needsACrawler() {
        assertRefused(this::startSchedule, CatalogErrorCode.ENTITY_NOT_FOUND);
        assertRefused(this::stopSchedule, CatalogErrorCode.ENTITY_NOT_FOUND);
        assertRefused(() -> updateSchedule(HOURLY), CatalogErrorCode.ENTITY_NOT_FOUND);
    }
}
