package io.millrace.server.auth;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Percent-encoding as Signature Version 4 defines it: everything but {@code A-Za-z0-9-._~}, as upper-case hex of UTF-8. */
public final class PercentCode {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final String UNRESERVED = "-._~";

    private PercentCode() {}

    /** Encodes, as signatures and IAM's answers want it. */
    public static String encode(String text) {
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if ((c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || UNRESERVED.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.toHexDigits(b));
            }
        }
        return encoded.toString();
    }

    /** Decodes {@code %XX}; what is no such escape stays as it is. */
    public static String decode(String text) {
        return text.indexOf('%') < 0 ? text : bytes(text).toString(StandardCharsets.UTF_8);
    }

    /**
     * Decodes a part of a form, where a plus is a space.
     *
     * @throws CharacterCodingException if the bytes are not UTF-8
     */
    public static String decodeForm(String text) throws CharacterCodingException {
        String spaced = text.replace('+', ' ');
        if (text.indexOf('%') < 0) {
            return spaced;
        }
        ByteBuffer decoded = ByteBuffer.wrap(bytes(spaced).toByteArray());
        return StandardCharsets.UTF_8.newDecoder().decode(decoded).toString();
    }

    private static ByteArrayOutputStream bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '%'
                    && i + 2 < bytes.length
                    && HexFormat.isHexDigit(bytes[i + 1])
                    && HexFormat.isHexDigit(bytes[i + 2])) {
                decoded.write(HexFormat.fromHexDigit(bytes[i + 1]) << 4 | HexFormat.fromHexDigit(bytes[i + 2]));
                i += 2;
            } else {
                decoded.write(bytes[i]);
            }
        }
        return decoded;
    }
}
