package io.millrace.cloudformation.resource.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cloudformation.resource.ResourceException;
import io.millrace.cloudformation.resource.ResourceRequest;
import io.millrace.cloudformation.resource.StackIdentity;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.eventbridge.model.PutRuleRequest;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.CreateTriggerRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;

final class TestResourceProperties {
    private static ResourceProperties properties(String json) throws JsonProcessingException {
        ObjectNode node = (ObjectNode) JsonMapper.builder().build().readTree(json);
        return ResourceProperties.of(
                new ResourceRequest(
                        new StackIdentity("s", "arn", "000000000000", "us-east-1"),
                        "R",
                        node,
                        Map.of("a", "stack", "b", "stack"),
                        "token",
                        "s-R-1"),
                "id");
    }

    @Test
    void readsTextAsWhatTheMemberIs() throws JsonProcessingException {
        CreateJobRequest job = properties("""
                {"Timeout": "5", "MaxCapacity": "2.5", "JobRunQueuingEnabled": "true", "DefaultArguments": {"--a": 1},
                 "ExecutionProperty": {"MaxConcurrentRuns": 3}}""").into(CreateJobRequest.builder()).build();

        assertThat(job.timeout()).isEqualTo(5);
        assertThat(job.maxCapacity()).isEqualTo(2.5);
        assertThat(job.jobRunQueuingEnabled()).isTrue();
        assertThat(job.defaultArguments()).isEqualTo(Map.of("--a", "1"));
        assertThat(job.executionProperty().maxConcurrentRuns()).isEqualTo(3);
    }

    @Test
    void readsListsOfStructures() throws JsonProcessingException {
        CreateTriggerRequest trigger =
                properties("""
                {"Actions": [{"JobName": "a"}, {"CrawlerName": "b"}],
                 "Predicate": {"Conditions": [{"JobName": "a", "State": "FAILED"}]}}""").into(CreateTriggerRequest.builder()).build();

        assertThat(trigger.actions()).extracting(action -> action.crawlerName()).containsExactly(null, "b");
        assertThat(trigger.predicate().conditions().get(0).stateAsString()).isEqualTo("FAILED");
    }

    @Test
    void readsJsonAsTextAndTimes() throws JsonProcessingException {
        assertThat(properties("{\"AssumeRolePolicyDocument\": {\"Version\": \"2012-10-17\"}}")
                        .into(CreateRoleRequest.builder())
                        .build()
                        .assumeRolePolicyDocument())
                .isEqualTo("{\"Version\":\"2012-10-17\"}");
        assertThat(properties("{\"StartDate\": \"2026-01-31T00:00:00Z\"}")
                        .into(CreateScheduleRequest.builder())
                        .build()
                        .startDate())
                .isEqualTo(Instant.parse("2026-01-31T00:00:00Z"));
    }

    @Test
    void laysTheResourcesTagsOverTheStacksWhateverTheirForm() throws JsonProcessingException {
        ResourceProperties list = properties("{\"Tags\": [{\"Key\": \"a\", \"Value\": \"own\"}]}");
        ResourceProperties map = properties("{\"Tags\": {\"a\": \"own\"}}");

        assertThat(list.tags()).isEqualTo(Map.of("a", "own", "b", "stack")).isEqualTo(map.tags());
        assertThat(map.withTags().into(PutRuleRequest.builder()).build().tags())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .containsExactlyInAnyOrder("a=own", "b=stack");
        assertThat(list.withTags().into(CreateJobRequest.builder()).build().tags())
                .isEqualTo(Map.of("a", "own", "b", "stack"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"Unknown": 1}                                | The property Unknown cannot be set
            {"ExecutionProperty": {"Unknown": 1}}         | The property ExecutionProperty.Unknown cannot be set
            {"Timeout": "soon"}                           | The property Timeout must be a number
            {"Timeout": [1]}                              | The property Timeout must be a single value
            {"JobRunQueuingEnabled": "maybe"}             | The property JobRunQueuingEnabled must be true or false
            {"ExecutionProperty": "x"}                    | The property ExecutionProperty must be a map
            {"Connections": {"Connections": "x"}}         | The property Connections.Connections must be a list
            """)
    void refusesWhatDoesNotFit(String json, String message) {
        assertThatThrownBy(() -> properties(json).into(CreateJobRequest.builder()))
                .isInstanceOf(ResourceException.class)
                .hasMessageContaining(message);
    }

    @Test
    void changesCopies() throws JsonProcessingException {
        ResourceProperties given = properties("{\"A\": {\"B\": \"b\"}, \"C\": \"c\"}");

        assertThat(given.with("A.D", "d").json().toString()).isEqualTo("{\"A\":{\"B\":\"b\",\"D\":\"d\"},\"C\":\"c\"}");
        assertThat(given.with("X.Y", "y").text("X.Y")).contains("y");
        assertThat(given.renamed("A.B", "E").json().toString()).isEqualTo("{\"A\":{\"E\":\"b\"},\"C\":\"c\"}");
        assertThat(given.renamed("A.Z", "E")).isEqualTo(given);
        assertThat(given.only("C").json().toString()).isEqualTo("{\"C\":\"c\"}");
        assertThat(given.withDefault("C", "x").text("C")).contains("c");
        assertThat(given.json().toString()).isEqualTo("{\"A\":{\"B\":\"b\"},\"C\":\"c\"}");
    }
}
