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

    /** The name in a name or ARN of this account and region; another text is given back as it is. */
    public String nameOf(String prefix, String nameOrArn) {
        String start = of(prefix);
        return nameOrArn.startsWith(start) ? nameOrArn.substring(start.length()) : nameOrArn;
    }

    /** The ARN of a resource, such as {@code rule/nightly}. */
    public String of(String resource) {
        return "arn:aws:" + service + ":" + region + ":" + ACCOUNT + ":" + resource;
    }
}
