package io.millrace.catalog.trigger.jdbc;

import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import io.millrace.catalog.trigger.Watched;
import io.millrace.catalog.trigger.WorkflowRunRows;
import io.millrace.catalog.trigger.WorkflowStep;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.WorkflowRun;
import software.amazon.awssdk.services.glue.model.WorkflowRunStatus;

/** The tables {@code glue_workflow_run}, {@code glue_workflow_step} and {@code glue_workflow_watch}. */
final class JdbcWorkflowRunRows implements WorkflowRunRows {
    private static final String STEPS =
            "SELECT id, run_id, trigger_name, kind, target_name, job_run, state, started_on,"
                    + " completed_on, error FROM glue_workflow_step";

    private final Handle handle;

    JdbcWorkflowRunRows(Handle handle) {
        this.handle = handle;
    }

    @Override
    public void insert(WorkflowRun run) {
        bind(
                        handle.createUpdate(
                                "INSERT INTO glue_workflow_run (id, workflow_name, active, started_on, body)"
                                        + " VALUES (:id, :workflow, :active, :started, :body)"),
                        run)
                .bind("workflow", run.name())
                .bind("started", run.startedOn().toEpochMilli())
                .execute();
    }

    @Override
    public void update(WorkflowRun run) {
        bind(handle.createUpdate("UPDATE glue_workflow_run SET active = :active, body = :body WHERE id = :id"), run)
                .execute();
    }

    private static Update bind(Update update, WorkflowRun run) {
        boolean active = run.status() == WorkflowRunStatus.RUNNING || run.status() == WorkflowRunStatus.STOPPING;
        return update.bind("id", run.workflowRunId())
                .bind("active", active ? 1 : 0)
                .bind("body", SdkJsonWriter.write(run));
    }

    @Override
    public Optional<WorkflowRun> find(String id) {
        return runs(handle.createQuery("SELECT body FROM glue_workflow_run WHERE id = :id")
                        .bind("id", id))
                .stream()
                .findFirst();
    }

    @Override
    public List<WorkflowRun> list(String workflow, Instant beforeTime, String beforeId, int limit) {
        return runs(handle.createQuery("SELECT body FROM glue_workflow_run WHERE workflow_name = :workflow"
                        + " AND (started_on < :time OR (started_on = :time AND id < :id))"
                        + " ORDER BY started_on DESC, id DESC LIMIT :limit")
                .bind("workflow", workflow)
                .bind("time", beforeTime.toEpochMilli())
                .bind("id", beforeId)
                .bind("limit", limit));
    }

    private static List<WorkflowRun> runs(Query query) {
        return query.mapTo(byte[].class)
                .map(json -> SdkJsonReader.read(json, WorkflowRun.builder(), WorkflowRun.class))
                .list();
    }

    @Override
    public int countActive(String workflow) {
        return handle.createQuery(
                        "SELECT COUNT(*) FROM glue_workflow_run WHERE workflow_name = :workflow AND active = 1")
                .bind("workflow", workflow)
                .mapTo(Integer.class)
                .one();
    }

    @Override
    public void deleteEndedBefore(Instant time) {
        handle.createUpdate("DELETE FROM glue_workflow_run WHERE active = 0 AND started_on < :time")
                .bind("time", time.toEpochMilli())
                .execute();
    }

    @Override
    public void insertStep(WorkflowStep step) {
        bind(
                        handle.createUpdate("INSERT INTO glue_workflow_step (id, run_id, sequence, trigger_name, kind,"
                                + " target_name, job_run, state, started_on, completed_on, error) VALUES (:id, :run,"
                                + " (SELECT COUNT(*) FROM glue_workflow_step WHERE run_id = :run), :trigger, :kind,"
                                + " :target, :jobRun, :state, :started, :completed, :error)"),
                        step)
                .bind("run", step.runId())
                .bind("trigger", step.triggerName())
                .bind("kind", step.target().kind().name())
                .bind("target", step.target().name())
                .bind("jobRun", step.jobRun())
                .execute();
    }

    @Override
    public void updateStep(WorkflowStep step) {
        bind(
                        handle.createUpdate("UPDATE glue_workflow_step SET state = :state, started_on = :started,"
                                + " completed_on = :completed, error = :error WHERE id = :id"),
                        step)
                .execute();
    }

    private static Update bind(Update update, WorkflowStep step) {
        return update.bind("id", step.id())
                .bind("state", step.state().name())
                .bind("started", millis(step.startedOn()))
                .bind("completed", millis(step.completedOn()))
                .bind("error", step.error());
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.toEpochMilli();
    }

    @Override
    public Optional<WorkflowStep> findStep(String id) {
        return steps(handle.createQuery(STEPS + " WHERE id = :id").bind("id", id)).stream()
                .findFirst();
    }

    @Override
    public Optional<WorkflowStep> findStepOfJobRun(String jobRun) {
        return steps(handle.createQuery(STEPS + " WHERE job_run = :run").bind("run", jobRun)).stream()
                .findFirst();
    }

    @Override
    public List<WorkflowStep> listCrawling(String crawler) {
        return steps(
                handle.createQuery(STEPS + " WHERE kind = 'CRAWLER' AND target_name = :crawler AND state = 'RUNNING'")
                        .bind("crawler", crawler));
    }

    @Override
    public List<WorkflowStep> steps(String runId) {
        return steps(handle.createQuery(STEPS + " WHERE run_id = :run ORDER BY sequence")
                .bind("run", runId));
    }

    private static List<WorkflowStep> steps(Query query) {
        return query.map((row, context) -> step(row)).list();
    }

    private static WorkflowStep step(ResultSet row) throws SQLException {
        return new WorkflowStep(
                row.getString("id"),
                row.getString("run_id"),
                row.getString("trigger_name"),
                new Watched(Watched.Kind.valueOf(row.getString("kind")), row.getString("target_name")),
                row.getString("job_run"),
                WorkflowStep.State.valueOf(row.getString("state")),
                time(row, "started_on"),
                time(row, "completed_on"),
                row.getString("error"));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    @Override
    public void see(String runId, String triggerName, Watched watched, String state) {
        handle.createUpdate(
                        "INSERT INTO glue_workflow_watch (run_id, trigger_name, kind, watched_name, state)"
                                + " VALUES (:run, :trigger, :kind, :name, :state)"
                                + " ON CONFLICT (run_id, trigger_name, kind, watched_name) DO UPDATE SET state = excluded.state")
                .bind("run", runId)
                .bind("trigger", triggerName)
                .bind("kind", watched.kind().name())
                .bind("name", watched.name())
                .bind("state", state)
                .execute();
    }

    @Override
    public Map<Watched, String> seen(String runId, String triggerName) {
        Map<Watched, String> states = new HashMap<>();
        handle.createQuery("SELECT kind, watched_name, state FROM glue_workflow_watch"
                        + " WHERE run_id = :run AND trigger_name = :trigger")
                .bind("run", runId)
                .bind("trigger", triggerName)
                .map((row, context) -> Map.entry(
                        new Watched(Watched.Kind.valueOf(row.getString("kind")), row.getString("watched_name")),
                        row.getString("state")))
                .list()
                .forEach(entry -> states.put(entry.getKey(), entry.getValue()));
        return states;
    }

    @Override
    public void forget(String runId, String triggerName) {
        handle.createUpdate("DELETE FROM glue_workflow_watch WHERE run_id = :run AND trigger_name = :trigger")
                .bind("run", runId)
                .bind("trigger", triggerName)
                .execute();
    }
}
