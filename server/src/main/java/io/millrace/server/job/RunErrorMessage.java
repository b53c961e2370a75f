package io.millrace.server.job;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;

/** The message of a failed run: what its worker left in the result file, else how the process ended and its last words. */
final class RunErrorMessage {
    private static final int MAX_RESULT_BYTES = 64 << 10;
    private static final int MAX_LINES = 20;
    private static final int MAX_CHARS = 2_000;
    private static final int LOG_TAIL_BYTES = 4 << 10;
    private static final int SIGNAL_EXIT_CODE = 128;

    private RunErrorMessage() {}

    static String of(RunFolder folder, int exitCode, Map<String, String> environment) throws IOException {
        String result = result(folder);
        return withoutSecrets(result.isEmpty() ? lastWords(folder, exitCode) : shorten(result), environment);
    }

    private static String result(RunFolder folder) throws IOException {
        if (!Files.isRegularFile(folder.result())) {
            return "";
        }
        try (InputStream in = Files.newInputStream(folder.result())) {
            return new String(in.readNBytes(MAX_RESULT_BYTES), StandardCharsets.UTF_8).strip();
        }
    }

    private static String lastWords(RunFolder folder, int exitCode) throws IOException {
        String how = exitCode > SIGNAL_EXIT_CODE
                ? "The job's process was ended by signal %d".formatted(exitCode - SIGNAL_EXIT_CODE)
                : "The job's process ended with exit code %d".formatted(exitCode);
        String last = JobRunLogs.tail(folder, LOG_TAIL_BYTES)
                .strip()
                .lines()
                .reduce((earlier, later) -> later)
                .orElse("");
        return shorten(last.isEmpty() ? how + "." : how + ": " + last);
    }

    private static String shorten(String text) {
        List<String> lines = text.lines().limit(MAX_LINES).toList();
        String joined = String.join("\n", lines);
        return joined.length() <= MAX_CHARS ? joined : joined.substring(0, MAX_CHARS - 3) + "...";
    }

    private static String withoutSecrets(String message, Map<String, String> environment) {
        String clean = message;
        for (Map.Entry<String, String> variable : environment.entrySet()) {
            if (variable.getKey().contains("SECRET") && !variable.getValue().isEmpty()) {
                clean = clean.replace(variable.getValue(), "****");
            }
        }
        return clean;
    }
}
