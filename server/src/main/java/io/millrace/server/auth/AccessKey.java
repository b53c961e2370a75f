package io.millrace.server.auth;

import org.jspecify.annotations.Nullable;

/**
 * An access key. Its text form hides the secrets.
 *
 * @param id the public part, such as {@code AKIA…}
 * @param secret what signatures are made with
 * @param sessionToken what a request with a temporary key must also carry; null for a lasting key
 */
public record AccessKey(String id, String secret, @Nullable String sessionToken) {
    /** A lasting key. */
    public static AccessKey of(String id, String secret) {
        return new AccessKey(id, secret, null);
    }

    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
