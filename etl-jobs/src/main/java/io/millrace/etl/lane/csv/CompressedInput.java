package io.millrace.etl.lane.csv;

import io.millrace.catalog.classify.codec.CompressedContent;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Locale;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/**
 * Uncompresses files, whose names say how they are compressed, as Hive and Spark decide it: gzip (of several members too, and padded with zeros), bzip2, zstd and deflate, and
 * what the crawlers know as snappy, lz4 and zip (of one file). The stream fails with a message that names the file if its bytes are damaged or end too early.
 */
public final class CompressedInput extends FilterInputStream {
    private static final int BUFFER_BYTES = 1 << 16;

    private final String name;

    private CompressedInput(String name, InputStream uncompressed) {
        super(uncompressed);
        this.name = name;
    }

    private enum Codec {
        NONE,
        GZIP,
        BZIP2,
        ZSTD,
        DEFLATE,
        /** Several formats go by these names; their first bytes tell them apart. */
        BY_CONTENT,
        UNKNOWN;

        static Codec of(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            return switch (lower.substring(lower.lastIndexOf('.') + 1)) {
                case "gz", "gzip" -> GZIP;
                case "bz2" -> BZIP2;
                case "zst", "zstd" -> ZSTD;
                case "deflate" -> DEFLATE;
                case "snappy", "sz", "lz4", "zip" -> BY_CONTENT;
                case "xz" -> UNKNOWN;
                default -> NONE;
            };
        }
    }

    /** Whether the name says that the file is compressed. */
    public static boolean isCompressed(String name) {
        return Codec.of(name) != Codec.NONE;
    }

    /** Whether {@link #open} can read a file of this name: it is not compressed, or as this class knows it. */
    public static boolean isKnown(String name) {
        return Codec.of(name) != Codec.UNKNOWN;
    }

    /**
     * The uncompressed bytes; the stream itself if it is not compressed.
     *
     * @param name the file's, for its end and for messages
     * @param stored as it is in the store; closed with the result, and if this fails
     * @throws IOException if it is not compressed as its name says, or not known
     */
    public static InputStream open(String name, InputStream stored) throws IOException {
        Codec codec = Codec.of(name);
        if (codec == Codec.NONE) {
            return stored;
        }
        try {
            InputStream buffered = new BufferedInputStream(stored, BUFFER_BYTES);
            if (isEmpty(buffered)) {
                return buffered;
            }
            return new CompressedInput(
                    name,
                    switch (codec) {
                        case GZIP -> CompressedContent.gzip(buffered);
                        case BZIP2 -> compressor(CompressorStreamFactory.BZIP2, buffered);
                        case ZSTD -> compressor(CompressorStreamFactory.ZSTANDARD, buffered);
                        case DEFLATE -> compressor(CompressorStreamFactory.DEFLATE, buffered);
                        case BY_CONTENT -> CompressedContent.open(name, buffered);
                        case NONE, UNKNOWN -> throw new IOException("its compression is not supported");
                    });
        } catch (IOException | RuntimeException e) {
            stored.close();
            throw failure(name, e);
        }
    }

    /**
     * The bytes of a file whose name says nothing of a compression, uncompressed if its first bytes are those of one: else it would be a file without
     * a row.
     *
     * @param stored from the file's beginning; closed with the result, and if this fails
     * @param whole whether all of the file is read; a part of what is compressed cannot be
     */
    public static InputStream openUnnamed(String name, InputStream stored, boolean whole) throws IOException {
        PushbackInputStream content = new PushbackInputStream(stored, CompressedContent.HEAD_BYTES);
        try {
            byte[] head = content.readNBytes(CompressedContent.HEAD_BYTES);
            content.unread(head);
            if (!CompressedContent.isCompressed(name, head)) {
                return content;
            }
            if (!whole) {
                throw new IOException(
                        "it is compressed, but neither its name nor compressionType of its table says so; crawl it, or end its name as others of its kind, such as .gz");
            }
            return new CompressedInput(name, CompressedContent.open(name, content));
        } catch (IOException | RuntimeException e) {
            stored.close();
            throw failure(name, e);
        }
    }

    /** Not even a header: as little data as in an empty file that is not compressed, whatever the format. */
    private static boolean isEmpty(InputStream stored) throws IOException {
        stored.mark(1);
        boolean empty = stored.read() < 0;
        stored.reset();
        return empty;
    }

    private static InputStream compressor(String codec, InputStream stored) throws IOException {
        try {
            return new CompressorStreamFactory(true).createCompressorInputStream(codec, stored);
        } catch (CompressorException e) {
            throw new IOException("it is no " + codec + " file", e);
        }
    }

    @Override
    public int read() throws IOException {
        try {
            return super.read();
        } catch (IOException | RuntimeException e) {
            throw failure(name, e);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return super.read(target, offset, length);
        } catch (IOException | RuntimeException e) {
            // Decoders throw unchecked exceptions, too, where bytes are damaged.
            throw failure(name, e);
        }
    }

    private static IOException failure(String name, Exception cause) {
        if (cause instanceof EOFException) {
            IOException ended = new IOException("Cannot uncompress %s: it ends too early".formatted(name));
            // Not its cause: it says no more than its class's name, and who tells the reason would tell that.
            ended.addSuppressed(cause);
            return ended;
        }
        return new IOException("Cannot uncompress %s: %s".formatted(name, cause.getMessage()), cause);
    }
}
