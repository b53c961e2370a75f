package io.millrace.server.logs;

import io.millrace.server.build.BuildLogFiles;
import io.millrace.server.build.BuildLogFiles.BuildLogFile;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The logs of builds, a stream each: in the group {@code /aws/codebuild/PROJECT}, or in the one that the project names. Thread-safe. */
public final class BuildLogs implements LogSource {
    private final BuildLogFiles builds;

    /** The logs of these builds. */
    public BuildLogs(BuildLogFiles builds) {
        this.builds = builds;
    }

    @Override
    public Set<String> groups() {
        return builds.groups();
    }

    @Override
    public List<LogStream> streams(String group) {
        return builds.of(group).stream()
                .map(BuildLogs::stream)
                .filter(stream -> !stream.files().isEmpty())
                .toList();
    }

    private static LogStream stream(BuildLogFile log) {
        return new LogStream(log.stream(), List.of(log.file()));
    }

    @Override
    public void delete(String group, List<LogStream> streams) {
        Set<String> mine = builds.of(group).stream().map(BuildLogFile::stream).collect(Collectors.toSet());
        for (LogStream stream : streams) {
            if (mine.contains(stream.name())) {
                builds.forget(group, stream.name());
                stream.paths().forEach(LogFolders::delete);
            }
        }
    }

    @Override
    public List<LogStream> growing() {
        return builds.growing().stream().map(BuildLogs::stream).toList();
    }
}
