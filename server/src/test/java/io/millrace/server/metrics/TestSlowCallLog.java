package io.millrace.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.server.auth.Principal;
import io.millrace.server.wire.CallContext;
import io.millrace.server.wire.CallOutcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestSlowCallLog {
    private static CallOutcome outcome(String service, String operation, Duration took, Optional<String> error) {
        Principal principal = new Principal("AKIA", "arn:aws:iam::000000000000:user/a", "us-east-1", service);
        return new CallOutcome(new CallContext("id", principal, service, operation), List.of("arn"), 200, error, took);
    }

    @Test
    void findsCallsOverASecond() {
        assertThat(SlowCallLog.isSlow(outcome("glue", "GetTable", Duration.ofMillis(1001), Optional.empty())))
                .isTrue();
        assertThat(SlowCallLog.isSlow(outcome("glue", "GetTable", Duration.ofSeconds(1), Optional.empty())))
                .isFalse();
        assertThat(SlowCallLog.isSlow(outcome("lambda", "GetFunction", Duration.ofSeconds(2), Optional.empty())))
                .isTrue();
    }

    @Test
    void leavesFunctionsTheirTime() {
        assertThat(SlowCallLog.isSlow(outcome("lambda", "Invoke", Duration.ofMinutes(2), Optional.empty())))
                .isFalse();
    }

    @Test
    void saysWhatAndHowLongAndNothingElse() {
        assertThat(SlowCallLog.text(outcome("glue", "GetTables", Duration.ofMillis(1234), Optional.of("XException"))))
                .isEqualTo("Slow call glue:GetTables took 1234 ms (status 200, XException)");
    }
}
