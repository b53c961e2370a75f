package io.millrace.cloudformation.stack;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a caller says that a stack is to be.
 *
 * @param templateBody empty to use the stack's own
 * @param parameters by name
 * @param previous the parameters that keep the value which the stack has
 * @param tags empty to keep the stack's
 * @param notificationArns empty to keep the stack's
 * @param roleArn empty for the one that the stack has; if it has none, the engine's own rights are used
 */
public record StackInput(
        Optional<String> templateBody,
        Map<String, String> parameters,
        Set<String> previous,
        Optional<Map<String, String>> tags,
        List<String> capabilities,
        Optional<List<String>> notificationArns,
        String roleArn) {
    /** Copies. */
    public StackInput {
        parameters = Map.copyOf(parameters);
        previous = Set.copyOf(previous);
        capabilities = List.copyOf(capabilities);
    }
}
