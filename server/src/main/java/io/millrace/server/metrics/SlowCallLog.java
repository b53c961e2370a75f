package io.millrace.server.metrics;

import io.millrace.server.wire.CallObserver;
import io.millrace.server.wire.CallOutcome;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs calls that took long, as a warning, with what was called and never with what was sent. A synchronous function call
 * ({@code lambda:Invoke}) takes as long as the function does and is not logged.
 */
public final class SlowCallLog implements CallObserver {
    /** A call that takes longer than this is slow. */
    static final Duration SLOW = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(SlowCallLog.class);

    @Override
    public void ended(CallOutcome outcome) {
        if (isSlow(outcome)) {
            LOG.warn("{}", text(outcome));
        }
    }

    static boolean isSlow(CallOutcome outcome) {
        return outcome.took().compareTo(SLOW) > 0 && !operation(outcome).equals("lambda:Invoke");
    }

    static String text(CallOutcome outcome) {
        String error = outcome.errorName().map(name -> ", " + name).orElse("");
        return "Slow call %s took %d ms (status %d%s)"
                .formatted(operation(outcome), outcome.took().toMillis(), outcome.status(), error);
    }

    private static String operation(CallOutcome outcome) {
        return outcome.context().service() + ":" + outcome.context().operation();
    }
}
