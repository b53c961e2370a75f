package io.millrace.server.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.millrace.server.config.LocalEndpoints;
import io.millrace.server.delivery.Delivery;
import io.millrace.server.delivery.TestingDeliveries;
import io.millrace.server.function.EventDestinations;
import io.millrace.server.http.HttpAnswer;
import io.millrace.server.http.HttpHeaders;
import io.millrace.server.http.HttpRequestHead;
import io.millrace.server.wire.ServiceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sns.model.CreateTopicRequest;
import software.amazon.awssdk.services.sns.model.DeleteTopicRequest;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListTopicsRequest;
import software.amazon.awssdk.services.sns.model.SetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.Tag;
import software.amazon.awssdk.services.sns.model.UnsubscribeRequest;

/** Topics over a real queue; endpoints are real HTTP servers, files and a function that notes what it gets. */
final class TestTopics {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private TestingTopics alerts;
    private TestingDeliveries testing;
    private String topic;
    private HttpServer http;
    private final List<String> types = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();

    @BeforeEach
    void open() throws IOException {
        alerts = new TestingTopics(folder);
        testing = alerts.testing;
        topic = alerts.topic;
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            types.add(exchange.getRequestHeaders().getFirst("x-amz-sns-message-type"));
            bodies.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            boolean moved = exchange.getRequestURI().getPath().equals("/moved");
            if (moved) {
                exchange.getResponseHeaders().add("Location", "/");
            }
            exchange.sendResponseHeaders(moved ? 302 : failures.getAndDecrement() > 0 ? 500 : 200, -1);
            exchange.close();
        });
        http.start();
    }

    @AfterEach
    void close() {
        http.stop(0);
        alerts.close();
    }

    private String address(String path) {
        return "http://127.0.0.1:" + http.getAddress().getPort() + path;
    }

    @Test
    void makesATopicOnceAndShowsWhatItIs() {
        assertThat(alerts.family()
                        .topics()
                        .createTopic(CreateTopicRequest.builder().name("alerts").build())
                        .topicArn())
                .isEqualTo(topic);
        assertThatThrownBy(() -> alerts.family()
                        .topics()
                        .createTopic(CreateTopicRequest.builder()
                                .name("alerts")
                                .attributes(Map.of("DisplayName", "x"))
                                .build()))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("already exists with different attributes");
        assertThatThrownBy(() -> alerts.family()
                        .topics()
                        .createTopic(CreateTopicRequest.builder()
                                .name("alerts")
                                .tags(Tag.builder().key("a").value("b").build())
                                .build()))
                .hasMessageContaining("different tags");
        assertThatThrownBy(() -> alerts.family()
                        .topics()
                        .createTopic(CreateTopicRequest.builder().name("a.fifo").build()))
                .hasMessageContaining("FIFO");
        alerts.set("DisplayName", "Alerts");
        assertThat(attributes()).containsEntry("DisplayName", "Alerts").containsEntry("Owner", "000000000000");
        assertThatThrownBy(() -> alerts.set("SignatureVersion", "2")).hasMessageContaining("not supported");
    }

    private Map<String, String> attributes() {
        return alerts.family()
                .topics()
                .getTopicAttributes(
                        GetTopicAttributesRequest.builder().topicArn(topic).build())
                .attributes();
    }

    @Test
    void listsTopicsInPagesAndForgetsOneWithItsSubscriptionsAndWhatTheyWaitFor() {
        for (int i = 0; i < 120; i++) {
            alerts.family()
                    .topics()
                    .createTopic(CreateTopicRequest.builder().name("t" + i).build());
        }
        var first =
                alerts.family().topics().listTopics(ListTopicsRequest.builder().build());
        var second = alerts.family()
                .topics()
                .listTopics(
                        ListTopicsRequest.builder().nextToken(first.nextToken()).build());
        assertThat(first.topics()).hasSize(100);
        assertThat(second.topics()).hasSize(21);
        assertThat(second.nextToken()).isNull();

        alerts.subscribe(Protocol.FILE, "a.jsonl", Map.of());
        alerts.publish(message -> message.message("waits"));
        assertThat(testing.queued()).hasSize(1);
        alerts.family()
                .topics()
                .deleteTopic(DeleteTopicRequest.builder().topicArn(topic).build());
        assertThat(testing.queued()).isEmpty();
        assertThatThrownBy(() -> alerts.publish(message -> message.message("late")))
                .isInstanceOfSatisfying(
                        ServiceException.class, e -> assertThat(e.status()).isEqualTo(404));
        alerts.family()
                .topics()
                .deleteTopic(DeleteTopicRequest.builder().topicArn(topic).build());
    }

    @Test
    void tellsFilesAndFunctionsAtOnce() throws IOException {
        testing.deliveries.start();
        alerts.subscribe(Protocol.FILE, "a.jsonl", Map.of());
        alerts.subscribe(Protocol.FILE, "raw.txt", Map.of("RawMessageDelivery", "true"));
        alerts.subscribe(Protocol.LAMBDA, TestingDeliveries.FUNCTION, Map.of());
        alerts.publish(message -> message.subject("Failed")
                .message("two\nlines")
                .messageAttributes(Map.of("kind", attribute("String", "run"))));

        await().atMost(PATIENCE)
                .until(() ->
                        alerts.lines("a.jsonl").size() + alerts.lines("raw.txt").size() == 2);
        JsonNode json = JSON.readTree(alerts.lines("a.jsonl").get(0));
        assertThat(json.path("Type").asText()).isEqualTo("Notification");
        assertThat(json.path("Subject").asText()).isEqualTo("Failed");
        assertThat(json.path("Message").asText()).isEqualTo("two\nlines");
        assertThat(json.at("/MessageAttributes/kind/Value").asText()).isEqualTo("run");
        assertThat(alerts.lines("raw.txt")).containsExactly("two lines");
        await().atMost(PATIENCE).until(() -> testing.received.size() == 1);
        Delivery event = testing.received.get(0);
        JsonNode record = JSON.readTree(event.body()).at("/Records/0");
        assertThat(event.target()).isEqualTo(TestingDeliveries.FUNCTION);
        assertThat(record.path("EventSource").asText()).isEqualTo("aws:sns");
        assertThat(record.at("/Sns/TopicArn").asText()).isEqualTo(topic);
        assertThat(record.at("/Sns/Message").asText()).isEqualTo("two\nlines");
    }

    private static software.amazon.awssdk.services.sns.model.MessageAttributeValue attribute(
            String type, String value) {
        return software.amazon.awssdk.services.sns.model.MessageAttributeValue.builder()
                .dataType(type)
                .stringValue(value)
                .build();
    }

    @Test
    void anHttpEndpointMustConfirmAndThenGetsMessagesAgainUntilItTakesThem() throws IOException {
        testing.deliveries.start();
        String arn = alerts.subscribe(Protocol.HTTP, address("/"), Map.of());
        alerts.publish(message -> message.message("too early"));
        await().atMost(PATIENCE).until(() -> bodies.size() == 1);
        assertThat(types).containsExactly("SubscriptionConfirmation");
        URI link = URI.create(JSON.readTree(bodies.get(0)).path("SubscribeURL").asText());
        assertThat(pendingArns()).containsExactly("PendingConfirmation");
        assertThat(visit(link.getRawQuery().replaceFirst("Token=..", "Token=zz"))
                        .status())
                .isEqualTo(400);
        assertThat(visit(link.getRawQuery()).status()).isEqualTo(200);
        assertThat(pendingArns()).containsExactly(arn);

        failures.set(2);
        alerts.publish(message -> message.message("now"));
        await().atMost(PATIENCE).until(() -> {
            testing.now.set(testing.clock.instant().plusSeconds(60));
            return bodies.size() == 4;
        });
        assertThat(types.subList(1, 4)).containsOnly("Notification");
        assertThat(JSON.readTree(bodies.get(3)).path("Message").asText()).isEqualTo("now");
        await().atMost(PATIENCE).until(() -> testing.queued().isEmpty());
        assertThat(subscription(arn)).doesNotContainKey("Token").containsEntry("PendingConfirmation", "false");
        alerts.family()
                .subscriptions()
                .unsubscribe(UnsubscribeRequest.builder().subscriptionArn(arn).build());
        assertThat(pendingArns()).isEmpty();
    }

    private HttpAnswer visit(String query) {
        return alerts.family()
                .confirmationPage()
                .answer(
                        new HttpRequestHead("id", "GET", ConfirmationPage.PATH, query, HttpHeaders.of(List.of())),
                        new byte[0]);
    }

    private Map<String, String> subscription(String arn) {
        return alerts.family()
                .subscriptions()
                .getSubscriptionAttributes(GetSubscriptionAttributesRequest.builder()
                        .subscriptionArn(arn)
                        .build())
                .attributes();
    }

    private List<String> pendingArns() {
        return alerts
                .family()
                .lists()
                .listSubscriptionsByTopic(ListSubscriptionsByTopicRequest.builder()
                        .topicArn(topic)
                        .build())
                .subscriptions()
                .stream()
                .map(software.amazon.awssdk.services.sns.model.Subscription::subscriptionArn)
                .toList();
    }

    @Test
    void followsNoRedirectionAndReachesNothingOfThisMachineUnlessAllowed() {
        testing.deliveries.start();
        alerts.subscribe(Protocol.HTTP, address("/moved"), Map.of());
        await().atMost(PATIENCE)
                .until(() -> bodies.size() == 1 && testing.queued().isEmpty());
        assertThat(bodies).as("the redirection is not followed").hasSize(1);

        alerts.reach(LocalEndpoints.REFUSE);
        for (String endpoint : List.of(
                address("/"),
                "http://[::1]/",
                "http://169.254.169.254/latest",
                "http://0.0.0.0/",
                "http://localhost/")) {
            assertThatThrownBy(() -> alerts.subscribe(Protocol.HTTP, endpoint, Map.of()))
                    .as(endpoint)
                    .hasMessageContaining("security.local-endpoints");
        }
        subscribeAgain();
        await().atMost(PATIENCE).until(() -> testing.queued().isEmpty());
        assertThat(bodies)
                .as("what was subscribed before is refused when it is sent")
                .hasSize(1);
    }

    /** As if the name had led elsewhere when it was subscribed. */
    private void subscribeAgain() {
        Topics topics = alerts.rows();
        topics.subscriptions(topic).forEach(one -> topics.put(one.with(Subscription.PENDING, "false")));
        alerts.publish(message -> message.message("inside"));
    }

    @ParameterizedTest
    @CsvSource({
        "email, a@b.c, Protocol",
        "http, https://example.com/, must match",
        "https, https://user:pw@example.com/, without a password",
        "file, ../a, without a path",
        "lambda, arn:aws:sqs:us-east-1:000000000000:q, none of a function"
    })
    void refusesWhatItCannotReach(String protocol, String endpoint, String message) {
        assertThatThrownBy(() -> alerts.family()
                        .subscriptions()
                        .subscribe(SubscribeRequest.builder()
                                .topicArn(topic)
                                .protocol(protocol)
                                .endpoint(endpoint)
                                .build()))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining(message);
    }

    @Test
    void changesSubscriptionsAndFindsThemAgain() {
        String arn = alerts.subscribe(Protocol.FILE, "a.jsonl", Map.of());
        assertThat(alerts.subscribe(Protocol.FILE, "a.jsonl", Map.of())).isEqualTo(arn);
        assertThatThrownBy(() -> alerts.subscribe(Protocol.FILE, "a.jsonl", Map.of("RawMessageDelivery", "true")))
                .hasMessageContaining("different attributes");
        change(arn, "FilterPolicy", "{\"a\":[\"b\"]}");
        assertThat(subscription(arn)).containsEntry("FilterPolicy", "{\"a\":[\"b\"]}");
        change(arn, "FilterPolicy", "{}");
        assertThat(subscription(arn)).doesNotContainKey("FilterPolicy");
        assertThatThrownBy(() -> change(arn, "FilterPolicy", "{\"a\":1}")).hasMessageContaining("FilterPolicy");
        assertThatThrownBy(() -> change(arn, "RedrivePolicy", "{\"deadLetterTargetArn\":\"x\"}"))
                .hasMessageContaining("not supported");
    }

    private void change(String arn, String name, String value) {
        alerts.family()
                .subscriptions()
                .setSubscriptionAttributes(SetSubscriptionAttributesRequest.builder()
                        .subscriptionArn(arn)
                        .attributeName(name)
                        .attributeValue(value)
                        .build());
    }

    @Test
    void isADestinationOfFunctions() {
        alerts.subscribe(Protocol.FILE, "a.jsonl", Map.of("FilterPolicy", "{\"ErrorCode\":[\"200\"]}"));
        EventDestinations destinations = alerts.family().destinations();
        assertThat(destinations.accepts(topic)).isTrue();
        assertThat(destinations.accepts("arn:aws:sqs:us-east-1:000000000000:queue"))
                .isFalse();
        destinations.send(topic, "event", Map.of("ErrorCode", "200"));
        destinations.send(topic, "event", Map.of("ErrorCode", "429"));
        assertThat(testing.queued()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"json, '{\"lambda\":\"x\"}', No default entry", "xml, x, must be json", ", '', Empty message"})
    void refusesMessagesThatCannotBe(String structure, String text, String message) {
        assertThatThrownBy(() -> alerts.publish(
                        request -> request.messageStructure(structure).message(text)))
                .hasMessageContaining(message);
        assertThatThrownBy(() -> alerts.publish(request -> request.message("x".repeat(256 * 1024 + 1))))
                .hasMessageContaining("too long");
        assertThatThrownBy(() -> alerts.publish(request -> request.message("x").subject("two\nlines")))
                .hasMessageContaining("Subject");
    }
}
