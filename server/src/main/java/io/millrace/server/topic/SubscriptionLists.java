package io.millrace.server.topic;

import io.millrace.catalog.page.Page;
import io.millrace.server.resource.ServiceArns;
import io.millrace.server.resource.ServicePages;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsResponse;

/** SNS's lists of subscriptions. Thread-safe. */
public final class SubscriptionLists {
    private static final int PAGE = 100;

    private final Topics topics;
    private final ServicePages pages;

    /** Lists of these topics' subscriptions. */
    public SubscriptionLists(Topics topics, ServicePages pages) {
        this.topics = topics;
        this.pages = pages;
    }

    /** A page of all subscriptions. */
    public ListSubscriptionsResponse listSubscriptions(ListSubscriptionsRequest request) {
        Page<Subscription> page = page("ListSubscriptions", Optional.empty(), request.nextToken());
        return ListSubscriptionsResponse.builder()
                .subscriptions(shown(page))
                .nextToken(page.nextToken())
                .build();
    }

    /** A page of a topic's subscriptions. */
    public ListSubscriptionsByTopicResponse listSubscriptionsByTopic(ListSubscriptionsByTopicRequest request) {
        String topic = request.topicArn();
        topics.load(topic);
        Page<Subscription> page = page("ListSubscriptions/" + topic, Optional.of(topic), request.nextToken());
        return ListSubscriptionsByTopicResponse.builder()
                .subscriptions(shown(page))
                .nextToken(page.nextToken())
                .build();
    }

    private Page<Subscription> page(String scope, Optional<String> topic, @Nullable String token) {
        return pages.page(
                scope, token, PAGE, (after, most) -> topics.subscriptions(topic, after, most), Subscription::arn);
    }

    private static List<software.amazon.awssdk.services.sns.model.Subscription> shown(Page<Subscription> page) {
        return page.items().stream()
                .map(one -> software.amazon.awssdk.services.sns.model.Subscription.builder()
                        .subscriptionArn(one.isPending() ? "PendingConfirmation" : one.arn())
                        .topicArn(one.topicArn())
                        .protocol(one.protocol().wireName())
                        .endpoint(one.endpoint())
                        .owner(ServiceArns.ACCOUNT)
                        .build())
                .toList();
    }
}
