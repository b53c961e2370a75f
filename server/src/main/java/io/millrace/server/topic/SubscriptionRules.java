package io.millrace.server.topic;

import io.millrace.server.delivery.TargetArns;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;

/** What subscriptions may be (SNS API reference, Subscribe), and refusals of what Millrace cannot reach. */
final class SubscriptionRules {
    /** No path: the files are all in one folder. */
    private static final Pattern FILE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private final OutsideEndpoints outside;

    SubscriptionRules(OutsideEndpoints outside) {
        this.outside = outside;
    }

    Protocol protocol(SubscribeRequest request) {
        String protocol = request.protocol();
        return Protocol.parse(protocol)
                .orElseThrow(() -> TopicErrors.invalid(
                        "Protocol", "Millrace has http, https, lambda and file, but not " + protocol));
    }

    void checkEndpoint(Protocol protocol, String endpoint) {
        switch (protocol) {
            case HTTP, HTTPS -> outside.check(protocol, endpoint);
            case LAMBDA -> {
                if (!TargetArns.kind(endpoint).orElse("").equals(TargetArns.FUNCTION)) {
                    throw TopicErrors.invalid("Lambda endpoint ARN", "it is none of a function");
                }
            }
            case FILE -> {
                if (!FILE.matcher(endpoint).matches()) {
                    throw TopicErrors.invalid(
                            "Endpoint",
                            "a file's name must be up to 128 letters, digits and ._- without a path, such as alerts.jsonl");
                }
            }
        }
    }

    /** The subscription with an attribute changed; an empty value, or a policy without conditions, takes it back. */
    static Subscription set(Subscription subscription, String name, String value) {
        switch (name) {
            case Subscription.FILTER -> {
                if (value.isEmpty() || FilterPolicies.object(name, value).isEmpty()) {
                    return subscription.with(name, "");
                }
                FilterPolicies.check(value);
            }
            case Subscription.FILTER_SCOPE -> {
                if (!value.equals(FilterPolicies.BY_ATTRIBUTES) && !value.equals(FilterPolicies.BY_BODY)) {
                    throw TopicErrors.invalid(name, "it must be MessageAttributes or MessageBody");
                }
            }
            case Subscription.RAW -> {
                if (!value.equals("true") && !value.equals("false")) {
                    throw TopicErrors.invalid(name, "it must be true or false");
                }
                if (subscription.protocol() == Protocol.LAMBDA && value.equals("true")) {
                    throw TopicErrors.invalid(name, "raw message delivery is not for the protocol lambda");
                }
            }
            case "DeliveryPolicy" -> {
                if (!value.isEmpty()) {
                    FilterPolicies.object(name, value);
                }
            }
            case "RedrivePolicy" -> {
                if (!value.isEmpty()) {
                    throw TopicErrors.unsupported("RedrivePolicy (there are no queues)");
                }
            }
            default -> throw TopicErrors.unsupported("AttributeName " + name);
        }
        return subscription.with(name, value);
    }

    /** Whether a subscription has all the attributes that are asked for. */
    static boolean has(Subscription subscription, Map<String, String> attributes) {
        Subscription wanted = subscription;
        for (Map.Entry<String, String> attribute : attributes.entrySet()) {
            wanted = set(wanted, attribute.getKey(), attribute.getValue());
        }
        return wanted.with(Subscription.RAW, wanted.isRaw() ? "true" : "")
                .equals(subscription.with(Subscription.RAW, subscription.isRaw() ? "true" : ""));
    }
}
