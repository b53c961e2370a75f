package io.millrace.server.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** {@code millrace template validate} with the schemas that this build ships. */
final class TestTemplateCommand {
    private static final Path INFRA = Path.of(System.getProperty("millrace.home"), "infra-cloudformation");

    private static final String WRONG = """
            Parameters:
              Size: {Type: Number, MaxValue: 4, Default: 2}
            Resources:
              Raw:
                Type: AWS::Glue::Database
                Properties:
                  CatalogId: !Ref AWS::AccountId
                  DatabaseInput: {Nam: raw}
              Role:
                Type: AWS::IAM::Role
                Properties:
                  AssumeRolePolicyDocument:
                    Statement: [{Effect: Allow, Principal: {AWS: "*"}, Action: sts:AssumeRole}]
              Log:
                Type: AWS::Logs::LogGroup
                Properties: {RetentionInDays: 8, LogGroupName: !Ref Raww}
            """;

    @TempDir
    private Path folder;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    private int run(String stdin, String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        var in = new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8));
        return new CommandLine(new TemplateCommand(in))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    @ParameterizedTest
    @ValueSource(strings = {"etl-stage.yaml", "storage-b2.yaml", "pipeline.yaml"})
    void ourTemplatesHaveNoMistakes(String template) {
        assertThat(run(
                        "",
                        "validate",
                        INFRA.resolve("templates").resolve(template).toString()))
                .as(() -> out.toString() + err)
                .isZero();
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void namesFileLineRuleAndMistake() throws IOException {
        Path file = Files.writeString(folder.resolve("wrong.yaml"), WRONG);

        assertThat(run("", "validate", file.toString())).isEqualTo(1);
        assertThat(out.toString().lines().map(line -> line.replace(file.toString(), "F")))
                .contains("F:2: unused: Parameters/Size: the parameter is not used")
                .anyMatch(line -> line.startsWith("F:8: property: Resources/Raw/Properties/DatabaseInput/Nam: "))
                .anyMatch(line -> line.startsWith("F:13: iam: Resources/Role/") && line.contains("allows everybody"))
                .anyMatch(line ->
                        line.startsWith("F:16: value: Resources/Log/Properties/RetentionInDays: must be one of"))
                .anyMatch(line -> line.startsWith("F:16: reference: Resources/Log/") && line.contains("Raww"))
                .hasSize(5);
    }

    @Test
    void readsTheStandardInputAndAnswersInJson() throws IOException {
        assertThat(run(WRONG, "validate", "--json", "-")).isEqualTo(1);
        JsonNode list = new ObjectMapper().readTree(out.toString());
        assertThat(list).hasSize(5);
        assertThat(list.get(0).path("file").asText()).isEqualTo("<stdin>");
        assertThat(list.get(0).path("line").asInt()).isEqualTo(2);
        assertThat(list.get(0).path("rule").asText()).isEqualTo("unused");
        assertThat(list.get(0).path("path").asText()).isEqualTo("Parameters/Size");

        String right = Files.readString(INFRA.resolve("templates/storage-b2.yaml"));
        assertThat(run(right, "validate", "--json", "-")).isZero();
        assertThat(new ObjectMapper().readTree(out.toString())).isEmpty();
    }

    @Test
    void whatIsNoTemplateIsAMistakeOfItsLine() throws IOException {
        assertThat(run("Resources:\n  A: [\n", "validate", "-")).isEqualTo(1);
        assertThat(out.toString()).startsWith("<stdin>:3: syntax: The template is not valid YAML: ");
        assertThat(run("A: 1\nA: 2\n", "validate", "-")).isEqualTo(1);
        assertThat(out.toString().strip()).isEqualTo("<stdin>:2: syntax: the key A is there twice");
    }

    @Test
    void holdsAParametersFileAgainstTheTemplate() throws IOException {
        String stage = INFRA.resolve("templates/etl-stage.yaml").toString();
        String test = INFRA.resolve("parameters/test.json").toString();
        assertThat(run("", "validate", stage, "--parameters", test))
                .as(out.toString())
                .isZero();

        Path wrong = Files.writeString(
                folder.resolve("wrong.json"),
                "{\"Parameters\": {\"Stage\": \"test\", \"Staeg\": \"x\", \"NumberOfWorkers\": \"many\"}}");
        assertThat(run("", "validate", stage, "--parameters", wrong.toString())).isEqualTo(1);
        assertThat(out.toString().lines())
                .anyMatch(line -> line.contains("parameter: Parameters/Staeg: the template has no parameter Staeg"))
                .anyMatch(line -> line.matches(".*:[1-9]\\d*: parameter: Parameters/NumberOfWorkers: .*number.*"))
                .hasSize(2);
    }

    @Test
    void aCallWithoutAFileThatIsThereIsAWrongCall() {
        assertThat(run("", "validate")).isEqualTo(2);
        assertThat(run("", "validate", folder.resolve("none.yaml").toString())).isEqualTo(2);
        assertThat(err.toString()).contains("There is no file " + folder.resolve("none.yaml"));
    }

    @Test
    void namesWhatMillraceItselfCannotDeployWhenAskedTo() {
        String template = """
                Resources:
                  Key: {Type: AWS::Glue::DevEndpoint, Properties: {RoleArn: "arn:aws:iam::000000000000:role/r"}}
                  Job:
                    Type: AWS::Glue::Job
                    Properties:
                      Role: !GetAtt Role.RoleId
                      Command: {Name: glueetl, ScriptLocation: s3://b/k.scala}
                      SecurityConfiguration: own
                      NotificationProperty: {NotifyDelayAfter: 5}
                  Role:
                    Type: AWS::IAM::Role
                    Properties:
                      AssumeRolePolicyDocument:
                        Version: "2012-10-17"
                        Statement: [{Effect: Allow, Principal: {Service: glue.amazonaws.com}, Action: sts:AssumeRole}]
                """;

        assertThat(run(template, "validate", "-")).as(out.toString()).isZero();
        assertThat(run(template, "validate", "--deployable", "-")).isEqualTo(1);

        assertThat(out.toString().lines())
                .containsExactlyInAnyOrder(
                        "<stdin>:2: deployable: Resources/Key/Type: Millrace has no AWS::Glue::DevEndpoint",
                        "<stdin>:8: deployable: Resources/Job/Properties/SecurityConfiguration: the property"
                                + " SecurityConfiguration of AWS::Glue::Job is not supported; remove it",
                        "<stdin>:9: deployable: Resources/Job/Properties/NotificationProperty: the property"
                                + " NotificationProperty of AWS::Glue::Job is not supported; remove it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"etl-stage.yaml", "storage-b2.yaml", "pipeline.yaml"})
    void ourTemplatesCanBeDeployedHere(String template) {
        assertThat(run(
                        "",
                        "validate",
                        "--deployable",
                        INFRA.resolve("templates").resolve(template).toString()))
                .as(() -> out.toString())
                .isZero();
    }
}
