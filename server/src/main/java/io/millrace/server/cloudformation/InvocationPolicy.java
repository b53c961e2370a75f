package io.millrace.server.cloudformation;

/** Whether a function's own policy lets a service invoke it. */
@FunctionalInterface
public interface InvocationPolicy {
    /**
     * Whether it does; false too if there is no such function.
     *
     * @param function name or ARN
     * @param service such as {@code s3.amazonaws.com}
     * @param sourceArn the bucket that the event is of
     * @param sourceAccount the account that it belongs to
     */
    boolean allows(String function, String service, String sourceArn, String sourceAccount);
}
