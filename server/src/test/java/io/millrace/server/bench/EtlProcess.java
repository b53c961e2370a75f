package io.millrace.server.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * An engine at work in a process of its own.
 *
 * @param wholeSeconds from the process's start to its end
 * @param runSeconds of each run in it
 * @param cpuSeconds of the process
 * @param peakMegabytes of resident memory
 */
record EtlProcess(double wholeSeconds, List<Double> runSeconds, double cpuSeconds, double peakMegabytes) {
    private static final long LIMIT_MINUTES = 30;

    /** Runs the command to its end. */
    static EtlProcess run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path log = Files.createTempFile("bench-etl-", ".log");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
        builder.environment().putAll(environment);
        long start = System.nanoTime();
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        boolean ended = process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES);
        double seconds = (System.nanoTime() - start) / 1e9;
        List<Double> runs = new ArrayList<>();
        List<String> end = List.of();
        for (String line : output.lines().toList()) {
            if (line.startsWith("RUN ")) {
                runs.add(Double.parseDouble(line.substring(4)));
            } else if (line.startsWith("END ")) {
                end = List.of(line.split(" "));
            }
        }
        if (!ended || process.exitValue() != 0 || end.isEmpty() || runs.isEmpty()) {
            process.destroyForcibly();
            List<String> lines = Files.readAllLines(log);
            throw new IOException("A process failed; the last it said: " + output
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size())));
        }
        Files.delete(log);
        return new EtlProcess(seconds, runs, Double.parseDouble(end.get(1)), Double.parseDouble(end.get(2)));
    }

    /** The last run's, when the compilers have seen what there is to see. */
    double warmSeconds() {
        return runSeconds.get(runSeconds.size() - 1);
    }
}
