package io.millrace.server.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** SHA-256 and HMAC-SHA-256, which every Java platform has. */
final class Sha256 {
    private static final String HMAC = "HmacSHA256";

    private Sha256() {}

    static String hex(byte[] data) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(data));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The signature that the owner of {@code secret} would make of a canonical request. */
    static String signature(String secret, SignatureClaim claim, String canonicalRequest) {
        CredentialScope scope = claim.scope();
        String toSign = SignatureClaims.ALGORITHM + "\n" + claim.timestamp() + "\n" + scope.text() + "\n"
                + hex(canonicalRequest.getBytes(StandardCharsets.UTF_8));
        byte[] key = ("AWS4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String step : new String[] {scope.date(), scope.region(), scope.service(), "aws4_request"}) {
            key = hmac(key, step);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static byte[] hmac(byte[] key, String data) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(data.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
