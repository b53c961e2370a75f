package io.millrace.ci.livetest.suite;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Prints a line for each check as it ends, with what is wrong below it, and counts. */
final class LiveTestSummary implements TestExecutionListener {
    private final PrintStream out;
    private final InstantSource clock;
    private final Map<String, Instant> begun = new HashMap<>();
    private int passed;
    private int failed;
    private int skipped;

    LiveTestSummary(PrintStream out, InstantSource clock) {
        this.out = out;
        this.clock = clock;
    }

    boolean isGreen() {
        return failed == 0 && skipped == 0 && passed > 0;
    }

    void finish() {
        out.printf("%d checks passed, %d failed, %d left out%n", passed, failed, skipped);
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        begun.put(test.getUniqueId(), clock.instant());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        skipped++;
        out.printf("left out %s: %s%n", test.getDisplayName(), reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        String why = result.getThrowable()
                .map(thrown -> Objects.requireNonNullElse(thrown.getMessage(), thrown.toString()))
                .orElse("");
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                if (test.isTest()) {
                    passed++;
                    out.printf("passed   %s (%.1f s)%n", test.getDisplayName(), seconds(test));
                }
            }
            case ABORTED -> {
                skipped++;
                out.printf("left out %s: %s%n", test.getDisplayName(), why.replace("Assumption failed: ", ""));
            }
            case FAILED -> {
                failed++;
                out.printf("FAILED   %s (%.1f s)%n", test.getDisplayName(), seconds(test));
                why.lines().forEach(line -> out.println("         " + line));
            }
        }
    }

    private double seconds(TestIdentifier test) {
        Instant now = clock.instant();
        return Duration.between(begun.getOrDefault(test.getUniqueId(), now), now)
                        .toMillis()
                / 1e3;
    }
}
