package io.millrace.catalog.classify;

import io.airlift.compress.Decompressor;
import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.orc.OrcProto.CompressionKind;
import org.apache.orc.OrcProto.Footer;
import org.apache.orc.OrcProto.PostScript;
import org.apache.orc.protobuf.InvalidProtocolBufferException;

/**
 * An ORC file's end (ORC specification v1, "File Tail"): the footer, which may be compressed, the postscript, which never is,
 * and the postscript's length in one byte.
 */
final class OrcTail {
    private static final byte[] MAGIC = "ORC".getBytes(StandardCharsets.US_ASCII);

    /** Most tails are smaller, so that one read of the file's end is enough. */
    private static final int FIRST_READ_BYTES = 64 << 10;

    private static final int MAX_FOOTER_BYTES = 64 << 20;

    /** What writers offer at most; a chunk of a footer is no larger. */
    private static final long MAX_CHUNK_BYTES = 16 << 20;

    private static final int CHUNK_HEADER_BYTES = 3;

    private OrcTail() {}

    /** The end of the object, enough for most footers. */
    static byte[] read(ObjectBytes object) throws IOException {
        int length = (int) Math.min(object.size(), FIRST_READ_BYTES);
        return object.read(object.size() - length, length);
    }

    /** Whether a postscript is there, whose last field is the magic word. */
    static boolean endsLikeOrc(byte[] tail) {
        int end = tail.length - 1;
        int start = end - MAGIC.length;
        return start >= 0 && (tail[end] & 0xff) <= end && Arrays.equals(tail, start, end, MAGIC, 0, MAGIC.length);
    }

    /** The footer of a file whose end is {@code tail}. */
    static Footer footer(ObjectBytes object, byte[] tail) throws IOException, UnreadableObjectException {
        try {
            int postScriptLength = tail[tail.length - 1] & 0xff;
            int postScriptStart = tail.length - 1 - postScriptLength;
            PostScript postScript = PostScript.parseFrom(Arrays.copyOfRange(tail, postScriptStart, tail.length - 1));
            long length = postScript.getFooterLength();
            if (length < 0 || length > Math.min(MAX_FOOTER_BYTES, object.size() - 1 - postScriptLength)) {
                throw new UnreadableObjectException("the ORC file's footer has an impossible length of " + length);
            }
            byte[] stored = length <= postScriptStart
                    ? Arrays.copyOfRange(tail, postScriptStart - (int) length, postScriptStart)
                    : object.read(object.size() - 1 - postScriptLength - length, (int) length);
            return Footer.parseFrom(uncompress(postScript, stored));
        } catch (InvalidProtocolBufferException e) {
            throw new UnreadableObjectException("the ORC file's footer is damaged", e);
        }
    }

    // What a decompressor throws at damaged bytes is not its contract: index errors are among it.
    private static byte[] uncompress(PostScript postScript, byte[] stored) throws UnreadableObjectException {
        CompressionKind kind = postScript.getCompression();
        if (kind == CompressionKind.NONE) {
            return stored;
        }
        int chunkBytes = (int) Math.min(postScript.getCompressionBlockSize(), MAX_CHUNK_BYTES);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        try {
            int at = 0;
            while (at < stored.length) {
                int header = (stored[at] & 0xff) | (stored[at + 1] & 0xff) << 8 | (stored[at + 2] & 0xff) << 16;
                int start = at + CHUNK_HEADER_BYTES;
                int length = header >>> 1;
                boolean asIs = (header & 1) == 1;
                byte[] chunk = Arrays.copyOfRange(stored, start, Math.min(start + length, stored.length));
                content.writeBytes(asIs ? chunk : uncompress(kind, chunk, chunkBytes));
                if (content.size() > MAX_FOOTER_BYTES) {
                    throw new UnreadableObjectException(
                            "the ORC file's footer is longer than %d bytes".formatted(MAX_FOOTER_BYTES));
                }
                at = start + length;
            }
            return content.toByteArray();
        } catch (DataFormatException | RuntimeException e) {
            throw new UnreadableObjectException("the ORC file's footer is damaged", e);
        }
    }

    private static byte[] uncompress(CompressionKind kind, byte[] chunk, int maxBytes)
            throws DataFormatException, UnreadableObjectException {
        byte[] content = new byte[maxBytes];
        int length = switch (kind) {
            case ZLIB -> inflate(chunk, content);
            case SNAPPY -> uncompress(new SnappyDecompressor(), chunk, content);
            case LZ4 -> uncompress(new Lz4Decompressor(), chunk, content);
            case ZSTD -> uncompress(new ZstdDecompressor(), chunk, content);
            default ->
                throw new UnreadableObjectException(
                        "the ORC file is compressed with %s, which is not read".formatted(kind));
        };
        return Arrays.copyOf(content, length);
    }

    private static int uncompress(Decompressor decompressor, byte[] chunk, byte[] content) {
        return decompressor.decompress(chunk, 0, chunk.length, content, 0, content.length);
    }

    private static int inflate(byte[] chunk, byte[] content) throws DataFormatException {
        // ORC's zlib has no header.
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(chunk);
            int length = 0;
            while (!inflater.finished() && length < content.length) {
                int count = inflater.inflate(content, length, content.length - length);
                if (count == 0) {
                    throw new DataFormatException("the chunk ends too early");
                }
                length += count;
            }
            return length;
        } finally {
            inflater.end();
        }
    }
}
