package io.millrace.server.function;

import java.util.Map;

/** Where the ends of asynchronous invocations can be told, besides functions: topics. Thread-safe. */
public interface EventDestinations {
    /** Nowhere. */
    EventDestinations NONE = new EventDestinations() {
        @Override
        public boolean accepts(String arn) {
            return false;
        }

        @Override
        public void send(String arn, String message, Map<String, String> attributes) {
            throw new IllegalArgumentException("There is no destination " + arn);
        }
    };

    /** Whether the ARN is of a kind that can be sent to; it need not exist yet. */
    boolean accepts(String arn);

    /**
     * Sends a message. Throws when it was not accepted; it is then sent again later.
     *
     * @param attributes beside the message, as a dead-letter queue gets them: {@code RequestID}, {@code ErrorCode}, {@code ErrorMessage}
     */
    void send(String arn, String message, Map<String, String> attributes);
}
