package io.millrace.server.logs;

import io.millrace.server.job.RunLogFiles;
import io.millrace.server.job.RunLogFiles.RunLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The logs of job runs, a stream each: in the group that the run's {@code --continuous-log-logGroup} names, else in both of Glue's
 * own, as a run has one log here. Thread-safe.
 */
public final class RunLogs implements LogSource {
    private final RunLogFiles runs;

    /** The logs of these runs. */
    public RunLogs(RunLogFiles runs) {
        this.runs = runs;
    }

    @Override
    public Set<String> groups() {
        return runs.all().stream().flatMap(run -> run.groups().stream()).collect(Collectors.toSet());
    }

    @Override
    public List<LogStream> streams(String group) {
        return runs.all().stream()
                .filter(run -> run.groups().contains(group))
                .map(RunLogs::stream)
                .filter(stream -> !stream.files().isEmpty())
                .toList();
    }

    private static LogStream stream(RunLog run) {
        return new LogStream(run.runId(), run.files());
    }

    @Override
    public void delete(String group, List<LogStream> streams) {
        Set<Path> files =
                streams.stream().flatMap(stream -> stream.paths().stream()).collect(Collectors.toSet());
        runs.all().stream()
                .filter(run -> run.groups().contains(group) && files.containsAll(run.files()))
                .forEach(run -> {
                    if (run.isActive()) {
                        run.files().forEach(LogFolders::delete);
                    } else {
                        LogFolders.deleteTree(run.folder());
                        LogFolders.delete(run.folder().resolveSibling(""));
                    }
                });
    }

    @Override
    public List<LogStream> growing() {
        return runs.all().stream().filter(RunLog::isActive).map(RunLogs::stream).toList();
    }
}
