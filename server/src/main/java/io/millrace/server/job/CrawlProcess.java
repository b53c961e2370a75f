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
    public synchronized List<byte[]> answerAll(List<byte[]> requests) throws IOException {
        Running started = running.isPresent() ? running.get() : start();
        running = Optional.of(started);
        try {
            return started.stream().answerAll(requests);
        } catch (IOException e) {
            boolean died = e instanceof EOFException || !started.process().isAlive();
            release();
            throw died
                    ? new IOException("The Spark process of the crawl ended before it had answered; see " + log, e)
                    : e;
        }
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
