package io.millrace.cloudformation.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every template. */
final class TestShippedTemplates {
    private static final Path FOLDER = Path.of(System.getProperty("millrace.home"), "infra-cloudformation/templates");

    @ParameterizedTest
    @ValueSource(strings = {"etl-stage.yaml", "pipeline.yaml", "storage-b2.yaml"})
    void isValidDescribedAndFitsIntoOneCall(String name) throws IOException {
        String text = Files.readString(FOLDER.resolve(name));
        Template template = TemplateParser.parse(text);

        assertThat(new TemplateValidator(TestingSchemas.all()).validate(template))
                .isEmpty();
        for (String section : new String[] {"Parameters", "Outputs"}) {
            assertThat(template.entries(section))
                    .allSatisfy(entry -> assertThat(
                                    entry.getValue().path("Description").asText())
                            .as(entry.getKey())
                            .isNotBlank());
        }
        // The limit of TemplateBody; a larger template must be in S3.
        assertThat(text.length()).isLessThan(51_200);
    }
}
