package io.millrace.server.topic;

import io.millrace.server.resource.Documents;
import io.millrace.server.resource.ServiceArns;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;

/** The topics and their subscriptions. Calls join the transaction that the calling thread is in. Thread-safe. */
public final class Topics {
    static final String ARN = "TopicArn";

    /** Between a topic's name and a subscription's id in the key of a subscription. */
    private static final String SEPARATOR = "\n";

    private final Jdbi jdbi;
    private final Documents<GetTopicAttributesResponse> topics;
    private final Documents<GetSubscriptionAttributesResponse> subscriptions;
    private final ServiceArns arns;

    /**
     * The topics in a database with the server's migrations.
     *
     * @param region of their ARNs
     */
    public Topics(Jdbi jdbi, String region) {
        this.jdbi = jdbi;
        this.topics = new Documents<>(jdbi, "sns/topic", GetTopicAttributesResponse.class, () ->
                (SdkPojo) GetTopicAttributesResponse.builder());
        this.subscriptions = new Documents<>(jdbi, "sns/subscription", GetSubscriptionAttributesResponse.class, () ->
                (SdkPojo) GetSubscriptionAttributesResponse.builder());
        this.arns = new ServiceArns("sns", region);
    }

    Jdbi jdbi() {
        return jdbi;
    }

    String arn(String name) {
        return arns.of(name);
    }

    /** The name in a topic's ARN; one of another account or region names no topic. */
    private Optional<String> nameIn(String arn) {
        String prefix = arns.of("");
        return arn.startsWith(prefix) ? Optional.of(arn.substring(prefix.length())) : Optional.empty();
    }

    /** The attributes that are kept of a topic. */
    Optional<Map<String, String>> find(String arn) {
        return nameIn(arn).flatMap(topics::find).map(GetTopicAttributesResponse::attributes);
    }

    /** @throws io.millrace.server.wire.ServiceException NotFound if there is none */
    Map<String, String> load(String arn) {
        return find(arn).orElseThrow(TopicErrors::noTopic);
    }

    void put(String arn, Map<String, String> attributes) {
        topics.put(
                nameIn(arn).orElseThrow(TopicErrors::noTopic),
                GetTopicAttributesResponse.builder().attributes(attributes).build());
    }

    boolean delete(String arn) {
        return nameIn(arn).map(topics::delete).orElse(false);
    }

    /** The ARNs of topics whose names come after one. */
    List<String> list(String afterArn, int limit) {
        return topics.list("", nameIn(afterArn).orElse(""), limit).stream()
                .map(topic -> topic.attributes().get(ARN))
                .toList();
    }

    /** All subscriptions of a topic. */
    List<Subscription> subscriptions(String topicArn) {
        return nameIn(topicArn)
                .map(name -> subscriptions.all(name + SEPARATOR).stream()
                        .map(Topics::subscription)
                        .toList())
                .orElse(List.of());
    }

    /** The subscriptions of a topic, or of all, that come after one. */
    List<Subscription> subscriptions(Optional<String> topicArn, String afterArn, int limit) {
        String prefix =
                topicArn.flatMap(this::nameIn).map(name -> name + SEPARATOR).orElse("");
        return subscriptions.list(prefix, afterArn.isEmpty() ? "" : key(afterArn), limit).stream()
                .map(Topics::subscription)
                .toList();
    }

    private static Subscription subscription(GetSubscriptionAttributesResponse stored) {
        return new Subscription(stored.attributes());
    }

    /** A subscription's ARN is its topic's and an id. */
    private String key(String subscriptionArn) {
        return nameIn(subscriptionArn).orElse("").replace(":", SEPARATOR);
    }

    Optional<Subscription> findSubscription(String arn) {
        return subscriptions.find(key(arn)).map(Topics::subscription);
    }

    /** @throws io.millrace.server.wire.ServiceException NotFound if there is none */
    Subscription loadSubscription(String arn) {
        return findSubscription(arn).orElseThrow(TopicErrors::noSubscription);
    }

    void put(Subscription subscription) {
        subscriptions.put(
                key(subscription.arn()),
                GetSubscriptionAttributesResponse.builder()
                        .attributes(subscription.attributes())
                        .build());
    }

    boolean deleteSubscription(String arn) {
        return subscriptions.delete(key(arn));
    }
}
