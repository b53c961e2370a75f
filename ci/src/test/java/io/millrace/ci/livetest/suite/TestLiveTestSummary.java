package io.millrace.ci.livetest.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.launcher.TestIdentifier;

final class TestLiveTestSummary {
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private final LiveTestSummary summary =
            new LiveTestSummary(new PrintStream(text, true, StandardCharsets.UTF_8), () -> Instant.EPOCH);

    @Test
    void showsWhatIsWrongBelowItsCheck() {
        finish("Counts agree", TestExecutionResult.successful());
        finish("Partitions", TestExecutionResult.failed(new AssertionError("1 of 2\n  query: SELECT 1")));
        summary.finish();

        assertThat(text.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "passed   Counts agree (0.0 s)",
                        "FAILED   Partitions (0.0 s)",
                        "         1 of 2",
                        "           query: SELECT 1",
                        "1 checks passed, 1 failed, 0 left out");
        assertThat(summary.isGreen()).isFalse();
    }

    @Test
    void isNotGreenWhereACheckWasLeftOut() {
        finish("Counts agree", TestExecutionResult.successful());
        assertThat(summary.isGreen()).isTrue();
        finish("Files", TestExecutionResult.aborted(new IllegalStateException("Assumption failed: no chain")));

        assertThat(summary.isGreen()).isFalse();
        assertThat(text.toString(StandardCharsets.UTF_8)).contains("left out Files: no chain");
    }

    @Test
    void isNotGreenWithoutAnyCheck() {
        assertThat(summary.isGreen()).isFalse();
    }

    private void finish(String name, TestExecutionResult result) {
        summary.executionFinished(
                TestIdentifier.from(
                        new AbstractTestDescriptor(UniqueId.forEngine("x").append("t", name), name) {
                            @Override
                            public Type getType() {
                                return TestDescriptor.Type.TEST;
                            }
                        }),
                result);
    }
}
