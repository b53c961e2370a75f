package io.millrace.server.pipeline;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.services.codepipeline.model.ActionExecutionStatus;

/** Runs of actions in the database. Calls join the transaction of their thread. Thread-safe. */
final class ActionRuns {
    private static final String COLUMNS =
            "SELECT number, run_id, execution_id, pipeline, stage, action, live, launched, status,"
                    + " summary, token, external_id, continuation, error_code, error_message, revision, configuration, variables, updated_by,"
                    + " started_millis, updated_millis FROM pipeline_action_run ";

    private final Jdbi jdbi;

    ActionRuns(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Adds a run that is to be started. */
    void insert(
            String id,
            Execution execution,
            String stage,
            String action,
            Map<String, String> configuration,
            Instant now) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO pipeline_action_run (run_id, execution_id, pipeline, stage, action, live, launched, status,"
                        + " summary, token, external_id, error_code, error_message, revision, configuration, variables,"
                        + " updated_by, started_millis, updated_millis) VALUES (?, ?, ?, ?, ?, 1, 0, 'InProgress', '', '', '',"
                        + " '', '', '', ?, '{}', '', ?, ?)",
                id,
                execution.id(),
                execution.pipeline(),
                stage,
                action,
                Executions.write(configuration),
                now.toEpochMilli(),
                now.toEpochMilli()));
    }

    Optional<ActionRun> find(String id) {
        return select("WHERE run_id = ?", id).stream().findFirst();
    }

    /** All runs of an execution, the oldest first. */
    List<ActionRun> ofExecution(String executionId) {
        return select("WHERE execution_id = ? ORDER BY number", executionId);
    }

    /** The runs that count for a stage. */
    List<ActionRun> live(String executionId, String stage) {
        return select("WHERE execution_id = ? AND stage = ? AND live = 1 ORDER BY number", executionId, stage);
    }

    /** Those that have not ended, of all pipelines. */
    List<ActionRun> inProgress() {
        return select("WHERE status = 'InProgress' ORDER BY number");
    }

    /** Up to {@code limit} runs before a number, the newest first; of one execution, or of all with an empty id. */
    List<ActionRun> newest(String pipeline, String executionId, long before, int limit) {
        return select(
                "WHERE pipeline = ? AND (? = '' OR execution_id = ?) AND number < ? ORDER BY number DESC LIMIT "
                        + limit,
                pipeline,
                executionId,
                executionId,
                before);
    }

    /** The run that waits for a decision with this token; several executions may be in a stage at once. */
    Optional<ActionRun> undecided(String pipeline, String stage, String action, String token) {
        return select(
                        "WHERE pipeline = ? AND stage = ? AND action = ? AND token = ? AND token <> ''"
                                + " AND status = 'InProgress' ORDER BY number LIMIT 1",
                        pipeline,
                        stage,
                        action,
                        token)
                .stream()
                .findFirst();
    }

    /** The newest run of an action over all executions. */
    Optional<ActionRun> latest(String pipeline, String stage, String action) {
        return select(
                        "WHERE pipeline = ? AND stage = ? AND action = ? ORDER BY number DESC LIMIT 1",
                        pipeline,
                        stage,
                        action)
                .stream()
                .findFirst();
    }

    /** The execution that was in a stage last. */
    Optional<String> latestExecution(String pipeline, String stage) {
        return select("WHERE pipeline = ? AND stage = ? ORDER BY number DESC LIMIT 1", pipeline, stage).stream()
                .findFirst()
                .map(ActionRun::executionId);
    }

    private List<ActionRun> select(String condition, Object... values) {
        return jdbi.withHandle(handle -> handle.select(COLUMNS + condition, values)
                .map((row, context) -> read(row))
                .list());
    }

    /** Notes that an action goes on elsewhere. */
    void setLaunched(ActionRun run, String externalId, String summary, String token, Instant now) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE pipeline_action_run SET launched = 1, continuation = '', external_id = ?, summary = ?, token = ?,"
                        // A function that has answered meanwhile may already wait for its next invocation.
                        + " updated_millis = ? WHERE run_id = ? AND status = 'InProgress' AND external_id = ?",
                externalId,
                summary,
                token,
                now.toEpochMilli(),
                run.id(),
                run.externalId()));
    }

    /** The run whose work elsewhere has an id, if it has not ended. */
    Optional<ActionRun> waitingFor(String externalId) {
        return select("WHERE external_id = ? AND status = 'InProgress'", externalId).stream()
                .findFirst();
    }

    /** Notes that a function is to be invoked again, as another job; false if the run has ended. */
    boolean goOn(String id, String job, String continuation, String summary, Instant now) {
        return jdbi.withHandle(handle -> handle.execute(
                        "UPDATE pipeline_action_run SET launched = 1, external_id = ?, continuation = ?, summary = ?,"
                                + " updated_millis = ? WHERE run_id = ? AND status = 'InProgress'",
                        job,
                        continuation,
                        summary,
                        now.toEpochMilli(),
                        id))
                == 1;
    }

    /** Notes the resolved configuration with which an action is started. */
    void setConfiguration(String id, Map<String, String> configuration) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE pipeline_action_run SET configuration = ? WHERE run_id = ?",
                Executions.write(configuration),
                id));
    }

    /** Ends a run as done; false if it has ended already. */
    boolean succeed(String id, ActionStep.Succeeded step, String by, Instant now) {
        return jdbi.withHandle(handle -> handle.execute(
                        "UPDATE pipeline_action_run SET status = 'Succeeded', launched = 1, token = '', external_id = ?,"
                                + " summary = ?, revision = ?, variables = ?, updated_by = ?, updated_millis = ?"
                                + " WHERE run_id = ? AND status = 'InProgress'",
                        step.externalId(),
                        step.summary(),
                        step.revision(),
                        Executions.write(step.variables()),
                        by,
                        now.toEpochMilli(),
                        id))
                == 1;
    }

    /** Ends a run as failed or abandoned; false if it has ended already. */
    boolean fail(String id, ActionExecutionStatus status, ActionStep.Failed step, String by, Instant now) {
        return jdbi.withHandle(handle -> handle.execute(
                        "UPDATE pipeline_action_run SET status = ?, launched = 1, token = '',"
                                + " external_id = CASE WHEN ? = '' THEN external_id ELSE ? END, summary = ?, error_code = ?,"
                                + " error_message = ?, updated_by = ?, updated_millis = ? WHERE run_id = ? AND status = 'InProgress'",
                        status.toString(),
                        step.externalId(),
                        step.externalId(),
                        step.message(),
                        step.code(),
                        step.message(),
                        by,
                        now.toEpochMilli(),
                        id))
                == 1;
    }

    /** From now on the run does not count for its stage. */
    void retire(String id) {
        jdbi.useHandle(handle -> handle.execute("UPDATE pipeline_action_run SET live = 0 WHERE run_id = ?", id));
    }

    private static ActionRun read(ResultSet row) throws SQLException {
        return new ActionRun(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getBoolean(7),
                row.getBoolean(8),
                ActionExecutionStatus.fromValue(row.getString(9)),
                row.getString(10),
                row.getString(11),
                row.getString(12),
                row.getString(13),
                row.getString(14),
                row.getString(15),
                row.getString(16),
                Executions.map(row.getString(17)),
                Executions.map(row.getString(18)),
                row.getString(19),
                Instant.ofEpochMilli(row.getLong(20)),
                Instant.ofEpochMilli(row.getLong(21)));
    }
}
