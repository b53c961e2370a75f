package io.millrace.server.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.server.delivery.Delivery;
import io.millrace.server.delivery.TargetArns;
import io.millrace.server.delivery.UndeliverableException;
import io.millrace.server.wire.ServiceException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What topics' own policies refuse. */
final class TestTopicPolicies {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private TestingTopics alerts;

    @BeforeEach
    void open() throws IOException {
        alerts = new TestingTopics(folder);
    }

    @AfterEach
    void close() {
        alerts.close();
    }

    @Test
    void asksATopicsOwnPolicyForRulesAndCallers() throws IOException {
        alerts.testing.deliveries.start();
        alerts.subscribe(Protocol.FILE, "policy.jsonl", Map.of());
        TopicTarget target = target();

        target.deliver(sentBy("arn:aws:events:us-east-1:000000000000:rule/any"));
        alerts.set("Policy", policy("Allow", "\"Service\":\"events.amazonaws.com\"", alerts.topic));
        target.deliver(sentBy("arn:aws:events:us-east-1:000000000000:rule/stage-one"));
        target.deliver(sentBy("arn:aws:scheduler:us-east-1:000000000000:schedule/default/night"));
        assertThatThrownBy(() -> target.deliver(sentBy("arn:aws:events:us-east-1:000000000000:rule/other")))
                .isInstanceOf(UndeliverableException.class)
                .hasMessageContaining("does not allow events.amazonaws.com to publish for")
                .hasMessageContaining("rule/other");
        alerts.publish(request -> request.message("a caller whom IAM lets publish"));

        alerts.set("Policy", policy("Deny", "\"AWS\":\"arn:aws:iam::000000000000:role/job\"", alerts.topic));
        assertThatThrownBy(() -> alerts.publishAs(
                        "arn:aws:sts::000000000000:assumed-role/job/run", request -> request.message("m")))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("is not authorized to perform: sns:Publish on resource: " + alerts.topic);
        alerts.publish(other -> other.message("another caller"));
        assertThatThrownBy(() -> target.deliver(sentBy("arn:aws:events:us-east-1:000000000000:rule/stage-one")))
                .isInstanceOf(UndeliverableException.class);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(alerts.lines("policy.jsonl")).hasSize(5));
    }

    @Test
    void refusesPoliciesThatItCouldNotAsk() {
        assertThatThrownBy(() -> alerts.set("Policy", "none")).hasMessageContaining("no JSON object");
        assertThatThrownBy(() -> alerts.set("Policy", "{\"Statement\":[]}"))
                .hasMessageContaining("Statement is missing");
        assertThatThrownBy(() -> alerts.set(
                        "Policy",
                        policy("Allow", "\"AWS\":\"*\"", alerts.topic).replace("aws:SourceArn", "aws:SourceVpc")))
                .isInstanceOf(ServiceException.class)
                .hasMessageContaining("aws:SourceVpc is not evaluated here");
    }

    private TopicTarget target() {
        Topics topics = alerts.rows();
        Notifications notifications = new Notifications(URI.create("http://127.0.0.1:1"));
        return new TopicTarget(
                new Publisher(topics, alerts.testing.deliveries, notifications, alerts.testing.clock),
                new TopicAccess(topics));
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
        Instant now = alerts.testing.clock.instant();
        return Delivery.of(sender, sender, TargetArns.TOPIC, alerts.topic, "{}", 1, now, now.plusSeconds(60));
    }
}
