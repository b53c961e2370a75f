package io.millrace.server.build;

import java.time.Duration;

/**
 * What a build may use.
 *
 * @param processes at one time
 * @param memoryBytes of all of them together, where the machine has control groups
 * @param fileBytes the size of any one file
 * @param logBytes what it may write to its log; more fails the build
 * @param timeout of the whole build
 */
public record BuildLimits(int processes, long memoryBytes, long fileBytes, long logBytes, Duration timeout) {
    private static final int PROCESSES = 2048;
    private static final long GIGABYTE = 1L << 30;
    private static final long LOG_BYTES = 64L << 20;

    /** The limits of a compute type: CodeBuild's memory (User Guide, "Build environment compute types"). */
    public static BuildLimits of(String computeType, Duration timeout) {
        long gigabytes = switch (computeType) {
            case "BUILD_GENERAL1_SMALL" -> 4;
            case "BUILD_GENERAL1_MEDIUM" -> 8;
            case "BUILD_GENERAL1_LARGE" -> 16;
            case "BUILD_GENERAL1_XLARGE" -> 72;
            default -> 144;
        };
        return new BuildLimits(PROCESSES, gigabytes * GIGABYTE, 16 * GIGABYTE, LOG_BYTES, timeout);
    }
}
