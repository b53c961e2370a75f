package io.millrace.server.job;

import io.millrace.catalog.crawl.FileCluster;
import io.millrace.catalog.crawl.FileRequestStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * The process in which Spark reads the files of large crawls ({@code CrawlJob} of the etl-jobs module). It is started by the first request
 * and ended by {@link #release}; it dies with this server by the end of its standard input. Thread-safe; crawls at the same time take turns.
 */
public final class CrawlProcess implements FileCluster, AutoCloseable {
    private static final Set<String> INHERITED_VARIABLES =
            Set.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "SystemRoot", "TEMP", "TMP");

    /** Several tasks a core, and few enough that their answers take some megabytes. */
    private static final int FILES_PER_CORE = 2000;

    private static final long LOOK_MILLIS = 200;

    private final Supplier<List<String>> command;
    private final Map<String, String> variables;
    private final Path log;
    private Optional<Running> running = Optional.empty();

    private record Running(Process process, FileCluster stream) {}

    /**
     * A process that is not started yet.
     *
     * @param variables what it gets beside a few harmless variables of ours; the place for credentials
     * @param log where what it prints goes; each process begins it anew
     */
    public CrawlProcess(Supplier<List<String>> command, Map<String, String> variables, Path log) {
        this.command = command;
        this.variables = Map.copyOf(variables);
        this.log = log;
    }

    @Override
    public int filesAtOnce() {
        return FILES_PER_CORE * Runtime.getRuntime().availableProcessors();
    }

    @Override
    public List<byte[]> answerAll(List<byte[]> requests) throws IOException {
        return answerAll(requests, () -> false);
    }

    @Override
    public synchronized List<byte[]> answerAll(List<byte[]> requests, BooleanSupplier cancelled) throws IOException {
        Running started = running.isPresent() ? running.get() : start();
        running = Optional.of(started);
        AtomicBoolean answered = new AtomicBoolean();
        watch(started.process(), () -> !answered.get() && cancelled.getAsBoolean(), answered::get);
        try {
            return started.stream().answerAll(requests);
        } catch (IOException e) {
            boolean died = e instanceof EOFException || !started.process().isAlive();
            release();
            throw died
                    ? new IOException("The Spark process of the crawl ended before it had answered; see " + log, e)
                    : e;
        } finally {
            answered.set(true);
        }
    }

    /** Kills the process when its answers are no longer wanted: they may take minutes, and a stream cannot be left half read. */
    private static void watch(Process process, BooleanSupplier unwanted, BooleanSupplier ended) {
        Thread watcher = new Thread(
                () -> {
                    try {
                        while (!ended.getAsBoolean() && !process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                            if (unwanted.getAsBoolean()) {
                                process.descendants().forEach(ProcessHandle::destroyForcibly);
                                process.destroyForcibly();
                            }
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "crawl-spark-watch");
        watcher.setDaemon(true);
        watcher.start();
    }

    private Running start() throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        ProcessBuilder builder = new ProcessBuilder(command.get()).redirectError(log.toFile());
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(INHERITED_VARIABLES);
        environment.putAll(variables);
        Process process = builder.start();
        return new Running(
                process, new FileRequestStream(filesAtOnce(), process.getInputStream(), process.getOutputStream()));
    }

    @Override
    public synchronized void release() {
        Optional<Running> ended = running;
        running = Optional.empty();
        try {
            if (ended.isPresent()) {
                Process process = ended.get().process();
                ProcessTree.kill(process.toHandle(), process.descendants().toList());
            }
        } catch (InterruptedException e) {
            // It was told to die; nobody has to see it dead.
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        release();
    }
}
