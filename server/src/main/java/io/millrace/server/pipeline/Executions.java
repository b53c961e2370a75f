package io.millrace.server.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;

/** Executions in the database. Calls join the transaction of their thread. Thread-safe. */
final class Executions {
    private static final String COLUMNS =
            "SELECT number, execution_id, pipeline, version, status, stage_index, entered,"
                    + " base_execution, trigger_type, trigger_detail, variables, revisions, stop_reason, summary, started_millis,"
                    + " updated_millis FROM pipeline_execution ";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Jdbi jdbi;

    Executions(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** Adds an execution; the one that was started with the same token, if there is one. */
    Execution insert(Execution execution, @Nullable String token) {
        return jdbi.inTransaction(handle -> {
            handle.execute(
                    "INSERT INTO pipeline_execution (execution_id, pipeline, version, status, stage_index, entered,"
                            + " base_execution, trigger_type, trigger_detail, variables, revisions, stop_reason, summary,"
                            + " client_token, started_millis, updated_millis) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
                            + " ?, ?, ?) ON CONFLICT DO NOTHING",
                    execution.id(),
                    execution.pipeline(),
                    execution.version(),
                    execution.status().toString(),
                    execution.stageIndex(),
                    execution.entered(),
                    execution.baseExecution(),
                    execution.triggerType(),
                    execution.triggerDetail(),
                    write(execution.variables()),
                    write(execution.revisions()),
                    execution.stopReason(),
                    execution.summary(),
                    token,
                    execution.started().toEpochMilli(),
                    execution.updated().toEpochMilli());
            return handle.select(
                            COLUMNS + "WHERE execution_id = ? OR (pipeline = ? AND client_token = ?)",
                            execution.id(),
                            execution.pipeline(),
                            token)
                    .map((row, context) -> read(row))
                    .one();
        });
    }

    Optional<Execution> find(String id) {
        return jdbi.withHandle(handle -> handle.select(COLUMNS + "WHERE execution_id = ?", id)
                .map((row, context) -> read(row))
                .findOne());
    }

    /** @throws io.millrace.server.wire.ServiceException PipelineExecutionNotFoundException if the pipeline has none with this id */
    Execution load(String pipeline, String id) {
        return find(id).filter(execution -> execution.pipeline().equals(pipeline))
                .orElseThrow(() -> PipelineErrors.noExecution(id));
    }

    /** Those that have not ended, the oldest first. */
    List<Execution> active(String pipeline) {
        return jdbi.withHandle(handle -> handle.select(
                        COLUMNS + "WHERE pipeline = ? AND status IN ('InProgress', 'Stopping') ORDER BY number",
                        pipeline)
                .map((row, context) -> read(row))
                .list());
    }

    /** The pipelines that have executions which have not ended. */
    List<String> activePipelines() {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT DISTINCT pipeline FROM pipeline_execution WHERE status IN ('InProgress', 'Stopping')")
                .mapTo(String.class)
                .list());
    }

    /** Up to {@code limit} executions before a number, the newest first. */
    List<Execution> newest(String pipeline, long before, int limit) {
        return jdbi.withHandle(handle -> handle.select(
                        COLUMNS + "WHERE pipeline = ? AND number < ? ORDER BY number DESC LIMIT ?",
                        pipeline,
                        before,
                        limit)
                .map((row, context) -> read(row))
                .list());
    }

    /** Moves an execution to a stage. */
    void move(String id, int stageIndex, boolean entered, Instant now) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE pipeline_execution SET stage_index = ?, entered = ?, updated_millis = ? WHERE execution_id = ?",
                stageIndex,
                entered,
                now.toEpochMilli(),
                id));
    }

    void setStatus(String id, PipelineExecutionStatus status, String summary, Instant now) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE pipeline_execution SET status = ?, summary = ?, updated_millis = ? WHERE execution_id = ?",
                status.toString(),
                summary,
                now.toEpochMilli(),
                id));
    }

    void setStopReason(String id, String reason) {
        jdbi.useHandle(handle ->
                handle.execute("UPDATE pipeline_execution SET stop_reason = ? WHERE execution_id = ?", reason, id));
    }

    private static Execution read(ResultSet row) throws SQLException {
        return new Execution(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getInt(4),
                PipelineExecutionStatus.fromValue(row.getString(5)),
                row.getInt(6),
                row.getBoolean(7),
                row.getString(8),
                row.getString(9),
                row.getString(10),
                map(row.getString(11)),
                map(row.getString(12)),
                row.getString(13),
                row.getString(14),
                Instant.ofEpochMilli(row.getLong(15)),
                Instant.ofEpochMilli(row.getLong(16)));
    }

    static String write(Map<String, String> map) {
        try {
            return JSON.writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Texts can be written", e);
        }
    }

    static Map<String, String> map(String json) {
        try {
            return JSON.readValue(json, new TypeReference<LinkedHashMap<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("What was written can be read", e);
        }
    }
}
