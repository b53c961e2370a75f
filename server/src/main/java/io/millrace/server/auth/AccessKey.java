package io.millrace.server.auth;

import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * An access key. Its text form hides the secrets.
 *
 * @param id the public part, such as {@code AKIA…}
 * @param secret what signatures are made with
 * @param sessionToken what a request with a temporary key must also carry; null for a lasting key
 * @param principal the ARN of whose key it is
 */
public record AccessKey(String id, String secret, @Nullable String sessionToken, String principal) {
    private static final String TEMPORARY = "ASIA";
    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final String USER = "arn:aws:iam::000000000000:user/";

    /** A key whose principal is named by the key itself. */
    public AccessKey(String id, String secret, @Nullable String sessionToken) {
        this(id, secret, sessionToken, USER + id);
    }

    /** A lasting key whose principal is named by the key itself. */
    public static AccessKey of(String id, String secret) {
        return new AccessKey(id, secret, null);
    }

    /** A new lasting key in the form of AWS's: 80 random bits in the id, 238 in the secret. */
    public static AccessKey generate(String principal) {
        return generate("AKIA", principal);
    }

    /** The same for a temporary key, still without its token. */
    public static AccessKey generateTemporary(String principal) {
        return generate(TEMPORARY, principal);
    }

    /** Random letters and digits, as AWS's unique ids have after their four letters (IAM user guide, "Unique identifiers"). */
    public static String uniqueId(String prefix) {
        return prefix + randomText(new SecureRandom(), ID_ALPHABET, 17);
    }

    private static AccessKey generate(String prefix, String principal) {
        SecureRandom random = new SecureRandom();
        return new AccessKey(
                prefix + randomText(random, ID_ALPHABET, 16), randomText(random, SECRET_ALPHABET, 40), null, principal);
    }

    private static String randomText(SecureRandom random, String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "AccessKey[" + id + "]";
    }
}
