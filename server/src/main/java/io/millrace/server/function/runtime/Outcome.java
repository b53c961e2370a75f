package io.millrace.server.function.runtime;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;

/** What came back for one invocation: the handler's answer or an error, as JSON. */
@SuppressWarnings("ArrayRecordComponent") // handed through, never compared
record Outcome(byte[] payload, boolean failure) {

    static Outcome success(byte[] payload) {
        return new Outcome(payload, false);
    }

    static Outcome failure(byte[] payload) {
        return new Outcome(payload, true);
    }

    /** An error that Lambda itself reports, in its form. */
    static Outcome failure(String errorType, String errorMessage) {
        return failure(
                ("{\"errorType\":\"" + escape(errorType) + "\",\"errorMessage\":\"" + escape(errorMessage) + "\"}")
                        .getBytes(StandardCharsets.UTF_8));
    }

    /** Lambda's timeout, which has no error type. */
    static Outcome timeout(String errorMessage) {
        return failure(("{\"errorMessage\":\"" + escape(errorMessage) + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private static String escape(String text) {
        return new String(JsonStringEncoder.getInstance().quoteAsString(text));
    }
}
