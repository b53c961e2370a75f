package io.millrace.server.config;

/**
 * New objects that invoke a function, as a bucket's notification configuration says it on AWS.
 *
 * @param bucket the bucket
 * @param prefix what the keys begin with, {@code ""} for all
 * @param suffix what the keys end with, {@code ""} for all
 * @param functionName the function
 */
public record NotificationConfig(String bucket, String prefix, String suffix, String functionName) {
    /** Checks that bucket and function are named. */
    public NotificationConfig {
        if (bucket.isBlank() || functionName.isBlank()) {
            throw new IllegalArgumentException("A notification needs a bucket and a function");
        }
    }
}
