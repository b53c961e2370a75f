package io.millrace.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The demo's data folder: the user's own, or a fresh one that is removed at the end, also when the end is Ctrl-C. Then the
 * shutdown hook closes what works in the folder; the command's own thread meets closed clients and should say nothing.
 */
final class DemoFolder implements AutoCloseable {
    /** A server that is still starting when Ctrl-C comes is waited for, so that it can be closed. */
    private static final Duration START_WAIT = Duration.ofSeconds(10);

    private final Path path;
    private final Thread onExit = new Thread(this::interrupted);
    private final CountDownLatch started = new CountDownLatch(1);
    private final AtomicReference<@Nullable AutoCloseable> first = new AtomicReference<>();
    private final Disposal disposal;
    private volatile Phase phase = Phase.WORKING;

    private enum Phase {
        WORKING,
        KEPT,
        INTERRUPTED,
        ENDED
    }

    private enum Disposal {
        KEEP,
        REMOVE
    }

    private DemoFolder(Path path, Disposal disposal) {
        this.path = path;
        this.disposal = disposal;
        Runtime.getRuntime().addShutdownHook(onExit);
    }

    static DemoFolder of(@Nullable Path chosen, boolean keep) {
        if (chosen != null) {
            return new DemoFolder(chosen, Disposal.KEEP);
        }
        try {
            return new DemoFolder(Files.createTempDirectory("millrace-demo-"), keep ? Disposal.KEEP : Disposal.REMOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make a folder for the demo: " + e.getMessage(), e);
        }
    }

    Path path() {
        return path;
    }

    /** Has {@code part}, which works in the folder, closed before the folder goes. */
    <T extends AutoCloseable> T closeFirst(T part) {
        first.set(part);
        started.countDown();
        return part;
    }

    /** From here on Ctrl-C is the normal end. */
    void keep() {
        phase = Phase.KEPT;
    }

    /** Whether the demo was cut short, which explains whatever fails from then on. */
    boolean isInterrupted() {
        return phase == Phase.INTERRUPTED;
    }

    @Override
    public void close() {
        started.countDown();
        end();
        if (phase == Phase.WORKING) {
            phase = Phase.ENDED;
        }
    }

    /** The shutdown hook: after Ctrl-C, and also after an ordinary end, when nothing is left to do. */
    private void interrupted() {
        if (phase == Phase.WORKING) {
            phase = Phase.INTERRUPTED;
            System.err.println(System.lineSeparator() + "millrace: interrupted, stopping ...");
        }
        try {
            if (!started.await(START_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("millrace: the demo's server did not start in time to be stopped");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end();
    }

    /** Synchronized: the folder must not go while the other thread still closes what works in it. */
    private synchronized void end() {
        AutoCloseable part = first.getAndSet(null);
        if (part != null) {
            try {
                part.close();
            } catch (Exception e) { // AutoCloseable declares no less
                System.err.println("millrace: the demo did not stop cleanly: " + e.getMessage());
            }
        }
        if (disposal == Disposal.REMOVE) {
            removeTree();
        }
    }

    private void removeTree() {
        if (!Files.exists(path)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            System.err.println("millrace: cannot remove " + path + ": " + e.getMessage());
        }
    }
}
