package io.millrace.server.build;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;

/** The log files of builds by the groups and streams in which CloudWatch Logs shows them. Thread-safe. */
public final class BuildLogFiles {
    private final Jdbi jdbi;
    private final Path folder;

    /**
     * The logs of these builds.
     *
     * @param jdbi a database with the server's migrations
     * @param folder a folder a project with a file a build
     */
    public BuildLogFiles(Jdbi jdbi, Path folder) {
        this.jdbi = jdbi;
        this.folder = folder;
    }

    /**
     * The log of a build.
     *
     * @param file which is there as soon as the build runs
     */
    public record BuildLogFile(String stream, Path file) {}

    /** The log of a build, below the folder of all. */
    static Path file(Path folder, String buildId) {
        return folder.resolve(buildId.replace(':', '/') + ".log");
    }

    /** The groups that builds have logged to. */
    public Set<String> groups() {
        return jdbi.withHandle(
                handle -> handle.select("SELECT DISTINCT log_group FROM codebuild_build WHERE log_group <> ''")
                        .mapTo(String.class)
                        .collect(Collectors.toSet()));
    }

    /** The logs of a group, the oldest first. */
    public List<BuildLogFile> of(String group) {
        return select("WHERE log_group = ? AND log_group <> '' ORDER BY number", group);
    }

    /** The logs of builds that have not ended. */
    public List<BuildLogFile> growing() {
        return select("WHERE status = 'IN_PROGRESS' AND log_group <> '' ORDER BY number");
    }

    private List<BuildLogFile> select(String condition, Object... values) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT log_stream, build_id FROM codebuild_build " + condition, values)
                .map((row, context) -> new BuildLogFile(row.getString(1), file(folder, row.getString(2))))
                .list());
    }

    /** From now on the stream is not shown; a build that still writes to it goes on in its file. */
    public void forget(String group, String stream) {
        jdbi.useHandle(handle -> handle.execute(
                "UPDATE codebuild_build SET log_group = '' WHERE log_group = ? AND log_stream = ?", group, stream));
    }
}
