package io.millrace.server.event.b2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.catalog.crawl.EventSources;
import io.millrace.catalog.crawl.jdbc.JdbcCrawlEvents;
import io.millrace.catalog.crawl.jdbc.JdbcCrawlerStore;
import io.millrace.server.delivery.Delivery;
import io.millrace.server.delivery.TestingDeliveries;
import io.millrace.server.event.ObjectEventJson;
import io.millrace.server.event.ObjectNotification;
import io.millrace.server.http.HttpAnswer;
import io.millrace.server.http.HttpHeaders;
import io.millrace.server.http.HttpRequestHead;
import io.millrace.server.rule.EventBus;
import io.millrace.server.rule.RuleOperations;
import io.millrace.server.rule.RuleSchedules;
import io.millrace.server.rule.Rules;
import io.millrace.server.rule.ServiceEvents;
import io.millrace.server.rule.TargetOperations;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.eventbridge.model.PutTargetsRequest;
import software.amazon.awssdk.services.eventbridge.model.Target;

final class TestB2Events {
    private static final String SECRET = "0123456789abcdefghijABCDEFGHIJkl";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private final Set<String> objects = new HashSet<>();
    private TestingDeliveries testing;
    private B2Webhook webhook;
    private B2EventRouter router;

    @BeforeEach
    void open() {
        testing = new TestingDeliveries(folder);
        webhook = new B2Webhook(SECRET, testing.database.jdbi(), testing.clock);
        Rules rules = new Rules(testing.database.jdbi(), TestingDeliveries.REGION);
        EventBus bus = new EventBus(rules, testing.deliveries, testing.clock);
        RuleOperations operations = new RuleOperations(
                rules,
                new RuleSchedules(rules, bus, testing.times, testing.clock),
                testing.deliveries,
                testing.tags,
                testing.pages);
        operations.putRule(PutRuleRequest.builder()
                .name("deleted")
                .eventPattern("{\"detail-type\":[\"Object Deleted\"]}")
                .build());
        new TargetOperations(rules, bus, testing.pages)
                .putTargets(PutTargetsRequest.builder()
                        .rule("deleted")
                        .targets(Target.builder()
                                .id("t")
                                .arn(TestingDeliveries.FUNCTION)
                                .inputPath("$.detail.object.key")
                                .build())
                        .build());
        router = new B2EventRouter(
                testing.database.jdbi(),
                new B2EventRouter.Receivers(
                        () -> List.of(ObjectNotification.of("raw", "in/", ".csv", "etl")),
                        new EventSources(new JdbcCrawlerStore(testing.database.jdbi())),
                        new JdbcCrawlEvents(testing.database.jdbi()),
                        new ServiceEvents(bus, testing.clock),
                        (bucket, key) -> objects.contains(key),
                        new ObjectEventJson(TestingDeliveries.REGION)),
                testing.deliveries,
                testing.clock);
    }

    @AfterEach
    void close() {
        testing.close();
    }

    static String event(String id, String type, String key) {
        return "{\"accountId\":\"a\",\"bucketId\":\"b\",\"bucketName\":\"raw\",\"eventId\":\"" + id
                + "\",\"eventTimestamp\":1795341600000,\"eventType\":\"" + type
                + "\",\"eventVersion\":1,\"matchedRuleName\":\"rule-1\",\"objectName\":\"" + key
                + "\",\"objectSize\":7,\"objectVersionId\":\"v\"}";
    }

    static byte[] body(List<String> events) {
        return ("{\"events\":[" + String.join(",", events) + "]}").getBytes(StandardCharsets.UTF_8);
    }

    static String sign(byte[] body, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static HttpRequestHead head(String method, Map<String, String> headers) {
        return new HttpRequestHead("id", method, B2Webhook.PATH, null, HttpHeaders.of(headers.entrySet()));
    }

    private HttpAnswer post(byte[] body, String signature) {
        HttpRequestHead head = head("POST", Map.of("X-Bz-Event-Notification-Signature", signature));
        return webhook.refuse(head).orElseGet(() -> webhook.answer(head, body));
    }

    private HttpAnswer post(String... events) {
        byte[] body = body(List.of(events));
        return post(body, sign(body, SECRET));
    }

    private void settle() {
        testing.now.updateAndGet(time -> time.plusSeconds(6));
        while (router.route()) {
            assertThat(testing.queued()).isNotEmpty();
        }
    }

    private static List<String> keys(Delivery delivery) {
        try {
            JsonNode records = JSON.readTree(delivery.body()).path("Records");
            List<String> keys = new ArrayList<>();
            records.forEach(
                    one -> keys.add(one.path("s3").path("object").path("key").textValue()));
            return keys;
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anObjectsEventInvokesTheFunction() {
        assertThat(post(
                                event("1", "b2:ObjectCreated:Upload", "in/a.csv"),
                                event("2", "b2:ObjectCreated:Copy", "in/b.txt"),
                                event("3", "b2:ObjectCreated:MultipartUpload", "out/c.csv"))
                        .status())
                .isEqualTo(200);
        settle();
        assertThat(testing.queued()).hasSize(1);
        assertThat(testing.queued().get(0).target()).isEqualTo("etl");
        assertThat(keys(testing.queued().get(0))).containsExactly("in/a.csv");
    }

    @Test
    void onlyTheSecretsOwnerIsBelieved() {
        byte[] body = body(List.of(event("1", "b2:ObjectCreated:Upload", "in/a.csv")));
        assertThat(post(body, sign(body, "another secret")).status()).isEqualTo(401);
        assertThat(post(body, "v1=" + "0".repeat(64)).status()).isEqualTo(401);
        assertThat(post(body, "").status()).isEqualTo(401);
        byte[] changed = body(List.of(event("1", "b2:ObjectCreated:Upload", "in/b.csv")));
        assertThat(post(changed, sign(body, SECRET)).status()).isEqualTo(401);
        assertThat(webhook.refuse(head("POST", Map.of())).orElseThrow().status())
                .isEqualTo(401);
        assertThat(webhook.refuse(head("GET", Map.of())).orElseThrow().status()).isEqualTo(405);
        settle();
        assertThat(testing.queued()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{}",
                "{\"events\":1}",
                "{\"events\":[{}]}",
                "{\"events\":[{\"eventId\":1}]}"
            })
    void aMalformedBodyIsRefused(String text) {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        assertThat(post(body, sign(body, SECRET)).status()).isEqualTo(400);
    }

    @Test
    void testEventsAndUnknownTypesAreAcceptedAndLeftOut() {
        assertThat(post(event("1", "b2:TestEvent", "x"), event("2", "b2:MultipartUploadCreated:LiveRead", "in/a.csv"))
                        .status())
                .isEqualTo(200);
        settle();
        assertThat(testing.queued()).isEmpty();
    }

    @Test
    void anEventThatComesAgainAfterARestartIsLeftOut() {
        post(event("1", "b2:ObjectCreated:Upload", "in/a.csv"));
        settle();
        testing.close();
        open();
        post(event("1", "b2:ObjectCreated:Upload", "in/a.csv"));
        settle();
        assertThat(testing.queued()).hasSize(1);
    }

    @Test
    void whatWasAcceptedIsHandedOnByTheNextServer() {
        post(event("1", "b2:ObjectCreated:Upload", "in/a.csv"));
        testing.close();
        open();
        settle();
        assertThat(testing.queued()).hasSize(1);
    }

    @Test
    void anOldVersionsDeletionDoesNotRemoveTheObject() {
        objects.add("in/kept.csv");
        post(
                event("1", "b2:ObjectDeleted:LifecycleRule", "in/kept.csv"),
                event("2", "b2:ObjectDeleted:Delete", "in/gone.csv"),
                event("3", "b2:HideMarkerCreated:Hide", "in/hidden.csv"),
                event("4", "b2:ObjectCreated:Hide", "in/hidden2.csv"));
        settle();
        assertThat(testing.queued())
                .extracting(Delivery::body)
                .containsExactlyInAnyOrder("\"in/gone.csv\"", "\"in/hidden.csv\"", "\"in/hidden2.csv\"");
    }

    /** 1,000 events, one in ten delivered twice, in deliveries of up to 50 in any order. */
    @Test
    void eachOfAThousandObjectsIsInExactlyOneEvent() {
        List<String> events = new ArrayList<>();
        IntStream.range(0, 1_000).forEach(i -> {
            String event = event("event-" + i, "b2:ObjectCreated:Upload", "in/" + i + ".csv");
            events.add(event);
            if (i % 10 == 0) {
                events.add(event);
            }
        });
        Collections.shuffle(events, new Random(6));
        long begun = System.nanoTime();
        Duration slowest = Duration.ZERO;
        for (int from = 0; from < events.size(); from += 50) {
            byte[] body = body(events.subList(from, Math.min(events.size(), from + 50)));
            long sent = System.nanoTime();
            assertThat(post(body, sign(body, SECRET)).status()).isEqualTo(200);
            Duration took = Duration.ofNanos(System.nanoTime() - sent);
            slowest = took.compareTo(slowest) > 0 ? took : slowest;
            router.route();
        }
        settle();
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofMinutes(1));
        assertThat(slowest).isLessThan(Duration.ofSeconds(3));
        List<String> keys = testing.queued().stream()
                .flatMap(delivery -> keys(delivery).stream())
                .toList();
        assertThat(keys).hasSize(1_000).doesNotHaveDuplicates();
        assertThat(testing.queued())
                .allSatisfy(delivery -> assertThat(keys(delivery)).hasSizeLessThanOrEqualTo(100));
    }
}
