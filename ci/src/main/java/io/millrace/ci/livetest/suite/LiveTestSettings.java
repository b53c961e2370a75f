package io.millrace.ci.livetest.suite;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * What a live test is told.
 *
 * @param stack the stage's stack
 * @param names names of the stage, which go before the stack's
 * @param checks the folder with {@code expectations.yaml} and the stage's own {@code *.sql} checks
 * @param data a folder of raw files that are uploaded before the chain starts
 * @param reports the folder that gets the JUnit XML report
 * @param timeout how long one run of the chain may take
 */
public record LiveTestSettings(
        Optional<String> stack,
        Map<String, String> names,
        Path checks,
        Optional<Path> data,
        Path reports,
        Duration timeout) {
    /** Copies the names. */
    public LiveTestSettings {
        names = Map.copyOf(names);
    }
}
