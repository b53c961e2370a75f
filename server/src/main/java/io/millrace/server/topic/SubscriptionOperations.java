package io.millrace.server.topic;

import io.millrace.server.resource.ServiceArns;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionRequest;
import software.amazon.awssdk.services.sns.model.ConfirmSubscriptionResponse;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.SubscribeResponse;
import software.amazon.awssdk.services.sns.model.UnsubscribeRequest;
import software.amazon.awssdk.services.sns.model.UnsubscribeResponse;

/**
 * SNS's operations on single subscriptions. One to an HTTP endpoint gets messages only when its owner has confirmed it with the token that
 * was sent there. Thread-safe; each is one transaction.
 */
public final class SubscriptionOperations {
    private static final int TOKEN_BYTES = 32;

    private final Topics topics;
    private final Publisher publisher;
    private final SubscriptionRules rules;
    private final SecureRandom random = new SecureRandom();

    SubscriptionOperations(Topics topics, Publisher publisher, SubscriptionRules rules) {
        this.topics = topics;
        this.publisher = publisher;
        this.rules = rules;
    }

    /** Subscribes an endpoint, or finds the subscription that it has. */
    public SubscribeResponse subscribe(SubscribeRequest request) {
        Protocol protocol = rules.protocol(request);
        String endpoint = request.endpoint() == null ? "" : request.endpoint();
        rules.checkEndpoint(protocol, endpoint);
        Subscription subscription = topics.jdbi().inTransaction(handle -> {
            topics.load(request.topicArn());
            Optional<Subscription> existing = topics.subscriptions(request.topicArn()).stream()
                    .filter(one -> one.protocol() == protocol && one.endpoint().equals(endpoint))
                    .findFirst();
            if (existing.isPresent() && !SubscriptionRules.has(existing.get(), request.attributes())) {
                throw TopicErrors.invalid("Attributes", "Subscription already exists with different attributes");
            }
            Subscription found = existing.orElseGet(() -> added(request, protocol, endpoint));
            if (found.isPending()) {
                publisher.askForConfirmation(found);
            }
            return found;
        });
        boolean told = !subscription.isPending() || Boolean.TRUE.equals(request.returnSubscriptionArn());
        return SubscribeResponse.builder()
                .subscriptionArn(told ? subscription.arn() : "pending confirmation")
                .build();
    }

    private Subscription added(SubscribeRequest request, Protocol protocol, String endpoint) {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put(Subscription.ARN, request.topicArn() + ":" + UUID.randomUUID());
        attributes.put(Subscription.TOPIC, request.topicArn());
        attributes.put(Subscription.PROTOCOL, protocol.wireName());
        attributes.put(Subscription.ENDPOINT, endpoint);
        attributes.put(Subscription.PENDING, String.valueOf(protocol.isHttp()));
        attributes.put(Subscription.AUTHENTICATED, String.valueOf(!protocol.isHttp()));
        if (protocol.isHttp()) {
            byte[] token = new byte[TOKEN_BYTES];
            random.nextBytes(token);
            attributes.put(Subscription.TOKEN, HexFormat.of().formatHex(token));
        }
        Subscription subscription = new Subscription(attributes);
        for (Map.Entry<String, String> attribute : request.attributes().entrySet()) {
            subscription = SubscriptionRules.set(subscription, attribute.getKey(), attribute.getValue());
        }
        topics.put(subscription);
        return subscription;
    }

    /** Confirms a subscription by the token that its endpoint got. */
    public ConfirmSubscriptionResponse confirmSubscription(ConfirmSubscriptionRequest request) {
        if ("true".equalsIgnoreCase(request.authenticateOnUnsubscribe())) {
            throw TopicErrors.unsupported("AuthenticateOnUnsubscribe");
        }
        return ConfirmSubscriptionResponse.builder()
                .subscriptionArn(confirm(request.topicArn(), request.token()))
                .build();
    }

    /** Confirms, and gives the subscription's ARN; again if it is confirmed already. */
    String confirm(String topicArn, String token) {
        byte[] given = token.getBytes(StandardCharsets.UTF_8);
        return topics.jdbi().inTransaction(handle -> {
            topics.load(topicArn);
            Subscription found = topics.subscriptions(topicArn).stream()
                    .filter(one -> !one.token().isEmpty()
                            && MessageDigest.isEqual(one.token().getBytes(StandardCharsets.UTF_8), given))
                    .findFirst()
                    .orElseThrow(() -> TopicErrors.invalid("Token", "it is of no subscription to this topic"));
            topics.put(found.with(Subscription.PENDING, "false"));
            return found.arn();
        });
    }

    /** Ends a subscription; what it has not got yet is forgotten. One that is gone is no error. */
    public UnsubscribeResponse unsubscribe(UnsubscribeRequest request) {
        topics.jdbi().useTransaction(handle -> {
            if (topics.deleteSubscription(request.subscriptionArn())) {
                publisher.forget(request.subscriptionArn());
            }
        });
        return UnsubscribeResponse.builder().build();
    }

    /** What a subscription is. */
    public GetSubscriptionAttributesResponse getSubscriptionAttributes(GetSubscriptionAttributesRequest request) {
        Map<String, String> shown = new LinkedHashMap<>(
                topics.loadSubscription(request.subscriptionArn()).attributes());
        shown.remove(Subscription.TOKEN);
        shown.put("Owner", ServiceArns.ACCOUNT);
        shown.putIfAbsent(Subscription.RAW, "false");
        if (shown.containsKey(Subscription.FILTER)) {
            shown.putIfAbsent(Subscription.FILTER_SCOPE, FilterPolicies.BY_ATTRIBUTES);
        }
        return GetSubscriptionAttributesResponse.builder().attributes(shown).build();
    }

    /** Changes one attribute. */
    public SetSubscriptionAttributesResponse setSubscriptionAttributes(SetSubscriptionAttributesRequest request) {
        topics.jdbi().useTransaction(handle -> {
            Subscription subscription = topics.loadSubscription(request.subscriptionArn());
            String value = request.attributeValue() == null ? "" : request.attributeValue();
            topics.put(SubscriptionRules.set(subscription, request.attributeName(), value));
        });
        return SetSubscriptionAttributesResponse.builder().build();
    }
}
