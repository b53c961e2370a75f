package io.millrace.server.pipeline;

import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageTransitionType;

/** Pipelines with all versions of their declarations, and their closed transitions. Calls join the transaction of their thread. Thread-safe. */
final class Pipelines {
    private final Jdbi jdbi;

    /** @param jdbi a database with the server's migrations */
    Pipelines(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    Jdbi jdbi() {
        return jdbi;
    }

    /** A pipeline in its newest version. */
    record Pipeline(PipelineDeclaration declaration, Instant created, Instant updated) {}

    /** A transition that lets nothing through. */
    record Closed(String reason, String changedBy, Instant changedAt) {}

    Optional<Pipeline> find(String name) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT d.document, p.created_millis, p.updated_millis FROM pipeline p JOIN pipeline_declaration d"
                                + " ON d.name = p.name AND d.version = p.version WHERE p.name = ?",
                        name)
                .map((row, context) -> new Pipeline(
                        read(row.getString(1)),
                        Instant.ofEpochMilli(row.getLong(2)),
                        Instant.ofEpochMilli(row.getLong(3))))
                .findOne());
    }

    Pipeline load(String name) {
        return find(name).orElseThrow(() -> PipelineErrors.noPipeline(name));
    }

    Optional<PipelineDeclaration> find(String name, int version) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT document FROM pipeline_declaration WHERE name = ? AND version = ?", name, version)
                .mapTo(String.class)
                .map(Pipelines::read)
                .findOne());
    }

    /** Up to {@code limit} pipelines whose names come after {@code after}, by name. */
    List<Pipeline> list(String after, int limit) {
        return jdbi
                .withHandle(handle -> handle.select(
                                "SELECT name FROM pipeline WHERE name > ? ORDER BY name LIMIT ?", after, limit)
                        .mapTo(String.class)
                        .list())
                .stream()
                .flatMap(name -> find(name).stream())
                .toList();
    }

    /** Adds a pipeline; false when there is one of this name. */
    boolean insert(PipelineDeclaration declaration, Instant now) {
        return jdbi.inTransaction(handle -> {
            int rows = handle.execute(
                    "INSERT INTO pipeline (name, version, created_millis, updated_millis) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                    declaration.name(),
                    declaration.version(),
                    now.toEpochMilli(),
                    now.toEpochMilli());
            if (rows == 1) {
                insertVersion(declaration);
            }
            return rows == 1;
        });
    }

    /** Adds the next version of a pipeline that is there. */
    void update(PipelineDeclaration declaration, Instant now) {
        jdbi.useTransaction(handle -> {
            handle.execute(
                    "UPDATE pipeline SET version = ?, updated_millis = ? WHERE name = ?",
                    declaration.version(),
                    now.toEpochMilli(),
                    declaration.name());
            insertVersion(declaration);
        });
    }

    private void insertVersion(PipelineDeclaration declaration) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO pipeline_declaration (name, version, document) VALUES (?, ?, ?)",
                declaration.name(),
                declaration.version(),
                new String(SdkJsonWriter.write(declaration), StandardCharsets.UTF_8)));
    }

    /** Forgets a pipeline with everything that it was. */
    void delete(String name) {
        jdbi.useTransaction(handle -> {
            handle.execute("DELETE FROM pipeline WHERE name = ?", name);
            handle.execute("DELETE FROM pipeline_declaration WHERE name = ?", name);
            handle.execute("DELETE FROM pipeline_closed_transition WHERE pipeline = ?", name);
            handle.execute("DELETE FROM pipeline_source WHERE pipeline = ?", name);
            handle.execute("DELETE FROM pipeline_execution WHERE pipeline = ?", name);
            handle.execute("DELETE FROM pipeline_action_run WHERE pipeline = ?", name);
        });
    }

    Optional<Closed> closed(String pipeline, String stage, StageTransitionType direction) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT reason, changed_by, changed_millis FROM pipeline_closed_transition"
                                + " WHERE pipeline = ? AND stage = ? AND direction = ?",
                        pipeline,
                        stage,
                        direction.toString())
                .map((row, context) ->
                        new Closed(row.getString(1), row.getString(2), Instant.ofEpochMilli(row.getLong(3))))
                .findOne());
    }

    void close(String pipeline, String stage, StageTransitionType direction, Closed closed) {
        jdbi.useTransaction(handle -> {
            open(pipeline, stage, direction);
            handle.execute(
                    "INSERT INTO pipeline_closed_transition (pipeline, stage, direction, reason, changed_by, changed_millis)"
                            + " VALUES (?, ?, ?, ?, ?, ?)",
                    pipeline,
                    stage,
                    direction.toString(),
                    closed.reason(),
                    closed.changedBy(),
                    closed.changedAt().toEpochMilli());
        });
    }

    void open(String pipeline, String stage, StageTransitionType direction) {
        jdbi.useHandle(handle -> handle.execute(
                "DELETE FROM pipeline_closed_transition WHERE pipeline = ? AND stage = ? AND direction = ?",
                pipeline,
                stage,
                direction.toString()));
    }

    /** What a source was when it was last looked at; empty if it never was. */
    Optional<String> lastRevision(String pipeline, String action) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT revision FROM pipeline_source WHERE pipeline = ? AND action = ?", pipeline, action)
                .mapTo(String.class)
                .findOne());
    }

    void setRevision(String pipeline, String action, String revision) {
        jdbi.useHandle(handle -> handle.execute(
                "INSERT INTO pipeline_source (pipeline, action, revision) VALUES (?, ?, ?)"
                        + " ON CONFLICT (pipeline, action) DO UPDATE SET revision = excluded.revision",
                pipeline,
                action,
                revision));
    }

    private static PipelineDeclaration read(String json) {
        return SdkJsonReader.read(
                json.getBytes(StandardCharsets.UTF_8),
                (SdkPojo) PipelineDeclaration.builder(),
                PipelineDeclaration.class);
    }
}
