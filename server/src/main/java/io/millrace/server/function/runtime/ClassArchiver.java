package io.millrace.server.function.runtime;

import io.millrace.server.wire.ServiceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes class-data-sharing archives of functions' code, one at a time in the background. An archive that cannot be made is
 * logged and left out: it only makes starts faster.
 */
final class ClassArchiver implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration DUMP_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(ClassArchiver.class);

    private final ExecutorService executor;
    private final ProcessStarter starter;

    ClassArchiver(ProcessStarter starter) {
        this.starter = starter;
        this.executor = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "function-class-archive");
            thread.setDaemon(true);
            return thread;
        });
    }

    void submit(FunctionSpec spec) {
        executor.execute(() -> archive(spec));
    }

    private void archive(FunctionSpec spec) {
        Path archive = spec.code().classArchive();
        if (Files.exists(archive) || !Files.exists(spec.code().archive())) {
            return;
        }
        Path temporary = archive.resolveSibling("classes.jsa.new");
        try {
            boolean complete = false;
            FunctionProcess process = starter.startArchiving(spec, temporary);
            try {
                // the archive is written when the process ends normally, which SIGTERM is
                if (process.awaitReady(START_TIMEOUT).isEmpty()) {
                    process.stop(DUMP_TIMEOUT.plusSeconds(10));
                    complete = process.awaitEnd(DUMP_TIMEOUT);
                }
            } finally {
                process.kill();
            }
            if (complete && Files.exists(temporary)) {
                Files.move(temporary, archive, StandardCopyOption.ATOMIC_MOVE);
                LOG.debug("Archived the classes of function {}", spec.name());
            }
        } catch (IOException | TimeoutException | ServiceException e) {
            LOG.info("No class archive for function {}: {}", spec.name(), e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        executor.shutdownNow();
        try {
            if (!executor.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A class archive was still being made at the end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
