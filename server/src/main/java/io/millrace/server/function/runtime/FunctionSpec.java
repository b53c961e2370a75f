package io.millrace.server.function.runtime;

import java.time.Duration;
import java.util.Map;

/**
 * What the host must know to run a function. Processes are shared only among invocations of the same revision.
 *
 * @param name the function's name
 * @param arn its ARN with the qualifier by which it is invoked, as its context shows it
 * @param version {@code $LATEST} or a number
 * @param revision changes with every change of code or configuration
 * @param handler the handler in Lambda's notation, {@code package.Class} or {@code package.Class::method}
 * @param role the ARN that it acts as
 * @param timeout how long one invocation may take
 * @param memoryMegabytes the function's memory, from which the heap is derived
 * @param environment the function's own variables
 * @param code its code
 */
public record FunctionSpec(
        String name,
        String arn,
        String version,
        String revision,
        String handler,
        String role,
        Duration timeout,
        int memoryMegabytes,
        Map<String, String> environment,
        FunctionCode code) {

    /** Copies the environment. */
    public FunctionSpec {
        environment = Map.copyOf(environment);
    }

    /** Shows no values of the environment: they may be secrets. */
    @Override
    public String toString() {
        return "FunctionSpec[" + arn + ", revision=" + revision + "]";
    }
}
