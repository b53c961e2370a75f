package io.millrace.server.topic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A post to an HTTP endpoint, as the queue of deliveries keeps it.
 *
 * @param type {@code Notification} or {@code SubscriptionConfirmation}
 * @param raw whether the text is the message alone
 */
record HttpMessage(String type, String messageId, String topicArn, String subscriptionArn, boolean raw, String text) {
    static final String NOTIFICATION = "Notification";
    static final String CONFIRMATION = "SubscriptionConfirmation";

    private static final ObjectMapper JSON = new ObjectMapper();

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A record of texts is always JSON", e);
        }
    }

    static HttpMessage fromJson(String json) {
        try {
            return JSON.readValue(json, HttpMessage.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A queued message is not as it was written", e);
        }
    }
}
