package io.millrace.server.topic;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who hears of a topic's messages.
 *
 * @param attributes as SNS shows them ({@code SubscriptionArn}, {@code TopicArn}, {@code Protocol}, {@code Endpoint}, …), and the token
 *     that confirms it, which is not shown
 */
record Subscription(Map<String, String> attributes) {
    static final String ARN = "SubscriptionArn";
    static final String TOPIC = "TopicArn";
    static final String PROTOCOL = "Protocol";
    static final String ENDPOINT = "Endpoint";
    static final String PENDING = "PendingConfirmation";
    static final String AUTHENTICATED = "ConfirmationWasAuthenticated";
    static final String RAW = "RawMessageDelivery";
    static final String FILTER = "FilterPolicy";
    static final String FILTER_SCOPE = "FilterPolicyScope";
    static final String TOKEN = "Token";

    Subscription {
        attributes = Map.copyOf(attributes);
    }

    String arn() {
        return text(ARN);
    }

    String topicArn() {
        return text(TOPIC);
    }

    Protocol protocol() {
        return Protocol.parse(text(PROTOCOL)).orElseThrow();
    }

    String endpoint() {
        return text(ENDPOINT);
    }

    boolean isPending() {
        return text(PENDING).equals("true");
    }

    boolean isRaw() {
        return text(RAW).equals("true");
    }

    String token() {
        return text(TOKEN);
    }

    Optional<String> filterPolicy() {
        return Optional.ofNullable(attributes.get(FILTER));
    }

    String filterScope() {
        return attributes.getOrDefault(FILTER_SCOPE, FilterPolicies.BY_ATTRIBUTES);
    }

    private String text(String name) {
        return attributes.getOrDefault(name, "");
    }

    /** The same with another value; without it if the value is empty. */
    Subscription with(String name, String value) {
        Map<String, String> changed = new LinkedHashMap<>(attributes);
        if (value.isEmpty()) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return new Subscription(changed);
    }
}
