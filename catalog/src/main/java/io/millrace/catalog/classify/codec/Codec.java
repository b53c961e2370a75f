package io.millrace.catalog.classify.codec;

import io.airlift.compress.zstd.ZstdInputStream;
import io.millrace.catalog.classify.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorInputStream;
import org.apache.commons.compress.compressors.snappy.SnappyCompressorInputStream;

/**
 * The container formats. All are known by their first bytes; only Hadoop's blocks have none, and for those the name must say so
 * too. Every decoder streams, so that no length that a file claims is ever allocated.
 */
enum Codec {
    GZIP(Compression.GZIP, "gzip file", bytes(0x1f, 0x8b)) {
        @Override
        InputStream open(InputStream stored) throws IOException {
            return new GZIPInputStream(stored, INPUT_BUFFER_BYTES);
        }
    },
    BZIP2(Compression.BZIP2, "bzip2 file", ascii("BZh")) {
        @Override
        InputStream open(InputStream stored) throws IOException {
            return new BZip2CompressorInputStream(stored, true);
        }
    },
    ZIP(Compression.ZIP, "zip archive", ascii("PK\3\4")) {
        @Override
        InputStream open(InputStream stored) throws IOException {
            ZipArchiveInputStream archive = new ZipArchiveInputStream(stored);
            ZipArchiveEntry entry = archive.getNextEntry();
            if (entry != null && !archive.canReadEntryData(entry)) {
                archive.close();
                throw new IOException("it is encrypted, or compressed by an unknown method");
            }
            return archive;
        }
    },
    SNAPPY_FRAMED(Compression.SNAPPY, "snappy file", bytes(0xff, 0x06, 0, 0, 's', 'N', 'a', 'P', 'p', 'Y')) {
        @Override
        InputStream open(InputStream stored) throws IOException {
            return new FramedSnappyCompressorInputStream(stored);
        }
    },
    LZ4_FRAMED(Compression.LZ4, "lz4 file", bytes(0x04, 0x22, 0x4d, 0x18)) {
        @Override
        InputStream open(InputStream stored) throws IOException {
            return new FramedLZ4CompressorInputStream(stored, true);
        }
    },
    ZSTD(Compression.ZSTD, "zstd file", bytes(0x28, 0xb5, 0x2f, 0xfd)) {
        @Override
        InputStream open(InputStream stored) {
            return new ZstdInputStream(stored);
        }
    },
    SNAPPY_HADOOP(Compression.SNAPPY, "snappy file", new byte[0]) {
        @Override
        InputStream open(InputStream stored) {
            return new HadoopBlocks(stored, SnappyCompressorInputStream::new);
        }
    },
    LZ4_HADOOP(Compression.LZ4, "lz4 file", new byte[0]) {
        @Override
        InputStream open(InputStream stored) {
            return new HadoopBlocks(stored, BlockLZ4CompressorInputStream::new);
        }
    };

    /** Small, so that little is taken from the file that has not been uncompressed: record counts are extrapolated from it. */
    static final int INPUT_BUFFER_BYTES = 1 << 10;

    private final Compression compression;
    private final String noun;
    private final byte[] magic;

    Codec(Compression compression, String noun, byte[] magic) {
        this.compression = compression;
        this.noun = noun;
        this.magic = magic;
    }

    /** A stream of the content. It may throw unchecked exceptions where the stored bytes are damaged. */
    abstract InputStream open(InputStream stored) throws IOException;

    Compression compression() {
        return compression;
    }

    /** What a file of this kind is called in messages. */
    String noun() {
        return noun;
    }

    /** The one that the bytes were made with; empty if they are not compressed. */
    static Optional<Codec> of(String name, byte[] head) {
        for (Codec codec : values()) {
            int length = codec.magic.length;
            if (length > 0 && head.length >= length && Arrays.equals(head, 0, length, codec.magic, 0, length)) {
                return codec == BZIP2 && !isBzip2Level(head) ? Optional.empty() : Optional.of(codec);
            }
        }
        if (name.endsWith(".snappy") && HadoopBlocks.startsLikeOne(head)) {
            return Optional.of(SNAPPY_HADOOP);
        }
        return name.endsWith(".lz4") && HadoopBlocks.startsLikeOne(head) ? Optional.of(LZ4_HADOOP) : Optional.empty();
    }

    /** A text may begin with BZh; then the level and the mark of a block (the digits of pi) or of the end (of its root) follow. */
    private static boolean isBzip2Level(byte[] head) {
        return head.length >= 10
                && head[3] >= '1'
                && head[3] <= '9'
                && (Arrays.equals(head, 4, 10, bytes(0x31, 0x41, 0x59, 0x26, 0x53, 0x59), 0, 6)
                        || Arrays.equals(head, 4, 10, bytes(0x17, 0x72, 0x45, 0x38, 0x50, 0x90), 0, 6));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
