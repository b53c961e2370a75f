package io.millrace.catalog.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.job.JobRunIds;
import io.millrace.catalog.job.TestingClock;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.catalog.trigger.CrawlerSchedules.CrawlerSchedule;
import io.millrace.catalog.trigger.jdbc.JdbcTriggerStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Action;
import software.amazon.awssdk.services.glue.model.Condition;
import software.amazon.awssdk.services.glue.model.CrawlState;
import software.amazon.awssdk.services.glue.model.CreateTriggerRequest;
import software.amazon.awssdk.services.glue.model.GetTriggerRequest;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.Logical;
import software.amazon.awssdk.services.glue.model.LogicalOperator;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.TriggerType;

/** Triggers with a clock that the test moves, a real store, and targets that only note what is started. */
// Fields are set before each test.
@SuppressWarnings("NullAway.Init")
abstract class AbstractTriggerTests {
    final TestingClock clock = new TestingClock("2026-11-22T10:00:30Z");
    final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    /** Crawlers and jobs that run already. */
    final Set<String> busy = ConcurrentHashMap.newKeySet();

    private final List<String> started = Collections.synchronizedList(new ArrayList<>());
    final List<CrawlerSchedule> crawlerSchedules = new ArrayList<>();
    private SqliteDatabase database;
    TriggerEngine engine;
    TriggerOperations triggers;
    WorkflowOperations workflows;
    WorkflowRunOperations runs;
    /** The runs that jobs were started with, by job. */
    final Map<String, String> jobRuns = new ConcurrentHashMap<>();

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

    void newServer() {
        engine = engine(executor);
        triggers =
                new TriggerOperations(new JdbcTriggerStore(database.jdbi()), PageTokens.withChecksum(), engine, clock);
        workflows = new WorkflowOperations(new JdbcTriggerStore(database.jdbi()), PageTokens.withChecksum(), clock);
        runs = new WorkflowRunOperations(new JdbcTriggerStore(database.jdbi()), PageTokens.withChecksum(), engine);
    }

    TriggerEngine engine(ScheduledExecutorService withExecutor) {
        return new TriggerEngine(
                engineStore(new JdbcTriggerStore(database.jdbi())),
                new NotingTargets(),
                () -> crawlerSchedules,
                clock,
                withExecutor);
    }

    /** What the engine keeps its state in. */
    TriggerStore engineStore(TriggerStore store) {
        return store;
    }

    List<String> settled() throws Exception {
        // The executor has one thread: what was handed to it before has run.
        executor.submit(() -> {}).get();
        return List.copyOf(started);
    }

    void assertStarted(String... targets) throws Exception {
        assertThat(settled()).containsExactly(targets);
    }

    Trigger trigger(String name) {
        return triggers.getTrigger(GetTriggerRequest.builder().name(name).build())
                .trigger();
    }

    static CreateTriggerRequest onDemand(String name, Action... actions) {
        return CreateTriggerRequest.builder()
                .name(name)
                .type(TriggerType.ON_DEMAND)
                .actions(actions)
                .build();
    }

    static CreateTriggerRequest scheduled(String name, String schedule, Action action) {
        return onDemand(name, action).toBuilder()
                .type(TriggerType.SCHEDULED)
                .schedule(schedule)
                .startOnCreation(true)
                .build();
    }

    static CreateTriggerRequest conditional(String name, Logical logical, Action action, Condition... conditions) {
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

    static Action crawler(String name) {
        return Action.builder().crawlerName(name).build();
    }

    static Action job(String name) {
        return Action.builder().jobName(name).build();
    }

    static Condition ran(String job, JobRunState state) {
        return Condition.builder()
                .logicalOperator(LogicalOperator.EQUALS)
                .jobName(job)
                .state(state)
                .build();
    }

    static Condition crawled(String crawler, CrawlState state) {
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
                        CatalogErrorCode.ENTITY_NOT_FOUND, "Crawler with name refused does not exist");
            }
            if (busy.contains(name)) {
                throw new CatalogException(
                        CatalogErrorCode.CRAWLER_RUNNING, "Crawler with name " + name + " has already started");
            }
            started.add("crawler " + name);
        }

        @Override
        public void stopCrawler(String name) {
            started.add("stop crawler " + name);
        }

        @Override
        public void stopJobRun(String jobName, String runId) {
            started.add("stop job " + jobName);
        }

        @Override
        public String startJob(
                String firing,
                String jobName,
                Map<String, String> arguments,
                @Nullable Integer timeoutMinutes,
                String triggerName) {
            if (busy.contains(jobName)) {
                throw new CatalogException(
                        CatalogErrorCode.CONCURRENT_RUNS_EXCEEDED, "Concurrent runs exceeded for " + jobName);
            }
            started.add("job %s %s %d %s".formatted(jobName, arguments, timeoutMinutes, triggerName));
            jobRuns.put(jobName, JobRunIds.ofFiring(firing));
            return JobRunIds.ofFiring(firing);
        }
    }
}
