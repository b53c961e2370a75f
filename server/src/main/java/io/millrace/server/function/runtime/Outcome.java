package io.millrace.server.function.runtime;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/**
 * What came back for one invocation.
 *
 * @param payload the handler's answer or an error, as JSON
 * @param failure whether it is an error
 * @param undelivered whether the event never reached the function
 */
@SuppressWarnings("ArrayRecordComponent") // handed through, never compared
record Outcome(byte[] payload, boolean failure, boolean undelivered) {

    static Outcome success(byte[] payload) {
        return new Outcome(payload, false, false);
    }

    static Outcome failure(byte[] payload) {
        return new Outcome(payload, true, false);
    }

    /** An error that Lambda itself reports, in its form. */
    static Outcome failure(String errorType, String errorMessage) {
        return failure(
                ("{\"errorType\":\"" + escape(errorType) + "\",\"errorMessage\":\"" + escape(errorMessage) + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** The process ended before it took the event, which another process may therefore have. */
    static Outcome notDelivered() {
        return new Outcome(
                failure("Runtime.ExitError", "Error: Runtime exited without providing a reason").payload, true, true);
    }

    /** Lambda's timeout, which has no error type. */
    static Outcome timeout(String errorMessage) {
        return failure(("{\"errorMessage\":\"" + escape(errorMessage) + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private static String escape(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
