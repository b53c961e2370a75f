package io.millrace.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code millrace demo --pipeline} as a user runs it: interrupted, up to the approval, and on to production. */
final class ITDemoPipeline {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    @RegisterExtension
    final MillraceProcesses processes = new MillraceProcesses();

    @Test
    @Tag("long")
    void stopsAtTheApprovalAndGoesOnWithItAlsoAfterControlC() throws Exception {
        MillraceProcess first = start();
        await().atMost(PATIENCE)
                .until(() -> first.err().contains("  Build                        InProgress") || !first.isAlive());
        first.interrupt();
        assertThat(first.await(PATIENCE)).as(first.err()).isEqualTo(130);
        assertThat(first.err()).doesNotContain("\tat ");

        MillraceProcess second = start();
        JsonNode waiting = result(second);
        assertThat(statuses(waiting))
                .containsEntry("LiveTest/AutomatedLiveTest", "Succeeded")
                .containsEntry("LiveTest/LiveTestApproval", "InProgress")
                .containsEntry("DeployToProduction/ExecuteChangeSet", "-");
        assertThat(second.err()).contains("./millrace demo --pipeline --approve --data " + folder.resolve("data"));

        JsonNode done = result(start("--approve"));
        assertThat(statuses(done).values()).containsOnly("Succeeded");
    }

    @Test
    void approvalWithoutAPipelineIsACallThatIsWrong() throws Exception {
        MillraceProcess process = processes.start(folder, "demo", "--approve");
        assertThat(process.await(PATIENCE)).isEqualTo(2);
        assertThat(process.err()).contains("--approve needs --pipeline");
    }

    private static JsonNode result(MillraceProcess process) throws Exception {
        assertThat(process.await(PATIENCE)).as(process.err()).isZero();
        JsonNode result = new ObjectMapper().readTree(process.out());
        assertThat(result.at("/raw/rows").asLong()).isEqualTo(2_400);
        assertThat(result.at("/lake/rows").asLong()).isEqualTo(2_400);
        assertThat(result.at("/match").asBoolean()).isTrue();
        assertThat(result.at("/seconds/total").asDouble()).isPositive();
        return result;
    }

    private static Map<String, String> statuses(JsonNode result) {
        Map<String, String> statuses = new TreeMap<>();
        for (JsonNode stage : result.at("/pipeline/stages")) {
            for (JsonNode action : stage.path("actions")) {
                statuses.put(
                        stage.path("name").asText() + "/" + action.path("name").asText(),
                        action.path("status").asText());
            }
        }
        assertThat(statuses).hasSize(8);
        return statuses;
    }

    private MillraceProcess start(String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "demo",
                "--pipeline",
                "--rows",
                "2400",
                "--json",
                "--data",
                folder.resolve("data").toString()));
        arguments.addAll(List.of(options));
        return processes.start(folder, arguments.toArray(String[]::new));
    }
}
