package io.millrace.etl.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import org.junit.jupiter.api.Test;

class TestFailureReason {
    @Test
    void leavesOutFramesOfSparkAndRepetitions() {
        RuntimeException cause = new RuntimeException("Unexpected end of input stream");
        RuntimeException file = new RuntimeException(
                "[FAILED_READ_FILE.NO_HINT] Encountered error while reading file s3a://raw/a.csv.gz. SQLSTATE: KD001",
                cause);
        RuntimeException task = new RuntimeException(
                "Job aborted due to stage failure: Task 0 in stage 1.0 failed 1 times\n\tat org.apache.spark.X", file);

        assertThat(FailureReason.of(new RuntimeException(task)))
                .isEqualTo("Encountered error while reading file s3a://raw/a.csv.gz.: Unexpected end of input stream");
    }

    @Test
    void namesExceptionsWithoutMessage() {
        assertThat(FailureReason.of(new RuntimeException("Cannot read x", new EOFException())))
                .isEqualTo("Cannot read x: EOFException");
    }

    @Test
    void keepsReasonsShort() {
        assertThat(FailureReason.of(new RuntimeException("x".repeat(10_000))))
                .hasSize(2_000)
                .endsWith("…");
    }
}
