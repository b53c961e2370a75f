package io.millrace.server.build;

import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.StatusType;

/** The builds in the database. Thread-safe. */
final class Builds {
    private final Jdbi jdbi;
    private final BuildEvents events;

    /** @param jdbi a database with the server's migrations */
    Builds(Jdbi jdbi, BuildEvents events) {
        this.jdbi = jdbi;
        this.events = events;
    }

    /** A build with its place in the order of all builds. */
    record Numbered(long number, Build build) {}

    /**
     * Adds a build with the next number of its project, unless one was started with the token.
     *
     * @param made makes it from its number
     */
    Build add(String project, @Nullable String token, java.util.function.LongFunction<Build> made) {
        return jdbi.inTransaction(handle -> {
            Optional<Build> before = token == null ? Optional.empty() : findByToken(project, token);
            if (before.isPresent()) {
                return before.get();
            }
            long number = handle.select(
                            "SELECT COALESCE(MAX(project_number), 0) + 1 FROM codebuild_build WHERE project = ?",
                            project)
                    .mapTo(Long.class)
                    .one();
            Build build = made.apply(number);
            handle.execute(
                    "INSERT INTO codebuild_build (build_id, project, project_number, status, token, document,"
                            + " log_group, log_stream) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    build.id(),
                    project,
                    number,
                    build.buildStatusAsString(),
                    token,
                    write(build),
                    log(build.logs().groupName()),
                    log(build.logs().streamName()));
            events.state(build);
            return build;
        });
    }

    private Optional<Build> findByToken(String project, String token) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT document FROM codebuild_build WHERE project = ? AND token = ?", project, token)
                .mapTo(String.class)
                .map(Builds::read)
                .findOne());
    }

    Optional<Build> find(String id) {
        return jdbi.withHandle(handle -> handle.select("SELECT document FROM codebuild_build WHERE build_id = ?", id)
                .mapTo(String.class)
                .map(Builds::read)
                .findOne());
    }

    /** Changes a build that has not ended; one that has stays as it is. */
    Build update(String id, UnaryOperator<Build> change) {
        return jdbi.inTransaction(handle -> {
            Build before = find(id).orElseThrow(() -> new IllegalStateException("There is no build " + id));
            if (before.buildStatus() != StatusType.IN_PROGRESS) {
                return before;
            }
            Build after = change.apply(before);
            handle.execute(
                    "UPDATE codebuild_build SET status = ?, document = ? WHERE build_id = ?",
                    after.buildStatusAsString(),
                    write(after),
                    id);
            tell(before, after);
            return after;
        });
    }

    private static String log(@Nullable String name) {
        return name == null ? "" : name;
    }

    private void tell(Build before, Build after) {
        after.phases()
                .subList(before.phases().size(), after.phases().size())
                .forEach(phase -> events.phase(after, phase));
        if (after.buildStatus() != before.buildStatus()) {
            events.state(after);
        }
    }

    /** Those that have not ended, the oldest first. */
    List<Build> active() {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT document FROM codebuild_build WHERE status = 'IN_PROGRESS' ORDER BY number")
                .mapTo(String.class)
                .map(Builds::read)
                .list());
    }

    /** Up to {@code limit} builds before a number, the newest first; of one project, or of all with an empty name. */
    List<Numbered> newest(String project, long before, int limit) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT number, document FROM codebuild_build WHERE (? = '' OR project = ?) AND number < ?"
                                + " ORDER BY number DESC LIMIT ?",
                        project,
                        project,
                        before,
                        limit)
                .map((row, context) -> new Numbered(row.getLong(1), read(row.getString(2))))
                .list());
    }

    private static String write(Build build) {
        return new String(SdkJsonWriter.write(build), StandardCharsets.UTF_8);
    }

    private static Build read(String json) {
        return SdkJsonReader.read(
                json.getBytes(StandardCharsets.UTF_8),
                (software.amazon.awssdk.core.SdkPojo) Build.builder(),
                Build.class);
    }
}
