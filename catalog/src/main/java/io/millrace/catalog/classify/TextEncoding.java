package io.millrace.catalog.classify;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
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
    /** No character beyond ASCII was seen: to be read as files beside it are, else as UTF-8. */
    ASCII(StandardCharsets.UTF_8, ""),
    UTF_8(StandardCharsets.UTF_8, "\u00ef\u00bb\u00bf"),
    UTF_16LE(StandardCharsets.UTF_16LE, "\u00ff\u00fe"),
    UTF_16BE(StandardCharsets.UTF_16BE, "\u00fe\u00ff"),
    LATIN_1(StandardCharsets.ISO_8859_1, "");

    private final Charset charset;

    /** The byte-order mark, a character for each byte. */
    private final String mark;

    TextEncoding(Charset charset, String mark) {
        this.charset = charset;
        this.mark = mark;
    }

    /** The name in the SerDe parameter {@code serialization.encoding}: Java's. */
    public String charsetName() {
        return charset.name();
    }

    /** Whether readers need not be told. */
    public boolean isUtf8() {
        return charset.equals(StandardCharsets.UTF_8);
    }

    /** Whether files of both can be read alike. */
    boolean compatibleWith(TextEncoding other) {
        return this == other || (this == ASCII && other.holdsAscii()) || (other == ASCII && holdsAscii());
    }

    private boolean holdsAscii() {
        return this == UTF_8 || this == LATIN_1;
    }

    /** The encoding of a text that begins with {@code bytes}, whose last character may be cut. */
    public static TextEncoding of(byte[] bytes) {
        for (TextEncoding encoding : values()) {
            if (encoding.markLength(bytes) > 0) {
                return encoding;
            }
        }
        if (isAscii(bytes)) {
            return ASCII;
        }
        return isUtf8(bytes) ? UTF_8 : LATIN_1;
    }

    private int markLength(byte[] bytes) {
        if (bytes.length < mark.length()) {
            return 0;
        }
        for (int i = 0; i < mark.length(); i++) {
            if ((bytes[i] & 0xff) != mark.charAt(i)) {
                return 0;
            }
        }
        return mark.length();
    }

    private static boolean isUtf8(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer characters = CharBuffer.allocate(bytes.length);
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
        if (this == ASCII || this == LATIN_1) {
            // Of both each byte is the character of the same number: no decoder is as quick as this copy.
            return new String(bytes, start, bytes.length - start, StandardCharsets.ISO_8859_1);
        }
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
