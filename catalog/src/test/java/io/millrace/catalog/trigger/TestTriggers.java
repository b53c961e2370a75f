package io.millrace.catalog.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.job.TestingClock;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.catalog.trigger.CrawlerSchedules.CrawlerSchedule;
import io.millrace.catalog.trigger.jdbc.JdbcTriggerStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Action;
import software.amazon.awssdk.services.glue.model.Condition;
import software.amazon.awssdk.services.glue.model.CrawlState;
import software.amazon.awssdk.services.glue.model.CreateTriggerRequest;
import software.amazon.awssdk.services.glue.model.DeleteTriggerRequest;
import software.amazon.awssdk.services.glue.model.GetTriggerRequest;
import software.amazon.awssdk.services.glue.model.GetTriggersRequest;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.Logical;
import software.amazon.awssdk.services.glue.model.LogicalOperator;
import software.amazon.awssdk.services.glue.model.StartTriggerRequest;
import software.amazon.awssdk.services.glue.model.StopTriggerRequest;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.TriggerState;
import software.amazon.awssdk.services.glue.model.TriggerType;
import software.amazon.awssdk.services.glue.model.UpdateTriggerRequest;

/** Triggers with a clock that the test moves, a real store, and targets that only note what is started. */
class TestTriggers {
    private final TestingClock clock = new TestingClock("2026-11-22T10:00:30Z");
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final List<String> started = Collections.synchronizedList(new ArrayList<>());
    private final List<CrawlerSchedule> crawlerSchedules = new ArrayList<>();
    private SqliteDatabase database;
    private TriggerEngine engine;
    private TriggerOperations triggers;

    @BeforeEach
    void open(@TempDir Path folder) {
        database = SqliteDatabase.open(folder.resolve("catalog.db"));
        newServer();
    }

    @AfterEach
    void close() {
        executor.shutdownNow();
        database.close();
    }

    @Test
    void runsAChainOfCrawlJobAndCrawl() throws Exception {
        triggers.createTrigger(onDemand("begin", crawler("raw")));
        triggers.createTrigger(conditional("to-job", Logical.AND, job("etl"), crawled("raw", CrawlState.SUCCEEDED)));
        triggers.createTrigger(conditional("to-lake", Logical.AND, crawler("lake"), ran("etl", JobRunState.SUCCEEDED)));

        triggers.startTrigger(StartTriggerRequest.builder().name("begin").build());
        assertStarted("crawler raw");
        engine.crawlEnded("raw", CrawlState.FAILED);
        assertStarted("crawler raw");
        engine.crawlEnded("raw", CrawlState.SUCCEEDED);
        assertStarted("crawler raw", "job etl {--from=to-job} 7 to-job");
        engine.jobRunEnded("etl", "jr_1", JobRunState.SUCCEEDED);
        assertStarted("crawler raw", "job etl {--from=to-job} 7 to-job", "crawler lake");

        // Each trigger has forgotten what it saw: the chain runs again only from its beginning.
        engine.crawlEnded("raw", CrawlState.SUCCEEDED);
        assertThat(settled()).hasSize(4);
    }

    @Test
    void waitsForAllConditionsAndTheirLastStates() throws Exception {
        triggers.createTrigger(conditional(
                "both",
                Logical.AND,
                crawler("lake"),
                ran("a", JobRunState.SUCCEEDED),
                ran("b", JobRunState.SUCCEEDED)));

        engine.jobRunEnded("a", "jr_1", JobRunState.SUCCEEDED);
        engine.jobRunEnded("a", "jr_2", JobRunState.FAILED);
        engine.jobRunEnded("b", "jr_3", JobRunState.SUCCEEDED);
        assertStarted();
        engine.jobRunEnded("a", "jr_4", JobRunState.SUCCEEDED);
        assertStarted("crawler lake");
        engine.jobRunEnded("a", "jr_5", JobRunState.SUCCEEDED);
        assertStarted("crawler lake");
    }

    @Test
    void firesOnAnyConditionIfThatIsEnough() throws Exception {
        triggers.createTrigger(conditional(
                "any", Logical.ANY, crawler("lake"), ran("a", JobRunState.FAILED), ran("b", JobRunState.TIMEOUT)));

        engine.jobRunEnded("b", "jr_1", JobRunState.TIMEOUT);
        assertStarted("crawler lake");
    }

    @Test
    void remembersConditionsAndDueActionsOverARestart() throws Exception {
        triggers.createTrigger(conditional(
                "both",
                Logical.AND,
                crawler("lake"),
                ran("a", JobRunState.SUCCEEDED),
                ran("b", JobRunState.SUCCEEDED)));
        engine.jobRunEnded("a", "jr_1", JobRunState.SUCCEEDED);
        newServer();
        // This server dies before it starts anything.
        ScheduledExecutorService dead = Executors.newSingleThreadScheduledExecutor();
        dead.shutdownNow();
        engine(dead).jobRunEnded("b", "jr_2", JobRunState.SUCCEEDED);
        assertStarted();

        newServer();
        engine.start();
        assertThat(settled()).containsExactly("crawler lake");
        engine.close();
    }

    @Test
    void firesACronOnceForEachOfItsTimes() throws Exception {
        triggers.createTrigger(scheduled("every-five", "cron(0/5 * * * ? *)", crawler("raw")));
        engine.tick();
        assertStarted();
        clock.advance(Duration.ofSeconds(269));
        engine.tick();
        assertStarted();
        clock.advance(Duration.ofSeconds(1));
        engine.tick();
        engine.tick();
        assertStarted("crawler raw");
        clock.advance(Duration.ofMinutes(5));
        engine.tick();
        assertStarted("crawler raw", "crawler raw");
    }

    @Test
    void doesNotMakeUpForTimesThatPassedWithoutAnEngine() throws Exception {
        triggers.createTrigger(scheduled("hourly", "rate(1 hour)", crawler("raw")));
        clock.advance(Duration.ofMinutes(150));
        newServer();
        engine.tick();
        assertStarted();
        clock.advance(Duration.ofMinutes(30));
        engine.tick();
        assertStarted("crawler raw");
    }

    @Test
    void startsCrawlersByTheirOwnSchedules() throws Exception {
        crawlerSchedules.add(new CrawlerSchedule("broken", "cron(nonsense)", clock.instant()));
        crawlerSchedules.add(new CrawlerSchedule("raw", "cron(1 10 * * ? *)", clock.instant()));
        clock.advance(Duration.ofSeconds(30));
        engine.tick();
        engine.tick();
        assertStarted("crawler raw");
    }

    @Test
    void keepsWhatCouldNotBeStartedAndGoesOn() throws Exception {
        triggers.createTrigger(onDemand("begin", crawler("refused"), crawler("raw")));
        triggers.startTrigger(StartTriggerRequest.builder().name("begin").build());
        assertStarted("crawler raw");
        assertThat(engine.failedActions("begin")).singleElement().satisfies(failed -> {
            assertThat(failed.action().crawlerName()).isEqualTo("refused");
            assertThat(failed.error()).isEqualTo("Crawler with name refused has already started");
        });
        clock.advance(Duration.ofDays(31));
        newServer();
        engine.start();
        assertThat(engine.failedActions("begin")).isEmpty();
        engine.close();
    }

    @Test
    void firesOnlyWhileActivated() throws Exception {
        triggers.createTrigger(scheduled("hourly", "rate(1 hour)", crawler("raw")).toBuilder()
                .startOnCreation(null)
                .build());
        assertThat(trigger("hourly").state()).isEqualTo(TriggerState.CREATED);
        clock.advance(Duration.ofHours(2));
        engine.tick();
        assertStarted();

        triggers.startTrigger(StartTriggerRequest.builder().name("hourly").build());
        assertThat(trigger("hourly").state()).isEqualTo(TriggerState.ACTIVATED);
        clock.advance(Duration.ofHours(1));
        engine.tick();
        assertStarted("crawler raw");

        triggers.stopTrigger(StopTriggerRequest.builder().name("hourly").build());
        assertThat(trigger("hourly").state()).isEqualTo(TriggerState.DEACTIVATED);
        clock.advance(Duration.ofHours(1));
        engine.tick();
        assertStarted("crawler raw");
    }

    @Test
    void refusesDefinitionsThatContradictTheirType() {
        Condition onRaw = crawled("raw", CrawlState.SUCCEEDED);
        assertInvalid(
                onDemand("x", crawler("raw")).toBuilder().startOnCreation(true).build(),
                "StartOnCreation is not supported for ON_DEMAND triggers.");
        assertInvalid(
                onDemand("x", crawler("raw")).toBuilder()
                        .schedule("rate(1 hour)")
                        .build(),
                "Schedule can only be specified for a SCHEDULED trigger.");
        assertInvalid(onDemand("x"), "Actions cannot be null or empty.");
        assertInvalid(
                onDemand("x", Action.builder().build()),
                "Exactly one of JobName and CrawlerName must be set in an action.");
        assertInvalid(
                conditional("x", Logical.AND, crawler("lake")),
                "Predicate with at least one condition must be specified for a CONDITIONAL trigger.");
        assertInvalid(
                conditional("x", Logical.AND, job("etl"), ran("etl", JobRunState.SUCCEEDED)),
                "Job cannot be a Predicate and Action for Conditional Trigger.");
        assertInvalid(
                conditional("x", Logical.AND, job("etl"), ran("other", JobRunState.RUNNING)),
                "A condition must have either JobName and State or CrawlerName and CrawlState, with a final state.");
        assertInvalid(
                conditional("x", Logical.AND, job("etl"), onRaw).toBuilder()
                        .workflowName("flow")
                        .build(),
                "Workflows are not supported: trigger x cannot be part of flow.");
        assertThatThrownBy(() -> triggers.createTrigger(scheduled("x", "cron(1 2)", crawler("raw"))))
                .hasMessageStartingWith("Invalid schedule expression cron(1 2)");
    }

    @Test
    void createsOnceUpdatesWhollyAndDeletesQuietly() {
        CreateTriggerRequest request = scheduled("t", "rate(1 hour)", job("etl"));
        triggers.createTrigger(request);
        triggers.createTrigger(request);
        assertThatThrownBy(() -> triggers.createTrigger(
                        request.toBuilder().description("other").build()))
                .isInstanceOfSatisfying(
                        CatalogException.class,
                        e -> assertThat(e.code()).isEqualTo(CatalogErrorCode.IDEMPOTENT_PARAMETER_MISMATCH))
                .hasMessage("Trigger with name 't' already submitted with different configuration");

        triggers.updateTrigger(UpdateTriggerRequest.builder()
                .name("t")
                .triggerUpdate(update -> update.schedule("rate(2 hours)").actions(crawler("raw")))
                .build());
        assertThat(trigger("t").schedule()).isEqualTo("rate(2 hours)");
        assertThat(trigger("t").state()).isEqualTo(TriggerState.ACTIVATED);
        assertThat(trigger("t").actions()).containsExactly(crawler("raw"));

        triggers.deleteTrigger(DeleteTriggerRequest.builder().name("t").build());
        triggers.deleteTrigger(DeleteTriggerRequest.builder().name("t").build());
        assertThatThrownBy(() -> trigger("t")).hasMessage("Trigger t not found.");
    }

    @Test
    void findsTheTriggersThatStartAJobAndAllIfThereIsNone() {
        triggers.createTrigger(onDemand("a", job("etl")));
        triggers.createTrigger(onDemand("b", crawler("raw")));
        assertThat(names("etl")).containsExactly("a");
        assertThat(names("unknown")).containsExactly("a", "b");
        assertThat(names(null)).containsExactly("a", "b");
    }

    private void newServer() {
        engine = engine(executor);
        triggers = new TriggerOperations(new JdbcTriggerStore(database.jdbi()), engine, clock);
    }

    private TriggerEngine engine(ScheduledExecutorService withExecutor) {
        return new TriggerEngine(
                new JdbcTriggerStore(database.jdbi()),
                new NotingTargets(),
                () -> crawlerSchedules,
                clock,
                withExecutor);
    }

    private List<String> settled() throws Exception {
        // The executor has one thread: what was handed to it before has run.
        executor.submit(() -> {}).get();
        return List.copyOf(started);
    }

    private void assertStarted(String... targets) throws Exception {
        assertThat(settled()).containsExactly(targets);
    }

    private void assertInvalid(CreateTriggerRequest request, String message) {
        assertThatThrownBy(() -> triggers.createTrigger(request))
                .isInstanceOfSatisfying(
                        CatalogException.class, e -> assertThat(e.code()).isEqualTo(CatalogErrorCode.INVALID_INPUT))
                .hasMessage(message);
    }

    private Trigger trigger(String name) {
        return triggers.getTrigger(GetTriggerRequest.builder().name(name).build())
                .trigger();
    }

    private List<String> names(@Nullable String dependentJob) {
        return triggers
                .getTriggers(GetTriggersRequest.builder()
                        .dependentJobName(dependentJob)
                        .build())
                .triggers()
                .stream()
                .map(Trigger::name)
                .toList();
    }

    private static CreateTriggerRequest onDemand(String name, Action... actions) {
        return CreateTriggerRequest.builder()
                .name(name)
                .type(TriggerType.ON_DEMAND)
                .actions(actions)
                .build();
    }

    private static CreateTriggerRequest scheduled(String name, String schedule, Action action) {
        return onDemand(name, action).toBuilder()
                .type(TriggerType.SCHEDULED)
                .schedule(schedule)
                .startOnCreation(true)
                .build();
    }

    private static CreateTriggerRequest conditional(
            String name, Logical logical, Action action, Condition... conditions) {
        Action withArguments = action.jobName() == null
                ? action
                : action.toBuilder()
                        .arguments(Map.of("--from", name))
                        .timeout(7)
                        .build();
        return onDemand(name, withArguments).toBuilder()
                .type(TriggerType.CONDITIONAL)
                .predicate(predicate -> predicate.logical(logical).conditions(conditions))
                .startOnCreation(true)
                .build();
    }

    private static Action crawler(String name) {
        return Action.builder().crawlerName(name).build();
    }

    private static Action job(String name) {
        return Action.builder().jobName(name).build();
    }

    private static Condition ran(String job, JobRunState state) {
        return Condition.builder()
                .logicalOperator(LogicalOperator.EQUALS)
                .jobName(job)
                .state(state)
                .build();
    }

    private static Condition crawled(String crawler, CrawlState state) {
        return Condition.builder()
                .logicalOperator(LogicalOperator.EQUALS)
                .crawlerName(crawler)
                .crawlState(state)
                .build();
    }

    private final class NotingTargets implements TriggerTargets {
        @Override
        public void startCrawler(String name) {
            if (name.equals("refused")) {
                throw new CatalogException(
                        CatalogErrorCode.CRAWLER_RUNNING, "Crawler with name refused has already started");
            }
            started.add("crawler " + name);
        }

        @Override
        public String startJob(
                String jobName, Map<String, String> arguments, @Nullable Integer timeoutMinutes, String triggerName) {
            started.add("job %s %s %d %s".formatted(jobName, arguments, timeoutMinutes, triggerName));
            return "jr_1";
        }
    }
}
