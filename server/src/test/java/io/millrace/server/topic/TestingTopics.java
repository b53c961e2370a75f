package io.millrace.server.topic;

import io.millrace.server.auth.Principal;
import io.millrace.server.config.LocalEndpoints;
import io.millrace.server.delivery.TestingDeliveries;
import io.millrace.server.wire.CallContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;

/** A topic, "alerts", over a real queue, which delivers once it is started; what files are told is in a folder. */
final class TestingTopics implements AutoCloseable {
    final TestingDeliveries testing;
    /** The topic's ARN. */
    final String topic;

    private final Path files;
    private TopicFamily family;

    TestingTopics(Path folder) throws IOException {
        testing = new TestingDeliveries(folder);
        files = folder.resolve("files");
        reach(LocalEndpoints.ALLOW);
        topic = family.topics()
                .createTopic(CreateTopicRequest.builder().name("alerts").build())
                .topicArn();
    }

    /** As a server that was started with this setting goes on. */
    void reach(LocalEndpoints local) {
        family = new TopicFamily(
                rows(),
                testing.deliveries,
                testing.tags,
                testing.pages,
                new TopicFamily.Outside(URI.create("http://127.0.0.1:1"), files, local),
                testing.clock);
        family.reach(testing.deliveries);
    }

    TopicFamily family() {
        return family;
    }

    /** What is kept of topics. */
    Topics rows() {
        return new Topics(testing.database.jdbi(), TestingDeliveries.REGION);
    }

    String subscribe(Protocol protocol, String endpoint, Map<String, String> attributes) {
        return family.subscriptions()
                .subscribe(SubscribeRequest.builder()
                        .topicArn(topic)
                        .protocol(protocol.wireName())
                        .endpoint(endpoint)
                        .attributes(attributes)
                        .returnSubscriptionArn(true)
                        .build())
                .subscriptionArn();
    }

    /** Publishes as somebody whom no policy names. */
    void publish(Consumer<PublishRequest.Builder> request) {
        publishAs("arn:aws:iam::000000000000:user/ann", request);
    }

    void publishAs(String caller, Consumer<PublishRequest.Builder> request) {
        PublishRequest.Builder builder = PublishRequest.builder().topicArn(topic);
        request.accept(builder);
        family.publish()
                .publish(
                        new CallContext(
                                "id", new Principal("AKIATESTING", caller, "us-east-1", "sns"), "sns", "Publish"),
                        builder.build());
    }

    void set(String name, String value) {
        family.topics()
                .setTopicAttributes(SetTopicAttributesRequest.builder()
                        .topicArn(topic)
                        .attributeName(name)
                        .attributeValue(value)
                        .build());
    }

    /** What a file has been told; nothing if it is not there. */
    List<String> lines(String file) throws IOException {
        Path path = files.resolve(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }

    @Override
    public void close() {
        testing.close();
    }
}
