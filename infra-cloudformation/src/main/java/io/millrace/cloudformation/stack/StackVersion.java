package io.millrace.cloudformation.stack;

import io.millrace.cloudformation.evaluate.ParameterValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a stack is or is to become.
 *
 * @param templateBody the template as it was given
 * @param parameters by name, in the template's order
 * @param roleArn with whose rights its resources are made; empty for the engine's own
 */
public record StackVersion(
        String templateBody,
        Map<String, ParameterValue> parameters,
        Map<String, String> tags,
        List<String> capabilities,
        List<String> notificationArns,
        String roleArn) {
    /** Copies, and keeps the orders. */
    public StackVersion {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        capabilities = List.copyOf(capabilities);
        notificationArns = List.copyOf(notificationArns);
    }

    /** The same with another role, unless that is empty. */
    StackVersion with(String otherRole) {
        return otherRole.isEmpty()
                ? this
                : new StackVersion(templateBody, parameters, tags, capabilities, notificationArns, otherRole);
    }
}
