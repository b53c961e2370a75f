package io.millrace.etl.lane.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Text in some encoding as UTF-8. What is no text in the encoding becomes U+FFFD. */
final class Utf8Stream extends InputStream {
    private static final int BYTES = 1 << 16;

    private final InputStream source;
    private final CharsetDecoder decoder;
    private final CharsetEncoder encoder;
    private final ByteBuffer encoded = ByteBuffer.allocate(BYTES).flip();
    /** Room for all that {@link #encoded} can become. */
    private final CharBuffer characters;

    private final ByteBuffer utf8;
    private final long watched;
    private long consumed;
    private long produced;
    private long limit = Long.MAX_VALUE;
    private boolean exhausted;

    /**
     * A stream.
     *
     * @param watched a place in the source between two characters, for {@link #limit}
     */
    Utf8Stream(InputStream source, Charset charset, long watched) {
        this.source = source;
        this.watched = watched;
        decoder = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        characters = CharBuffer.allocate((int) (BYTES * decoder.maxCharsPerByte()) + 16)
                .flip();
        utf8 = ByteBuffer.allocate(3 * characters.capacity()).flip();
        encoder = StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
    }

    /** Where the watched place is in this stream: it was passed, or all that was read lies before it and this is {@link Long#MAX_VALUE}. */
    long limit() {
        return limit;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        while (!utf8.hasRemaining()) {
            if (exhausted) {
                return -1;
            }
            transcode();
        }
        int count = Math.min(length, utf8.remaining());
        utf8.get(target, offset, count);
        return count;
    }

    private void transcode() throws IOException {
        encoded.compact();
        // What is read in one piece ends at the watched place, should it lie there.
        long ahead = watched - consumed;
        int wanted = ahead > 0 ? (int) Math.min(ahead, encoded.remaining()) : encoded.remaining();
        int read = source.readNBytes(encoded.array(), encoded.position(), wanted);
        exhausted = read < wanted;
        consumed += read;
        encoded.position(encoded.position() + read).flip();
        characters.compact();
        decoder.decode(encoded, characters, exhausted);
        if (exhausted) {
            decoder.flush(characters);
        }
        characters.flip();
        utf8.clear();
        // A pair of surrogates may be cut; its first half then stays for the next time.
        encoder.encode(characters, utf8, exhausted);
        utf8.flip();
        produced += utf8.remaining();
        if (consumed == watched) {
            limit = produced;
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
