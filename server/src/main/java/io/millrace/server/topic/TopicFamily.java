package io.millrace.server.topic;

import io.millrace.server.config.LocalEndpoints;
import io.millrace.server.delivery.Deliveries;
import io.millrace.server.delivery.TargetArns;
import io.millrace.server.function.EventDestinations;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServicePages;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** SNS as a whole: its operations, and what other services send to topics by. Thread-safe. */
public final class TopicFamily {
    private final TopicOperations topics;
    private final TopicTagOperations tags;
    private final SubscriptionOperations subscriptions;
    private final SubscriptionLists lists;
    private final Publisher publisher;
    private final TopicAccess access;
    private final Outside outside;

    /**
     * What is outside of the service.
     *
     * @param endpoint this server, where subscriptions are confirmed
     * @param files the folder of the files that subscriptions name
     * @param local which HTTP endpoints may be sent to
     */
    public record Outside(URI endpoint, Path files, LocalEndpoints local) {}

    /** SNS over these topics. */
    public TopicFamily(
            Topics topics,
            Deliveries deliveries,
            ResourceTags tags,
            ServicePages pages,
            Outside outside,
            InstantSource clock) {
        this.outside = outside;
        this.access = new TopicAccess(topics);
        this.publisher = new Publisher(topics, deliveries, new Notifications(outside.endpoint()), clock);
        this.topics = new TopicOperations(topics, deliveries, tags, pages);
        this.tags = new TopicTagOperations(topics, tags);
        this.subscriptions = new SubscriptionOperations(
                topics, publisher, new SubscriptionRules(new OutsideEndpoints(outside.local())));
        this.lists = new SubscriptionLists(topics, pages);
    }

    /** Says what topics and their subscriptions do with deliveries. Before the queue starts. */
    public void reach(Deliveries deliveries) {
        deliveries.target(TargetArns.TOPIC, new TopicTarget(publisher, access));
        deliveries.target(HttpTarget.KIND, new HttpTarget(new OutsideEndpoints(outside.local())));
        deliveries.target(FileTarget.KIND, new FileTarget(outside.files()));
    }

    /** The operations on topics. */
    public TopicOperations topics() {
        return topics;
    }

    /** The operations on their tags. */
    public TopicTagOperations tags() {
        return tags;
    }

    /** The operations on single subscriptions. */
    public SubscriptionOperations subscriptions() {
        return subscriptions;
    }

    /** The lists of subscriptions. */
    public SubscriptionLists lists() {
        return lists;
    }

    /** The operation that sends messages. */
    public PublishOperation publish() {
        return new PublishOperation(publisher, access);
    }

    /** Topics as destinations of functions. */
    public EventDestinations destinations() {
        return new TopicDestinations(publisher);
    }

    /** Sends a message of the server's own; throws if there is no such topic. */
    public void send(String topicArn, String subject, String message) {
        publisher.publish(new Publication(
                topicArn,
                UUID.randomUUID().toString(),
                Optional.of(subject),
                message,
                Map.of(),
                Map.of(),
                publisher.now()));
    }

    /** Where endpoints confirm their subscriptions. */
    public ConfirmationPage confirmationPage() {
        return new ConfirmationPage(subscriptions);
    }
}
