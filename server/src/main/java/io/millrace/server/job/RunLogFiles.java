package io.millrace.server.job;

import io.millrace.catalog.job.JobRunLaunch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The log files of all runs that there ever were, with the log groups that they are shown in. Thread-safe. */
public final class RunLogFiles {
    /** Where Glue writes when a job says nothing else (Glue Developer Guide, "Continuous logging"). */
    private static final List<String> DEFAULT_GROUPS = List.of("/aws-glue/jobs/error", "/aws-glue/jobs/output");

    private final Path runsFolder;
    /** By folder; what is noted of a run never changes. */
    private final Map<Path, Note> notes = new ConcurrentHashMap<>();

    /** The runs below {@link JobRunnerSettings#runsFolder}. */
    public RunLogFiles(Path runsFolder) {
        this.runsFolder = runsFolder.toAbsolutePath();
    }

    private record Note(String runId, List<String> groups) {}

    /**
     * A run's log.
     *
     * @param groups the log groups that it is shown in
     * @param folder the run's own
     * @param files the older part first; they need not be there
     */
    public record RunLog(String runId, List<String> groups, Path folder, List<Path> files) {
        /** Whether the run has a process, as far as its folder tells. */
        public boolean isActive() {
            return Files.isDirectory(new RunFolder(folder).scratch());
        }
    }

    /** The groups that a run's log is shown in. */
    static List<String> groups(Map<String, String> arguments) {
        String group = arguments.getOrDefault("--continuous-log-logGroup", "");
        boolean continuous = Boolean.parseBoolean(arguments.get("--enable-continuous-cloudwatch-log"));
        return continuous && !group.isBlank() ? List.of(group) : DEFAULT_GROUPS;
    }

    /** Notes beside a run's log what names it has. */
    static void note(RunFolder folder, JobRunLaunch launch) throws IOException {
        List<String> lines = new ArrayList<>(List.of(launch.runId()));
        lines.addAll(groups(launch.arguments()));
        Files.write(folder.logNote(), lines, StandardCharsets.UTF_8);
    }

    /** All of them. */
    public List<RunLog> all() {
        List<RunLog> logs = new ArrayList<>();
        for (Path job : folders(runsFolder)) {
            for (Path run : folders(job)) {
                Note note = note(run);
                RunFolder folder = new RunFolder(run);
                logs.add(new RunLog(
                        note.runId, note.groups, run, List.of(BoundedLog.older(folder.log()), folder.log())));
            }
        }
        return logs;
    }

    private Note note(Path run) {
        Note known = notes.get(run);
        if (known != null) {
            return known;
        }
        try {
            List<String> lines = Files.readAllLines(new RunFolder(run).logNote(), StandardCharsets.UTF_8);
            if (lines.size() < 2) {
                // It is just being written, or was when the machine stopped.
                return new Note(String.valueOf(run.getFileName()), DEFAULT_GROUPS);
            }
            Note note = new Note(lines.get(0), List.copyOf(lines.subList(1, lines.size())));
            notes.put(run, note);
            return note;
        } catch (NoSuchFileException e) {
            // It only begins, or is of a server that noted nothing yet.
            return new Note(String.valueOf(run.getFileName()), DEFAULT_GROUPS);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read what is noted of the run in " + run, e);
        }
    }

    private static List<Path> folders(Path parent) {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).sorted().toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list " + parent, e);
        }
    }
}
