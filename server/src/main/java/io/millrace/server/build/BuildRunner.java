package io.millrace.server.build;

import io.millrace.server.function.runtime.MemoryGroups;
import io.millrace.server.identity.role.RoleRefusedException;
import io.millrace.server.source.GitRepositories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhaseType;
import software.amazon.awssdk.services.codebuild.model.ExportedEnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Runs builds, a few at a time, each as a user of its own. A build ends with its server: the next one ends those that were left as
 * {@code FAULT}. Thread-safe.
 */
public final class BuildRunner implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BuildRunner.class);
    private static final Duration STOP_WAIT = Duration.ofSeconds(20);

    private final BuildRunnerSettings settings;
    private final Builds builds;
    private final BuildParts parts;
    private final InstantSource clock;
    private final Optional<MemoryGroups> groups = MemoryGroups.find();
    private final ExecutorService threads;
    private final Queue<Integer> users = new ArrayDeque<>();
    private final Map<String, BuildBlock> running = new ConcurrentHashMap<>();
    private final java.util.Set<String> stopped = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;
    private volatile Optional<Sandbox> sandbox = Optional.empty();

    BuildRunner(
            BuildRunnerSettings settings,
            Builds builds,
            S3Client s3,
            GitRepositories repositories,
            BuildRole role,
            InstantSource clock) {
        this.settings = settings;
        this.builds = builds;
        this.parts = new BuildParts(new BuildSources(s3, repositories), new BuildOutputs(s3), role, settings.path());
        this.clock = clock;
        this.threads = Executors.newFixedThreadPool(settings.parallelBuilds(), task -> {
            Thread thread = new Thread(task, "build");
            thread.setDaemon(true);
            return thread;
        });
        for (int i = 0; i < settings.parallelBuilds(); i++) {
            users.add(settings.firstUser() + i);
        }
    }

    /** Ends what a server that died has left. Once, before anything is started. */
    public void recover() {
        new OrphanedBuildProcesses(settings.workFolder()).kill();
        builds.active().forEach(this::endAbandoned);
        try {
            BuildFolder.deleteAll(settings.workFolder());
        } catch (IOException e) {
            LOG.warn("What builds have left in {} is not removed", settings.workFolder(), e);
        }
    }

    private void endAbandoned(Build build) {
        LOG.warn("The build {} was left by a server that ended", build.id());
        String phase = build.currentPhase();
        BuildJournal.abandon(builds, build, clock);
        end(build.id(), BuildEnd.of(StatusType.FAULT));
        Path log = log(build.id());
        if (Files.exists(log)) {
            try {
                Files.writeString(
                        log,
                        "[Container] Build ended: FAULT in the phase " + phase + ": " + BuildJournal.SERVER_ENDED
                                + "\n",
                        StandardOpenOption.APPEND);
            } catch (IOException e) {
                LOG.warn("The log {} cannot be ended", log, e);
            }
        }
    }

    /** The log of a build, which is there as soon as it runs. */
    Path log(String buildId) {
        return BuildLogFiles.file(settings.logFolder(), buildId);
    }

    void start(BuildRequest request) {
        threads.execute(() -> run(request));
    }

    /** Ends a build; one that is not running yet will not begin. */
    void stop(String id) {
        stopped.add(id);
        BuildBlock block = running.get(id);
        if (block != null) {
            block.end(BuildBlock.End.STOPPED);
        }
    }

    private synchronized Sandbox sandbox() {
        if (sandbox.isEmpty()) {
            sandbox = Optional.of(Sandbox.find(settings.dataFolder(), settings.firstUser()));
        }
        return sandbox.get();
    }

    private int takeUser() {
        synchronized (users) {
            return users.remove();
        }
    }

    private void giveBack(int user) {
        synchronized (users) {
            users.add(user);
        }
    }

    // A run loop: whatever goes wrong with one build must end that build and nothing else.
    private void run(BuildRequest request) {
        String id = request.build().id();
        if (closed) {
            return;
        }
        int user = takeUser();
        BuildEnd end = BuildEnd.of(StatusType.FAULT);
        try {
            end = stopped.contains(id) ? BuildEnd.of(StatusType.STOPPED) : run(request, user);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RoleRefusedException e) {
            LOG.warn("The build {} cannot act with its role: {}", id, e.getMessage());
            end = BuildEnd.of(StatusType.FAILED);
        } catch (IOException | RuntimeException e) {
            LOG.error("The build {} cannot be run", id, e);
        } finally {
            giveBack(user);
            stopped.remove(id);
        }
        if (!closed || end.status() != StatusType.STOPPED) {
            end(id, end);
        }
    }

    private BuildEnd run(BuildRequest request, int user) throws IOException, InterruptedException {
        Build build = request.build();
        Files.createDirectories(log(build.id()).getParent());
        BuildLimits limits = settings.limits(build);
        BuildFolder folder = BuildFolder.create(settings.workFolder());
        try (BuildLog log = new BuildLog(log(build.id()), limits.logBytes())) {
            log.line(sandbox().description());
            BuildBlock block = new BuildBlock(sandbox(), groups, folder, user, limits, log);
            running.put(build.id(), block);
            if (stopped.contains(build.id())) {
                block.end(BuildBlock.End.STOPPED);
            }
            BuildJournal journal = new BuildJournal(builds, build.id(), log, clock);
            BuildEnd end = new BuildRun(request, parts, folder, block, log, journal, limits, clock)
                    .run(user, sandbox().level() != Sandbox.Level.LIMITS);
            log.end("Build ended: " + end.status());
            return end;
        } finally {
            running.remove(build.id());
            delete(folder);
        }
    }

    /** What cannot be deleted now, such as a read-only folder of a server that is not root, is so when the next server starts, and no build's fault. */
    private static void delete(BuildFolder folder) {
        try {
            folder.delete();
        } catch (IOException e) {
            LOG.warn("The folder {} of a build cannot be deleted", folder.root(), e);
        }
    }

    private void end(String id, BuildEnd end) {
        builds.update(id, build -> {
            Build.Builder after = build.toBuilder()
                    .buildStatus(end.status())
                    .currentPhase(BuildPhaseType.COMPLETED.toString())
                    .buildComplete(true)
                    .endTime(clock.instant())
                    .exportedEnvironmentVariables(end.exported().entrySet().stream()
                            .map(entry -> ExportedEnvironmentVariable.builder()
                                    .name(entry.getKey())
                                    .value(entry.getValue())
                                    .build())
                            .toList());
            if (!end.sourceVersion().isEmpty()) {
                after.resolvedSourceVersion(end.sourceVersion());
            }
            end.artifact().ifPresent(place -> after.artifacts(artifact -> artifact.location("arn:aws:s3:::" + place)));
            return after.build();
        });
    }

    /** Ends all builds; the next server calls them {@code FAULT}. */
    @Override
    public void close() {
        closed = true;
        running.values().forEach(block -> block.end(BuildBlock.End.STOPPED));
        threads.shutdown();
        try {
            if (!threads.awaitTermination(STOP_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{} builds have not ended; the system ends them with this process", running.size());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
