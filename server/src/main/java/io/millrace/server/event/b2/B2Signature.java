package io.millrace.server.event.b2;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Checks that a body comes from B2: {@code v1=} and the HMAC-SHA256 of the raw body in lower-case hexadecimal, under the secret as it is.
 * Thread-safe.
 */
final class B2Signature {
    /** The header that has it. */
    static final String HEADER = "x-bz-event-notification-signature";

    private static final String VERSION = "v1=";
    private static final Pattern FORM = Pattern.compile("v1=[0-9a-f]{64}");

    private final SecretKeySpec key;

    B2Signature(String secret) {
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    /** Whether a header's value has the form of a signature at all. */
    static boolean isWellFormed(String header) {
        return FORM.matcher(header).matches();
    }

    /** Whether the header is the body's signature; takes the same time wherever they differ. */
    boolean matches(String header, byte[] body) {
        String expected = VERSION + HexFormat.of().formatHex(hmac(body));
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.ISO_8859_1), header.getBytes(StandardCharsets.ISO_8859_1));
    }

    private byte[] hmac(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            return mac.doFinal(body);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has HmacSHA256", e);
        }
    }
}
