package io.millrace.cloudformation.stack;

/**
 * Where stacks are.
 *
 * @param parallelResources how many resources are worked on at once, over all stacks
 */
public record StackEngineSettings(String accountId, String region, int parallelResources) {
    /** Checks the number. */
    public StackEngineSettings {
        if (parallelResources < 1) {
            throw new IllegalArgumentException("At least one resource must be worked on at once");
        }
    }
}
