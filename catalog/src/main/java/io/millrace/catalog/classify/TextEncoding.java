package io.millrace.catalog.classify;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * How text is encoded. A byte-order mark decides; without one, text is UTF-8, or Latin-1 where its bytes cannot be UTF-8
 * (every byte is a Latin-1 character, so that this is the last resort).
 */
public enum TextEncoding {
    UTF_8(StandardCharsets.UTF_8, 0xef, 0xbb, 0xbf),
    UTF_16LE(StandardCharsets.UTF_16LE, 0xff, 0xfe),
    UTF_16BE(StandardCharsets.UTF_16BE, 0xfe, 0xff),
    LATIN_1(StandardCharsets.ISO_8859_1);

    private final Charset charset;
    private final int[] mark;

    TextEncoding(Charset charset, int... mark) {
        this.charset = charset;
        this.mark = mark;
    }

    /** The name in the SerDe parameter {@code serialization.encoding}: Java's. */
    public String charsetName() {
        return charset.name();
    }

    /** The encoding of a text that begins with {@code bytes}, whose last character may be cut. */
    static TextEncoding of(byte[] bytes) {
        for (TextEncoding encoding : values()) {
            if (encoding.mark.length > 0 && encoding.markLength(bytes) > 0) {
                return encoding;
            }
        }
        return isUtf8(bytes) ? UTF_8 : LATIN_1;
    }

    private int markLength(byte[] bytes) {
        if (bytes.length < mark.length) {
            return 0;
        }
        for (int i = 0; i < mark.length; i++) {
            if ((bytes[i] & 0xff) != mark[i]) {
                return 0;
            }
        }
        return mark.length;
    }

    private static boolean isUtf8(byte[] bytes) {
        if (isAscii(bytes)) {
            return true;
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        java.nio.CharBuffer characters = java.nio.CharBuffer.allocate(bytes.length);
        // "Not the end of input": a cut last character is underflow, no error.
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), characters, false);
        return !result.isError();
    }

    private static boolean isAscii(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return false;
            }
        }
        return true;
    }

    /** The text without its mark; what cannot be decoded (at least a character that the sample's end cuts) is replaced. */
    String decode(byte[] bytes) {
        int start = markLength(bytes);
        try {
            return charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE)
                    .decode(ByteBuffer.wrap(bytes, start, bytes.length - start))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalStateException("A decoder that replaces reported an error", e);
        }
    }
}
