package io.millrace.catalog.classify.codec;

import io.airlift.compress.zstd.ZstdInputStream;
import io.millrace.catalog.classify.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
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
    GZIP(Compression.GZIP, "gzip file", "\u001f\u008b") {
        @Override
        InputStream open(InputStream stored) throws IOException {
            return new GzipMembers(stored);
        }
    },
    BZIP2(Compression.BZIP2, "bzip2 file", "BZh") {
        @Override
        InputStream open(InputStream stored) throws IOException {
            return new BZip2CompressorInputStream(stored, true);
        }
    },
    ZIP(Compression.ZIP, "zip archive", "PK\u0003\u0004") {
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
    SNAPPY_FRAMED(Compression.SNAPPY, "snappy file", "\u00ff\u0006\0\0sNaPpY") {
        @Override
        InputStream open(InputStream stored) throws IOException {
            return new FramedSnappyCompressorInputStream(stored);
        }
    },
    LZ4_FRAMED(Compression.LZ4, "lz4 file", "\u0004\"M\u0018") {
        @Override
        InputStream open(InputStream stored) throws IOException {
            return new FramedLZ4CompressorInputStream(stored, true);
        }
    },
    ZSTD(Compression.ZSTD, "zstd file", "(\u00b5/\u00fd") {
        @Override
        InputStream open(InputStream stored) {
            return new ZstdInputStream(stored);
        }
    },
    SNAPPY_HADOOP(Compression.SNAPPY, "snappy file", "") {
        @Override
        InputStream open(InputStream stored) {
            return new HadoopBlocks(stored, SnappyCompressorInputStream::new);
        }
    },
    LZ4_HADOOP(Compression.LZ4, "lz4 file", "") {
        @Override
        InputStream open(InputStream stored) {
            return new HadoopBlocks(stored, BlockLZ4CompressorInputStream::new);
        }
    };

    /** What a decoder gets at once: small, so that little is taken from the file that has not been uncompressed: record counts are extrapolated from it. */
    static final int INPUT_BUFFER_BYTES = 1 << 10;

    private final Compression compression;
    private final String noun;
    /** The first bytes, a character for each. */
    private final String magic;

    Codec(Compression compression, String noun, String magic) {
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
            if (!codec.magic.isEmpty() && matches(head, 0, codec.magic)) {
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
        return head.length > 3
                && head[3] >= '1'
                && head[3] <= '9'
                && (matches(head, 4, "1AY&SY") || matches(head, 4, "\u0017rE8P\u0090"));
    }

    private static boolean matches(byte[] head, int at, String bytes) {
        if (head.length < at + bytes.length()) {
            return false;
        }
        for (int i = 0; i < bytes.length(); i++) {
            if ((head[at + i] & 0xff) != bytes.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
