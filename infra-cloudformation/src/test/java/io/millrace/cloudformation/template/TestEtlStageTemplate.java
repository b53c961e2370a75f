package io.millrace.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestEtlStageTemplate {
    private static final Path MODULE = Path.of(System.getProperty("millrace.home"), "infra-cloudformation");
    private static Template template;

    @BeforeAll
    static void parse() throws IOException {
        template = TemplateParser.parse(Files.readString(MODULE.resolve("templates/etl-stage.yaml")));
    }

    @Test
    void isValidByTheResourceSchemas() {
        assertThat(new TemplateValidator(TestingSchemas.all()).validate(template))
                .isEmpty();
    }

    @Test
    void fitsIntoOneApiCall() throws IOException {
        // The limit of TemplateBody; a larger template must be in S3.
        assertThat(Files.size(MODULE.resolve("templates/etl-stage.yaml"))).isLessThan(51_200);
    }

    @Test
    void describesEveryParameterAndOutput() {
        for (String section : List.of("Parameters", "Outputs")) {
            assertThat(template.entries(section))
                    .allSatisfy(entry -> assertThat(
                                    entry.getValue().path("Description").asText())
                            .as(entry.getKey())
                            .isNotBlank());
        }
    }

    @Test
    void closesAndEncryptsEveryBucket() {
        List<Map.Entry<String, JsonNode>> buckets = resources("AWS::S3::Bucket");
        assertThat(buckets).hasSize(2).allSatisfy(bucket -> {
            JsonNode properties = bucket.getValue().path("Properties");
            assertThat(properties.path("PublicAccessBlockConfiguration"))
                    .hasSize(4)
                    .allMatch(JsonNode::asBoolean);
            assertThat(properties.has("BucketEncryption")).isTrue();
            assertThat(bucket.getValue().path("DeletionPolicy").toString())
                    .isEqualTo("{\"Fn::If\":[\"IsProd\",\"RetainExceptOnCreate\",\"Delete\"]}");
        });
    }

    @Test
    void makesTheTriggersOneAfterTheOther() {
        assertThat(resources("AWS::Glue::Trigger").stream()
                        .skip(1)
                        .map(trigger -> trigger.getValue().path("DependsOn").asText()))
                .containsExactly("StartTrigger", "JobTrigger", "LakeCrawlTrigger");
    }

    @Test
    void startsTheTriggerThatTheFunctionsName() {
        JsonNode started = template.section("Resources")
                .path("StartTrigger")
                .path("Properties")
                .path("Name");
        assertThat(resources("AWS::Lambda::Function"))
                .hasSize(2)
                .allSatisfy(function -> assertThat(function.getValue()
                                .path("Properties")
                                .path("Environment")
                                .path("Variables")
                                .path("TRIGGER_NAME"))
                        .isEqualTo(started));
    }

    @ParameterizedTest
    @ValueSource(strings = {"test", "prod", "local"})
    void hasParametersThatFit(String stage) throws IOException {
        JsonNode given = JsonMapper.builder()
                .build()
                .readTree(Files.readString(MODULE.resolve("parameters/" + stage + ".json")))
                .path("Parameters");
        JsonNode known = template.section("Parameters");

        assertThat(given.path("Stage").asText()).isEqualTo(stage.equals("prod") ? "prod" : "test");
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            assertThat(known.has(entry.getKey())).as(entry.getKey()).isTrue();
            JsonNode allowed = known.path(entry.getKey()).path("AllowedValues");
            if (allowed.isArray()) {
                List<String> values = new ArrayList<>();
                allowed.forEach(value -> values.add(value.asText()));
                assertThat(values).contains(entry.getValue().asText());
            }
        }
    }

    private static List<Map.Entry<String, JsonNode>> resources(String type) {
        return template.entries("Resources").stream()
                .filter(entry -> entry.getValue().path("Type").asText().equals(type))
                .toList();
    }
}
