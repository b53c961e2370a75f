package io.millrace.server.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.cli.stack.Deployment.Mode;
import io.millrace.server.cli.stack.Deployment.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.ParameterDeclaration;

class TestDeployment {
    private static final String EMPTY =
            "The submitted information didn't contain changes. Submit different information to create a change set.";

    @TempDir
    private Path folder;

    private final StringWriter text = new StringWriter();

    private Result deploy(ScriptedStacks stacks, List<String> overrides, Mode mode) {
        CreateChangeSetRequest draft = CreateChangeSetRequest.builder()
                .stackName("test")
                .changeSetName("first")
                .templateBody("Resources: {}")
                .build();
        try (CloudFormationClient client = stacks.client()) {
            return new Deployment(client, new PrintWriter(text), () -> {})
                    .run(draft, ParameterOverrides.parse(overrides), mode);
        }
    }

    private static ScriptedStacks stacks(String refusal, @Nullable List<Parameter> existing, String... statuses)
            throws IOException {
        return new ScriptedStacks(List.of(statuses), refusal, existing);
    }

    @Test
    void showsTheChangesMakesThemAndFollows() throws IOException {
        try (ScriptedStacks stacks = stacks("", null, "CREATE_IN_PROGRESS", "CREATE_COMPLETE")) {
            assertThat(deploy(stacks, List.of("Stage=test"), Mode.EXECUTE)).isEqualTo(Result.DONE);
            CreateChangeSetRequest asked = stacks.changeSets.get(0);
            assertThat(asked.changeSetType()).isEqualTo(ChangeSetType.CREATE);
            assertThat(asked.parameters())
                    .containsExactly(Parameter.builder()
                            .parameterKey("Stage")
                            .parameterValue("test")
                            .build());
            assertThat(stacks.done).containsExactly("execute set-1");
        }
        assertThat(text.toString())
                .contains("+ AWS::S3::Bucket", "~ AWS::Glue::Job", "! AWS::Glue::Database", "- AWS::SNS::Topic")
                .contains("Raw  is replaced", "CREATE_IN_PROGRESS", "Lake = s3://lake")
                .doesNotContain("REVIEW_IN_PROGRESS")
                .containsOnlyOnce("CREATE_IN_PROGRESS");
    }

    @Test
    void keepsTheValuesThatTheStackHas() throws IOException {
        List<Parameter> existing = List.of(
                Parameter.builder().parameterKey("Stage").parameterValue("test").build(),
                Parameter.builder().parameterKey("Bucket").parameterValue("b").build(),
                Parameter.builder().parameterKey("Gone").parameterValue("g").build());
        Path file = Files.writeString(
                folder.resolve("p.json"), "[{\"ParameterKey\": \"Stage\", \"ParameterValue\": \"prod\"}]");
        try (ScriptedStacks stacks = stacks("", existing, "UPDATE_IN_PROGRESS", "UPDATE_COMPLETE")) {
            assertThat(deploy(stacks, List.of("file://" + file), Mode.EXECUTE)).isEqualTo(Result.DONE);
            assertThat(stacks.changeSets.get(0).changeSetType()).isEqualTo(ChangeSetType.UPDATE);
            assertThat(stacks.changeSets.get(0).parameters())
                    .containsExactly(
                            Parameter.builder()
                                    .parameterKey("Stage")
                                    .parameterValue("prod")
                                    .build(),
                            Parameter.builder()
                                    .parameterKey("Bucket")
                                    .usePreviousValue(true)
                                    .build());
        }
    }

    @Test
    void failsWithTheReasonWhenTheStackRollsBack() throws IOException {
        try (ScriptedStacks stacks = stacks("", null, "CREATE_FAILED", "ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE")) {
            // The first look finds it at rest only by its name: a failed resource's event is not the stack's status.
            assertThat(deploy(stacks, List.of(), Mode.EXECUTE)).isEqualTo(Result.FAILED);
        }
        assertThat(text.toString()).contains("Bucket lake is taken");
    }

    @Test
    void executesNothingWhenItIsToShow() throws IOException {
        try (ScriptedStacks stacks = stacks("", null, "CREATE_COMPLETE")) {
            assertThat(deploy(stacks, List.of(), Mode.SHOW)).isEqualTo(Result.SHOWN);
            assertThat(stacks.done).isEmpty();
        }
    }

    @Test
    void removesAChangeSetThatCouldNotBeMade() throws IOException {
        try (ScriptedStacks stacks = stacks(EMPTY, List.of(), "UPDATE_COMPLETE")) {
            assertThat(deploy(stacks, List.of(), Mode.EXECUTE)).isEqualTo(Result.NOTHING_TO_DO);
            assertThat(stacks.done).containsExactly("delete set-1");
        }
        try (ScriptedStacks stacks = stacks("Template error: no such thing", null, "CREATE_COMPLETE")) {
            assertThat(deploy(stacks, List.of(), Mode.EXECUTE)).isEqualTo(Result.FAILED);
        }
        assertThat(text.toString()).contains("no such thing");
    }

    @Test
    void refusesOverridesThatAreNone() throws IOException {
        try (ScriptedStacks stacks = stacks("", null, "CREATE_COMPLETE")) {
            assertThatThrownBy(() -> deploy(stacks, List.of("Stagee=x"), Mode.EXECUTE))
                    .hasMessage("The template has no parameter Stagee.");
            assertThatThrownBy(() -> deploy(stacks, List.of("secret"), Mode.EXECUTE))
                    .hasMessageNotContaining("secret");
        }
    }

    @Test
    void readsParametersFilesOfEveryForm() throws IOException {
        Path pipeline = Files.writeString(folder.resolve("a.json"), "{\"Parameters\": {\"Stage\": \"test\"}}");
        Path pairs = Files.writeString(folder.resolve("b.json"), "[\"Bucket=a=b\"]");
        Path broken = Files.writeString(folder.resolve("c.json"), "{");
        assertThat(ParameterOverrides.parse(List.of("file://" + pipeline, "file://" + pairs))
                        .merge(
                                List.of(
                                        ParameterDeclaration.builder()
                                                .parameterKey("Stage")
                                                .build(),
                                        ParameterDeclaration.builder()
                                                .parameterKey("Bucket")
                                                .build()),
                                List.of()))
                .extracting(Parameter::parameterValue)
                .containsExactly("test", "a=b");
        assertThatThrownBy(() -> ParameterOverrides.parse(List.of("file://" + broken)))
                .hasMessageContaining("c.json is not valid JSON");
    }
}
