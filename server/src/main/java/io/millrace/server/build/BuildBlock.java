package io.millrace.server.build;

import io.millrace.server.function.runtime.MemoryGroups;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Runs blocks of commands of one build, one after the other, and ends the running one on request. */
final class BuildBlock {
    private static final long KILL_WAIT_SECONDS = 20;
    private static final long LOG_END_WAIT_MILLIS = 5_000;

    private final Sandbox sandbox;
    private final Optional<MemoryGroups> groups;
    private final BuildFolder folder;
    private final int user;
    private final BuildLimits limits;
    private final BuildLog log;
    private final AtomicReference<@Nullable End> asked = new AtomicReference<>();
    private volatile @Nullable Process running;

    BuildBlock(
            Sandbox sandbox,
            Optional<MemoryGroups> groups,
            BuildFolder folder,
            int user,
            BuildLimits limits,
            BuildLog log) {
        this.sandbox = sandbox;
        this.groups = groups;
        this.folder = folder;
        this.user = user;
        this.limits = limits;
        this.log = log;
    }

    /** Why a block ended before its last command. */
    enum End {
        STOPPED,
        TIMED_OUT,
        LOG_FULL
    }

    /** Ends the running block and every later one. */
    void end(End reason) {
        asked.compareAndSet(null, reason);
        Process process = running;
        if (process != null) {
            process.destroyForcibly();
        }
    }

    Optional<End> ended() {
        return Optional.ofNullable(asked.get());
    }

    /** Runs a text of bash to its end, which all its processes share; the exit code. */
    int run(String script, Map<String, String> environment, Duration left) throws IOException, InterruptedException {
        if (asked.get() != null) {
            return -1;
        }
        ProcessBuilder builder = new ProcessBuilder(sandbox.command(folder.root(), user, limits, script))
                .directory(folder.root().toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        running = process;
        Optional<MemoryGroups.Group> group = groups.flatMap(all -> all.enclose(process.pid(), limits.memoryBytes()));
        try {
            return await(process, left);
        } finally {
            running = null;
            kill(process);
            killLeft();
            group.ifPresent(MemoryGroups.Group::remove);
        }
    }

    private int await(Process process, Duration left) throws IOException, InterruptedException {
        Thread logger = new Thread(() -> log.copy(process.getInputStream(), () -> end(End.LOG_FULL)), "build-log");
        logger.setDaemon(true);
        logger.start();
        // Everything that it starts from now on is in its control group, too.
        try (var in = process.getOutputStream()) {
            in.write('\n');
        } catch (IOException e) {
            process.destroyForcibly();
        }
        if (asked.get() != null) {
            process.destroyForcibly();
        }
        if (!process.waitFor(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS)) {
            end(End.TIMED_OUT);
        }
        kill(process);
        logger.join(LOG_END_WAIT_MILLIS);
        return process.exitValue();
    }

    /** Ends what a block has left running as its user; the next build may get the same one. */
    private void killLeft() throws IOException, InterruptedException {
        List<String> command = sandbox.endOf(user);
        if (!command.isEmpty()) {
            Process end = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!end.waitFor(KILL_WAIT_SECONDS, TimeUnit.SECONDS)) {
                end.destroyForcibly();
            }
        }
    }

    private static void kill(Process process) throws InterruptedException {
        List<ProcessHandle> descendants = process.descendants().toList();
        process.destroyForcibly();
        descendants.forEach(ProcessHandle::destroyForcibly);
        process.waitFor(KILL_WAIT_SECONDS, TimeUnit.SECONDS);
    }
}
