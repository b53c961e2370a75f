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
    void saysOnceWhatIsWrongWithAQueryAndWhere() {
        RuntimeException analysis = new RuntimeException("""
                [UNRESOLVED_COLUMN.WITH_SUGGESTION] A column with name `fares` cannot be resolved. Did you mean [`fare`]? SQLSTATE: 42703; line 1 pos 7;
                'Project ['fares]
                +- SubqueryAlias raw.rides
                """);

        assertThat(FailureReason.of(analysis))
                .isEqualTo(
                        "A column with name `fares` cannot be resolved. Did you mean [`fare`]? (line 1, position 7)");
        String told =
                "Argument '--sql': line 1, position 7: A column with name `fares` cannot be resolved. Did you mean [`fare`]?";
        assertThat(FailureReason.of(new RuntimeException(told, analysis))).isEqualTo(told);
    }

    @Test
    void leavesOutTheTextOfAQueryThatDoesNotParse() {
        RuntimeException parse = new RuntimeException("""

                [PARSE_SYNTAX_ERROR] Syntax error at or near 'FORM'. SQLSTATE: 42601 (line 1, pos 10)

                == SQL ==
                SELECT id FORM raw.rides
                ----------^^^
                """);

        assertThat(FailureReason.of(new RuntimeException("Argument '--sql': Syntax error at or near 'FORM'", parse)))
                .isEqualTo("Argument '--sql': Syntax error at or near 'FORM'");
        assertThat(FailureReason.of(parse)).isEqualTo("Syntax error at or near 'FORM'. (line 1, position 10)");
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
