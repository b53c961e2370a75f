package io.millrace.server.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.event.ObjectNotification.ExistingObjects;
import io.millrace.server.function.TestingLambda;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Exception;

class TestObjectPoller {
    private static final ObjectNotification NEW_ONLY = ObjectNotification.of("lake", "raw/", ".csv", "echo");
    private static final ObjectNotification ALL =
            new ObjectNotification("lake", "raw/", ".csv", "echo", ExistingObjects.NOTIFY);

    @TempDir
    Path folder;

    private final InMemoryS3 s3 = new InMemoryS3();
    private TestingLambda lambda;
    private ObjectPoller poller;

    @BeforeEach
    void open() throws IOException {
        lambda = new TestingLambda(folder, Duration.ofMinutes(5), Map.of());
        lambda.create("echo", "Echo", 30, Map.of());
        // accepted events stay in the queue, where the test reads them
        lambda.events.close();
        poller = newPoller();
    }

    @AfterEach
    void close() throws IOException {
        poller.close();
        lambda.close();
    }

    @Test
    void sendsS3sEventForNewObjects() throws IOException {
        poller.watch(ALL);
        s3.put("raw/a b+c/ü.csv", "e1");
        s3.put("raw/x.txt", "e2");
        s3.put("other/x.csv", "e3");

        List<JsonNode> events = eventsAfterPolls(2);

        assertThat(events).hasSize(1);
        JsonNode records = events.get(0).get("Records");
        assertThat(records).hasSize(1);
        JsonNode created = records.get(0);
        assertThat(created.get("eventVersion").asText()).isEqualTo("2.1");
        assertThat(created.get("eventSource").asText()).isEqualTo("aws:s3");
        assertThat(created.get("eventName").asText()).isEqualTo("ObjectCreated:Put");
        assertThat(created.get("eventTime").asText()).isEqualTo("2026-02-03T04:05:06Z");
        assertThat(created.at("/s3/bucket/name").asText()).isEqualTo("lake");
        assertThat(created.at("/s3/object/key").asText()).isEqualTo("raw/a+b%2Bc/%C3%BC.csv");
        assertThat(created.at("/s3/object/eTag").asText()).isEqualTo("e1");
        assertThat(created.at("/s3/object/size").asLong()).isEqualTo(3);
    }

    @Test
    void ignoresWhatExistedBeforeTheNotification() throws IOException {
        s3.put("raw/old.csv", "e1");
        poller.watch(NEW_ONLY);
        assertThat(eventsAfterPolls(2)).isEmpty();

        s3.put("raw/new.csv", "e2");

        assertThat(keys(eventsAfterPolls(2))).containsExactly("raw/new.csv");
    }

    @Test
    void sendsAnObjectAgainOnlyWhenItChangesOrReturns() throws IOException {
        poller.watch(ALL);
        s3.put("raw/a.csv", "e1");
        assertThat(keys(eventsAfterPolls(4))).containsExactly("raw/a.csv");

        s3.put("raw/a.csv", "e2");
        assertThat(keys(eventsAfterPolls(4))).containsExactly("raw/a.csv", "raw/a.csv");

        s3.objects.clear();
        poller.poll();
        s3.put("raw/a.csv", "e2");
        assertThat(keys(eventsAfterPolls(4))).hasSize(3);
    }

    @Test
    void sendsTheSameContentAgainWhenItIsUploadedAgain() throws IOException {
        poller.watch(ALL);
        s3.put("raw/a.csv", "e1", Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(keys(eventsAfterPolls(4))).containsExactly("raw/a.csv");

        s3.put("raw/a.csv", "e1", Instant.parse("2026-01-01T00:00:01Z"));
        assertThat(keys(eventsAfterPolls(4))).containsExactly("raw/a.csv", "raw/a.csv");

        poller = newPoller();
        poller.watch(ALL);
        assertThat(keys(eventsAfterPolls(2))).hasSize(2);
    }

    @Test
    void waitsForAnUploadToEndAndSendsItAsOneEvent() throws IOException {
        poller.watch(ALL);
        for (int number = 0; number < 3; number++) {
            s3.put("raw/" + number + ".csv", "e");
            assertThat(eventsAfterPolls(1)).isEmpty();
        }

        List<JsonNode> events = eventsAfterPolls(1);

        assertThat(events).hasSize(1);
        assertThat(keys(events)).containsExactly("raw/0.csv", "raw/1.csv", "raw/2.csv");
    }

    @Test
    void doesNotWaitForAnUploadThatNeverEnds() throws IOException {
        poller.watch(ALL);
        for (int number = 0; number < 6; number++) {
            s3.put("raw/" + number + ".csv", "e");
            poller.poll();
        }

        assertThat(keys(eventsAfterPolls(0))).hasSize(6);
    }

    @Test
    void splitsManyObjectsIntoEventsOfAHundred() throws IOException {
        poller.watch(ALL);
        for (int number = 0; number < 201; number++) {
            s3.put("raw/" + number + ".csv", "e");
        }

        assertThat(eventsAfterPolls(2))
                .extracting(event -> event.get("Records").size())
                .containsExactlyInAnyOrder(100, 100, 1);
    }

    @Test
    void findsAfterARestartWhatCameMeanwhileAndNothingTwice() throws IOException {
        poller.watch(NEW_ONLY);
        poller.poll();
        s3.put("raw/before.csv", "e1");
        assertThat(keys(eventsAfterPolls(2))).containsExactly("raw/before.csv");

        poller = newPoller();
        s3.put("raw/meanwhile.csv", "e2");
        poller.watch(NEW_ONLY);

        assertThat(keys(eventsAfterPolls(2))).containsExactlyInAnyOrder("raw/before.csv", "raw/meanwhile.csv");
    }

    @Test
    void sendsLaterWhatTheQueueRefused() throws IOException {
        poller.watch(ALL);
        fillQueue();
        s3.put("raw/a.csv", "e1");
        poller.poll();
        poller.poll();
        lambda.database.jdbi().useHandle(handle -> handle.execute("DELETE FROM lambda_async_invocations"));

        assertThat(keys(eventsAfterPolls(2))).containsExactly("raw/a.csv");
    }

    @Test
    void goesOnAfterTheStoreFailed() throws IOException {
        poller.watch(ALL);
        s3.put("raw/a.csv", "e1");
        s3.failure = (S3Exception)
                S3Exception.builder().message("SlowDown").statusCode(503).build();
        poller.poll();
        s3.failure = null;

        assertThat(keys(eventsAfterPolls(2))).containsExactly("raw/a.csv");
    }

    private ObjectPoller newPoller() {
        return new ObjectPoller(
                s3,
                new FunctionEvents(
                        lambda.invocations, "us-east-1", InstantSource.fixed(Instant.parse("2026-02-03T04:05:06Z"))),
                lambda.database.jdbi());
    }

    private void fillQueue() {
        for (int number = 0; number < 3; number++) {
            int id = number;
            lambda.database
                    .jdbi()
                    .useHandle(handle -> handle.execute(
                            "INSERT INTO lambda_async_invocations VALUES (?, 'echo', '{}', 0, 0, 0, '$LATEST')",
                            "filler" + id));
        }
    }

    private List<JsonNode> eventsAfterPolls(int polls) throws IOException {
        for (int poll = 0; poll < polls; poll++) {
            poller.poll();
        }
        List<JsonNode> events = new ArrayList<>();
        List<String> payloads = lambda.database
                .jdbi()
                .withHandle(handle -> handle.select("SELECT payload FROM lambda_async_invocations")
                        .mapTo(String.class)
                        .list());
        for (String payload : payloads) {
            events.add(new ObjectMapper().readTree(payload));
        }
        return events;
    }

    private static List<String> keys(List<JsonNode> events) {
        List<String> keys = new ArrayList<>();
        events.forEach(event -> event.get("Records")
                .forEach(created -> keys.add(created.at("/s3/object/key").asText())));
        return keys;
    }
}
