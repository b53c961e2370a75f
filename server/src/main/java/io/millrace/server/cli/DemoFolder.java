package io.millrace.server.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The demo's data folder: the user's own, or a fresh one that is removed at the end, also when the end is Ctrl-C. */
final class DemoFolder implements AutoCloseable {
    private final Path path;
    private final Thread onExit = new Thread(this::end);
    private final AtomicReference<@Nullable AutoCloseable> first = new AtomicReference<>();
    private final Disposal disposal;

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
        return part;
    }

    @Override
    public void close() {
        end();
    }

    private void end() {
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

    private synchronized void removeTree() {
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
