package io.millrace.server.config;

/**
 * What the server shows of itself.
 *
 * @param metrics whether there is a page {@code /metrics}
 * @param logFormat the form of {@code server.log}
 */
public record ObservabilityConfig(boolean metrics, LogFormat logFormat) {
    /** The form of a log. */
    public enum LogFormat {
        /** A line for people. */
        TEXT,
        /** A JSON object on each line. */
        JSON
    }

    /** Metrics, and a log for people. */
    public static ObservabilityConfig defaults() {
        return new ObservabilityConfig(true, LogFormat.TEXT);
    }
}
