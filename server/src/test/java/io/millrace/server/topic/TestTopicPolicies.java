package io.millrace.server.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.server.auth.Principal;
import io.millrace.server.config.LocalEndpoints;
import io.millrace.server.delivery.Delivery;
import io.millrace.server.delivery.TargetArns;
import io.millrace.server.delivery.TestingDeliveries;
import io.millrace.server.delivery.UndeliverableException;
import io.millrace.server.wire.CallContext;
import io.millrace.server.wire.ServiceException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.SetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;

/** What topics' own policies refuse. */
final class TestTopicPolicies {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private TestingDeliveries testing;
    private TopicFamily family;
    private String topic;

    @BeforeEach
    void open() throws IOException {
        testing = new TestingDeliveries(folder);
        family = family(LocalEndpoints.ALLOW);
        family.reach(testing.deliveries);
        topic = family.topics()
                .createTopic(CreateTopicRequest.builder().name("alerts").build())
                .topicArn();
    }

    private TopicFamily family(LocalEndpoints local) {
        return new TopicFamily(
                new Topics(testing.database.jdbi(), TestingDeliveries.REGION),
                testing.deliveries,
                testing.tags,
                testing.pages,
                new TopicFamily.Outside(URI.create("http://127.0.0.1:1"), folder.resolve("files"), local),
                testing.clock);
    }

    @AfterEach
    void close() {
        testing.close();
    }

    private String subscribe(Protocol protocol, String endpoint, Map<String, String> attributes) {
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

    private void publish(Consumer<PublishRequest.Builder> request) {
        PublishRequest.Builder builder = PublishRequest.builder().topicArn(topic);
        request.accept(builder);
        publishAs("arn:aws:iam::000000000000:user/ann", builder.build());
    }

    private void publishAs(String caller, PublishRequest request) {
        family.publish()
                .publish(
                        new CallContext(
                                "id", new Principal("AKIATESTING", caller, "us-east-1", "sns"), "sns", "Publish"),
                        request);
    }

    private List<String> lines(String file) throws IOException {
        Path path = folder.resolve("files").resolve(file);
        return Files.exists(path) ? Files.readAllLines(path) : List.of();
    }

    @Test
    void asksATopicsOwnPolicyForRulesAndCallers() throws IOException {
        testing.deliveries.start();
        subscribe(Protocol.FILE, "policy.jsonl", Map.of());
        TopicTarget target = target();

        target.deliver(sentBy("arn:aws:events:us-east-1:000000000000:rule/any"));
        set("Policy", policy("Allow", "\"Service\":\"events.amazonaws.com\"", topic));
        target.deliver(sentBy("arn:aws:events:us-east-1:000000000000:rule/stage-one"));
        target.deliver(sentBy("arn:aws:scheduler:us-east-1:000000000000:schedule/default/night"));
        assertThatThrownBy(() -> target.deliver(sentBy("arn:aws:events:us-east-1:000000000000:rule/other")))
                .isInstanceOf(UndeliverableException.class)
                .hasMessageContaining("does not allow events.amazonaws.com to publish for")
                .hasMessageContaining("rule/other");
        publish(request -> request.message("a caller whom IAM lets publish"));

        set("Policy", policy("Deny", "\"AWS\":\"arn:aws:iam::000000000000:role/job\"", topic));
        PublishRequest request =
                PublishRequest.builder().topicArn(topic).message("m").build();
        assertThatThrownBy(() -> publishAs("arn:aws:sts::000000000000:assumed-role/job/run", request))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("is not authorized to perform: sns:Publish on resource: " + topic);
        publish(other -> other.message("another caller"));
        assertThatThrownBy(() -> target.deliver(sentBy("arn:aws:events:us-east-1:000000000000:rule/stage-one")))
                .isInstanceOf(UndeliverableException.class);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(lines("policy.jsonl")).hasSize(5));
    }

    @Test
    void refusesPoliciesThatItCouldNotAsk() {
        assertThatThrownBy(() -> set("Policy", "none")).hasMessageContaining("no JSON object");
        assertThatThrownBy(() -> set("Policy", "{\"Statement\":[]}")).hasMessageContaining("Statement is missing");
        assertThatThrownBy(() -> set(
                        "Policy", policy("Allow", "\"AWS\":\"*\"", topic).replace("aws:SourceArn", "aws:SourceVpc")))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("aws:SourceVpc is not evaluated here");
    }

    private TopicTarget target() {
        Topics topics = new Topics(testing.database.jdbi(), TestingDeliveries.REGION);
        Notifications notifications = new Notifications(URI.create("http://127.0.0.1:1"));
        return new TopicTarget(
                new Publisher(topics, testing.deliveries, notifications, testing.clock), new TopicAccess(topics));
    }

    /** For the rules of one stage, where it is about rules. */
    static String policy(String effect, String principal, String topic) {
        String condition = principal.contains("AWS") && effect.equals("Deny")
                ? ""
                : ",\"Condition\":{\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:events:*:*:rule/stage-*\"}}";
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"%s\",\"Principal\":{%s},\"Action\":\"SNS:Publish\","
                        .formatted(effect, principal)
                + "\"Resource\":\"%s\"%s}]}".formatted(topic, condition);
    }

    private Delivery sentBy(String sender) {
        Instant now = testing.clock.instant();
        return Delivery.of(sender, sender, TargetArns.TOPIC, topic, "{}", 1, now, now.plusSeconds(60));
    }

    private void set(String name, String value) {
        family.topics()
                .setTopicAttributes(SetTopicAttributesRequest.builder()
                        .topicArn(topic)
                        .attributeName(name)
                        .attributeValue(value)
                        .build());
    }
}
