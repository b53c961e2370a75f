package io.millrace.server.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.cloudformation.resource.ResourceException;
import io.millrace.cloudformation.resource.s3.BucketSettings.FunctionNotification;
import io.millrace.cloudformation.resource.s3.BucketSettings.Settings;
import io.millrace.server.cloudformation.StoredBucketSettings;
import io.millrace.server.function.TestingLambda;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notifications of buckets that come and go while the poller runs. */
class TestBucketNotifications {
    private static final String ECHO = "arn:aws:lambda:us-east-1:000000000000:function:echo";
    private static final Settings NOTIFYING =
            new Settings(Map.of("stage", "test"), List.of(new FunctionNotification(ECHO, "data/", "")));

    @TempDir
    Path folder;

    private final InMemoryS3 s3 = new InMemoryS3();
    private final Set<String> permitted = new HashSet<>();
    private TestingLambda lambda;
    private ObjectPoller poller;
    private StoredBucketSettings settings;

    @BeforeEach
    void open() throws IOException {
        lambda = new TestingLambda(folder, Duration.ofMinutes(5), Map.of());
        lambda.create("echo", "Echo", 30, Map.of());
        lambda.events.close();
        restart();
    }

    private void restart() {
        poller = new ObjectPoller(
                s3,
                new FunctionEvents(
                        lambda.invocations, "us-east-1", InstantSource.fixed(Instant.parse("2026-02-03T04:05:06Z"))),
                lambda.database.jdbi());
        settings = new StoredBucketSettings(
                lambda.database.jdbi(),
                poller,
                (function, service, sourceArn, account) -> permitted.contains(sourceArn));
    }

    @AfterEach
    void close() throws IOException {
        poller.close();
        lambda.close();
    }

    @Test
    void refusesAFunctionThatMayNotBeInvoked() {
        assertThatThrownBy(() -> settings.put("lake", NOTIFYING))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining("AWS::Lambda::Permission");

        permit("arn:aws:s3:::other");
        assertThatThrownBy(() -> settings.put("lake", NOTIFYING)).isInstanceOf(ResourceException.class);
        assertThat(settings.find("lake")).isEmpty();
    }

    @Test
    void sendsWhatComesAfterAndNothingOfBefore() {
        permit("arn:aws:s3:::lake");
        s3.put("data/old.csv", "e1");
        settings.put("lake", NOTIFYING);
        s3.put("data/new.csv", "e2");
        s3.put("other/new.csv", "e3");

        assertThat(keysAfterPolls()).containsExactly("data/new.csv");
        assertThat(settings.find("lake")).contains(NOTIFYING);
    }

    @Test
    void goesOnAfterARestart() {
        permit("arn:aws:s3:::lake");
        settings.put("lake", NOTIFYING);
        restart();
        s3.put("data/meanwhile.csv", "e1");
        settings.watchAll();

        assertThat(keysAfterPolls()).containsExactly("data/meanwhile.csv");
    }

    @Test
    void sendsNothingOfARemovedNotificationAndBeginsAnewWithTheNext() {
        permit("arn:aws:s3:::lake");
        settings.put("lake", NOTIFYING);
        settings.put("lake", new Settings(Map.of(), List.of()));
        s3.put("data/between.csv", "e1");
        assertThat(keysAfterPolls()).isEmpty();

        settings.put("lake", NOTIFYING);
        s3.put("data/new.csv", "e2");
        assertThat(keysAfterPolls()).containsExactly("data/new.csv");

        settings.remove("lake");
        s3.put("data/late.csv", "e3");
        assertThat(keysAfterPolls()).containsExactly("data/new.csv");
        assertThat(settings.find("lake")).isEmpty();
    }

    private void permit(String sourceArn) {
        permitted.add(sourceArn);
    }

    /** The keys of the queued events, after two polls, which a batch needs to settle. */
    private List<String> keysAfterPolls() {
        poller.poll();
        poller.poll();
        return lambda.database
                .jdbi()
                .withHandle(handle -> handle.select("SELECT payload FROM lambda_async_invocations ORDER BY request_id")
                        .mapTo(String.class)
                        .map(payload -> payload.replaceAll("(?s).*\"key\":\"([^\"]*)\".*", "$1"))
                        .list());
    }
}
