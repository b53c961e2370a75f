package io.millrace.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.events.S3Event;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3BucketEntity;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3Entity;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3EventNotificationRecord;
import com.amazonaws.services.lambda.runtime.events.models.s3.S3EventNotification.S3ObjectEntity;
import io.millrace.lambda.StartResult.Outcome;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.CrawlerRunningException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;

class TestRawObjectHandler {
    private final RecordingGlue glue = new RecordingGlue();
    private final TestingContext context = new TestingContext();

    @Test
    void startsTheCrawlerOnceForAllObjectsOfAnEvent() {
        StartResult result = handler(Map.of("CRAWLER_NAME", "raw", "JOB_NAME", "job"))
                .handleRequest(event(created("a/b%20c+d.csv"), created("x.csv")), context);

        assertThat(result).isEqualTo(new StartResult(Outcome.STARTED, "crawler raw", "", 2));
        assertThat(glue.calls).containsExactly("crawler raw");
        assertThat(context.log).contains("s3://lake/a/b c d.csv").contains("s3://lake/x.csv");
    }

    @Test
    void answersThatTheCrawlerIsRunning() {
        glue.failure = CrawlerRunningException.builder().message("running").build();

        assertThat(handler(Map.of("CRAWLER_NAME", "raw"))
                        .handleRequest(event(created("x")), context)
                        .outcome())
                .isEqualTo(Outcome.ALREADY_RUNNING);
    }

    @Test
    void failsForLambdaToRetryWhereARunningCrawlerIsToBeRetried() {
        glue.failure = CrawlerRunningException.builder().message("running").build();
        RawObjectHandler handler = handler(Map.of("CRAWLER_NAME", "raw", "RETRY_WHEN_RUNNING", "true"));

        assertThatThrownBy(() -> handler.handleRequest(event(created("x")), context))
                .hasMessage("crawler raw is running; the event is to be retried");
    }

    @Test
    void startsTriggerOrJobWhereNoCrawlerIsNamed() {
        handler(Map.of("TRIGGER_NAME", "go")).handleRequest(event(created("x")), context);
        StartResult result = handler(Map.of("JOB_NAME", "job")).handleRequest(event(created("x")), context);

        assertThat(glue.calls).containsExactly("trigger go", "job job {}");
        assertThat(result.jobRunId()).isEqualTo("jr_1");
    }

    @Test
    void anEventThatIsDeliveredTwiceStartsOneRun() {
        RawObjectHandler handler = handler(Map.of("JOB_NAME", "job"));
        StartResult first = handler.handleRequest(event(created("x")), context);
        StartResult again = handler.handleRequest(event(created("x")), context);
        StartResult other = handler.handleRequest(event(created("y")), context);

        assertThat(again).isEqualTo(new StartResult(Outcome.ALREADY_STARTED, "job job", first.jobRunId(), 1));
        assertThat(other.outcome()).isEqualTo(Outcome.STARTED);
        assertThat(glue.calls).containsExactly("job job {}", "job job {}");
    }

    @Test
    void ignoresWhatCreatesNoObject() {
        RawObjectHandler handler = handler(Map.of("CRAWLER_NAME", "raw"));

        assertThat(handler.handleRequest(new S3Event(), context)).isEqualTo(StartResult.ignored());
        assertThat(handler.handleRequest(event(), context)).isEqualTo(StartResult.ignored());
        assertThat(handler.handleRequest(event(named("ObjectRemoved:Delete", "x")), context))
                .isEqualTo(StartResult.ignored());
        assertThat(glue.calls).isEmpty();
    }

    @Test
    void passesOtherErrorsOn() {
        glue.failure = EntityNotFoundException.builder().message("no crawler").build();
        RawObjectHandler handler = handler(Map.of("CRAWLER_NAME", "raw"));

        assertThatThrownBy(() -> handler.handleRequest(event(created("x")), context))
                .isSameAs(glue.failure);
    }

    @Test
    void refusesAnEnvironmentThatNamesNothingToStart() {
        assertThatThrownBy(() -> handler(Map.of("CRAWLER_NAME", " ")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CRAWLER_NAME, TRIGGER_NAME, JOB_NAME");
    }

    private RawObjectHandler handler(Map<String, String> environment) {
        return new RawObjectHandler(environment, new EtlStarter(glue, () -> Instant.EPOCH));
    }

    private static S3Event event(S3EventNotificationRecord... records) {
        return new S3Event(Arrays.asList(records));
    }

    private static S3EventNotificationRecord created(String key) {
        return named("ObjectCreated:Put", key);
    }

    private static S3EventNotificationRecord named(String eventName, String key) {
        S3Entity object = new S3Entity(
                "c", new S3BucketEntity("lake", null, null), new S3ObjectEntity(key, 1L, "e", null, "1"), "1.0");
        return new S3EventNotificationRecord(
                "us-east-1", eventName, "aws:s3", "2026-01-01T00:00:00Z", "2.1", null, null, object, null);
    }
}
