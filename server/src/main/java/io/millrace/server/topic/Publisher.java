package io.millrace.server.topic;

import io.millrace.server.delivery.Deliveries;
import io.millrace.server.delivery.Delivery;
import io.millrace.server.delivery.TargetArns;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Queues messages for the subscriptions of topics. Thread-safe. */
final class Publisher {
    /** SNS Developer Guide, "Message delivery retries": endpoints of customers get 50 tries within an hour, AWS's own more. */
    private static final int HTTP_RETRIES = 50;

    private static final Duration HTTP_AGE = Duration.ofHours(1);

    private final Topics topics;
    private final Deliveries deliveries;
    private final Notifications notifications;
    private final InstantSource clock;

    Publisher(Topics topics, Deliveries deliveries, Notifications notifications, InstantSource clock) {
        this.topics = topics;
        this.deliveries = deliveries;
        this.notifications = notifications;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /**
     * Publishes a message: when this returns, what will be delivered is in the database, as part of the transaction that the calling thread
     * is in.
     *
     * @throws io.millrace.server.wire.ServiceException NotFound if there is no such topic
     */
    void publish(Publication publication) {
        topics.jdbi().useTransaction(handle -> {
            topics.load(publication.topicArn());
            for (Subscription subscription : topics.subscriptions(publication.topicArn())) {
                if (!subscription.isPending() && FilterPolicies.accept(subscription, publication)) {
                    deliveries.add(delivery(publication, subscription));
                }
            }
        });
    }

    private Delivery delivery(Publication publication, Subscription subscription) {
        String id = publication.messageId() + "/" + subscription.arn();
        return switch (subscription.protocol()) {
            case HTTP, HTTPS ->
                http(
                        id,
                        subscription,
                        new HttpMessage(
                                HttpMessage.NOTIFICATION,
                                publication.messageId(),
                                publication.topicArn(),
                                subscription.arn(),
                                subscription.isRaw(),
                                notifications.text(publication, subscription)));
            case LAMBDA ->
                queued(id, subscription, TargetArns.FUNCTION, notifications.lambdaEvent(publication, subscription));
            case FILE -> queued(id, subscription, FileTarget.KIND, notifications.text(publication, subscription));
        };
    }

    private Delivery queued(String id, Subscription subscription, String kind, String body) {
        Instant now = now();
        return Delivery.of(
                id,
                subscription.arn(),
                kind,
                subscription.endpoint(),
                body,
                Delivery.DEFAULT_RETRIES,
                now,
                now.plusSeconds(Delivery.DEFAULT_MAX_AGE_SECONDS));
    }

    private Delivery http(String id, Subscription subscription, HttpMessage message) {
        Instant now = now();
        return Delivery.of(
                id,
                subscription.arn(),
                HttpTarget.KIND,
                subscription.endpoint(),
                message.toJson(),
                HTTP_RETRIES,
                now,
                now.plus(HTTP_AGE));
    }

    /** Asks the owner of an endpoint to confirm; again if that has been asked before. */
    void askForConfirmation(Subscription subscription) {
        Instant now = now();
        String text = notifications.confirmation(subscription, now);
        deliveries.add(http(
                subscription.arn() + "/confirm/" + now.toEpochMilli(),
                subscription,
                new HttpMessage(
                        HttpMessage.CONFIRMATION,
                        subscription.arn() + "/" + now.toEpochMilli(),
                        subscription.topicArn(),
                        subscription.arn(),
                        false,
                        text)));
    }

    /** Forgets what a subscription that is gone has not got yet. */
    void forget(String subscriptionArn) {
        deliveries.forget(subscriptionArn);
    }
}
