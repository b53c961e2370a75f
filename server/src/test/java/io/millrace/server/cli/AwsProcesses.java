package io.millrace.server.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Runs Debian's AWS CLI as processes that are forks of one which has imported it: its import takes most of a second of CPU, and the tests call it some
 * hundred times. Ends with the JVM, whose pipe it reads.
 */
final class AwsProcesses {
    private static final String SCRIPT = "aws_processes.py";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Map<Long, CompletableFuture<Integer>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final BufferedWriter requests;

    /** One of all tests of the JVM. */
    private static final class Shared {
        static final AwsProcesses INSTANCE = start();
    }

    private AwsProcesses(Process process) {
        requests = process.outputWriter();
        Thread reader = new Thread(() -> read(process.inputReader()), "aws-processes");
        reader.setDaemon(true);
        reader.start();
    }

    static AwsProcesses shared() {
        return Shared.INSTANCE;
    }

    private static AwsProcesses start() {
        try (var script = AwsProcesses.class.getResourceAsStream(SCRIPT)) {
            Path file = Files.createTempFile("aws", ".py");
            file.toFile().deleteOnExit();
            Files.write(file, script.readAllBytes());
            ProcessBuilder builder = new ProcessBuilder("/usr/bin/python3", file.toString(), AwsCli.PROGRAM.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
            builder.environment().put("LC_ALL", "C.UTF-8");
            return new AwsProcesses(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(BufferedReader answers) {
        answers.lines().forEach(line -> {
            String[] words = line.split(" ");
            Optional.ofNullable(waiting.remove(Long.valueOf(words[0])))
                    .ifPresent(end -> end.complete(Integer.valueOf(words[1])));
        });
        waiting.values().forEach(end -> end.completeExceptionally(new IOException("the AWS CLI's process ended")));
    }

    /** @return the exit code of {@code aws arguments…} */
    int run(List<String> arguments, Map<String, String> environment, Path out, Path err, long seconds)
            throws IOException, InterruptedException {
        long id = ids.incrementAndGet();
        CompletableFuture<Integer> end = new CompletableFuture<>();
        waiting.put(id, end);
        String request = JSON.writeValueAsString(Map.of(
                "id",
                id,
                "arguments",
                arguments,
                "environment",
                environment,
                "out",
                out.toString(),
                "err",
                err.toString()));
        synchronized (requests) {
            requests.write(request);
            requests.newLine();
            requests.flush();
        }
        try {
            return end.get(seconds, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError(arguments + " did not end within " + seconds + " s", e);
        }
    }
}
