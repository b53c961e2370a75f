package io.millrace.server.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;

/** {@code millrace stack delete} against the real wire. */
final class TestStackCommand {
    @ParameterizedTest
    @CsvSource({
        "arn:aws:iam::000000000000:role/deployer, DELETE_COMPLETE, 0",
        ", DELETE_COMPLETE, 0",
        ", DELETE_FAILED, 1"
    })
    void deletesWithTheRoleThatIsGivenAndFollows(@Nullable String role, String end, int code) throws IOException {
        StringWriter out = new StringWriter();
        try (ScriptedStacks stacks = new ScriptedStacks(List.of("DELETE_IN_PROGRESS", end), "", List.of());
                CloudFormationClient client = stacks.client()) {
            assertThat(StackCommand.delete(client, "test", role, new PrintWriter(out), () -> {}))
                    .isEqualTo(code);
            assertThat(stacks.done).containsExactly("delete stack stack-1 as " + role);
        }
        assertThat(out.toString()).contains("DELETE_IN_PROGRESS", end);
    }
}
