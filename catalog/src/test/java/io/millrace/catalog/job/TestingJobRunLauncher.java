package io.millrace.catalog.job;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A launcher without processes: the test says when a run has started and how it ends. */
final class TestingJobRunLauncher implements JobRunLauncher {
    final List<JobRunLaunch> launches = new CopyOnWriteArrayList<>();
    final List<String> stops = new CopyOnWriteArrayList<>();
    private final Map<String, JobRunProgress> progress = new ConcurrentHashMap<>();

    @Override
    public void launch(JobRunLaunch launch, JobRunProgress progress) {
        launches.add(launch);
        this.progress.put(launch.runId(), progress);
    }

    @Override
    public void stop(String jobName, String runId) {
        stops.add(runId);
    }

    JobRunProgress progress(String runId) {
        return Objects.requireNonNull(progress.get(runId), runId);
    }
}
