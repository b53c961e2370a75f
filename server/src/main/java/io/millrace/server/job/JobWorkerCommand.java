package io.millrace.server.job;

import java.nio.file.Path;
import java.util.List;

/** Builds the command line of a job's process: {@code WorkerCommand} of the etl-jobs module. */
@FunctionalInterface
public interface JobWorkerCommand {
    /** The command that runs {@code mainClass} with {@code arguments}; nothing secret may be in it. */
    List<String> of(Path javaHome, String classPath, String mainClass, List<String> arguments);
}
