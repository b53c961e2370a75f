package io.millrace.server.resource;

/**
 * Makes ARNs of the one account.
 *
 * @param service such as {@code events}
 * @param region the server's
 */
public record ServiceArns(String service, String region) {
    /** The one account. */
    public static final String ACCOUNT = "000000000000";

    /** The ARN of a resource, such as {@code rule/nightly}. */
    public String of(String resource) {
        return "arn:aws:" + service + ":" + region + ":" + ACCOUNT + ":" + resource;
    }
}
