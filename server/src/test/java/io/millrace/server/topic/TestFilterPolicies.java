package io.millrace.server.topic;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

class TestFilterPolicies {
    private static final Publication MESSAGE = new Publication(
            "topic",
            "id",
            Optional.empty(),
            "{\"detail\":{\"state\":\"FAILED\"}}",
            Map.of(),
            Map.of(
                    "kind", attribute("String", "run"),
                    "seconds", attribute("Number", "7"),
                    "tags", attribute("String.Array", "[\"a\",\"b\"]")),
            Instant.EPOCH);

    private static MessageAttributeValue attribute(String type, String value) {
        return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MessageAttributes | {\"kind\":[\"run\"]}                    | true",
                "MessageAttributes | {\"kind\":[{\"prefix\":\"cr\"}]}         | false",
                "MessageAttributes | {\"seconds\":[{\"numeric\":[\">\",5]}]} | true",
                "MessageAttributes | {\"seconds\":[{\"numeric\":[\">\",9]}]} | false",
                "MessageAttributes | {\"tags\":[\"b\"]}                      | true",
                "MessageAttributes | {\"none\":[{\"exists\":false}]}         | true",
                "MessageBody       | {\"detail\":{\"state\":[\"FAILED\"]}}   | true",
                "MessageBody       | {\"detail\":{\"state\":[\"STOPPED\"]}}  | false"
            })
    void takeWhatTheyName(String scope, String policy, boolean wanted) {
        Subscription subscription = new Subscription(
                Map.of(Subscription.PROTOCOL, "file", Subscription.FILTER, policy, Subscription.FILTER_SCOPE, scope));
        assertThat(FilterPolicies.accept(subscription, MESSAGE)).isEqualTo(wanted);
    }
}
