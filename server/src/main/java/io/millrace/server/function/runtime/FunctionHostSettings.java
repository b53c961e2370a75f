package io.millrace.server.function.runtime;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How functions are run.
 *
 * @param logFolder where the processes' logs go, in a folder a function
 * @param runtimeFolder the jars of AWS's runtime interface client and of our launcher
 * @param javaHome the Java installation that runs functions
 * @param region what functions see as {@code AWS_REGION}
 * @param maxProcesses how many processes, so invocations at once, a function may have that has reserved nothing; one more is throttled
 * @param maxInvocations how many invocations of all functions may run at once
 * @param idleStop how long a process without an invocation is kept
 * @param initTimeout how long a process may take until it asks for its first invocation, beside the function's own timeout;
 *     Lambda gives 10 seconds and then once more the function's timeout
 * @param maxLogBytes how large the log of one process grows before it is cut
 */
public record FunctionHostSettings(
        Path logFolder,
        Path runtimeFolder,
        Path javaHome,
        String region,
        int maxProcesses,
        int maxInvocations,
        Duration idleStop,
        Duration initTimeout,
        long maxLogBytes) {
    /** How old a process may be that is given an invocation: its keys must outlive this by the longest invocation. */
    public static final Duration MAX_PROCESS_AGE = Duration.ofHours(11);

    private static final int DEFAULT_MAX_PROCESSES = 4;
    private static final int DEFAULT_MAX_INVOCATIONS = 32;
    private static final Duration DEFAULT_IDLE_STOP = Duration.ofMinutes(10);
    // Lambda's own limit, https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
    private static final Duration DEFAULT_INIT_TIMEOUT = Duration.ofSeconds(10);
    private static final long DEFAULT_MAX_LOG_BYTES = 10L << 20;

    /** Checks that the numbers are positive. */
    public FunctionHostSettings {
        if (maxProcesses < 1
                || maxInvocations < maxProcesses
                || maxLogBytes < 1
                || idleStop.isNegative()
                || initTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "The limits of the function host must be positive, and no function may have more processes than all");
        }
    }

    /** The defaults: 32 processes in all, 4 of them for a function that reserves nothing, stopped after 10 idle minutes, in the Java installation of this process. */
    public static FunctionHostSettings of(Path logFolder, Path runtimeFolder, String region) {
        return new FunctionHostSettings(
                logFolder,
                runtimeFolder,
                Path.of(System.getProperty("java.home")),
                region,
                DEFAULT_MAX_PROCESSES,
                DEFAULT_MAX_INVOCATIONS,
                DEFAULT_IDLE_STOP,
                DEFAULT_INIT_TIMEOUT,
                DEFAULT_MAX_LOG_BYTES);
    }
}
