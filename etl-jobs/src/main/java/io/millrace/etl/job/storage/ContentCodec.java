package io.millrace.etl.job.storage;

import io.millrace.catalog.classify.codec.CompressedContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionInputStream;
import org.apache.hadoop.io.compress.CompressionOutputStream;
import org.apache.hadoop.io.compress.Compressor;
import org.apache.hadoop.io.compress.Decompressor;
import org.jspecify.annotations.Nullable;

/**
 * Lets Hadoop, and so Spark, read what the crawlers read: both framings of Snappy and LZ4, Zstandard, and zip archives of a single file. Hadoop's own
 * codecs know one framing each and no zip, and choose by the name; the bytes say what it is. Reading only.
 */
public abstract class ContentCodec implements CompressionCodec {
    /** Hadoop's setting with codecs that go before its own. */
    public static final String SETTING = "io.compression.codecs";

    private final String extension;

    private ContentCodec(String extension) {
        this.extension = extension;
    }

    /** The classes for {@link #SETTING}. Hadoop makes the codecs itself, one for each extension. */
    public static String classes() {
        return List.of(Zip.class, Snappy.class, FramedSnappy.class, Lz4.class, Zstd.class, Gzip.class).stream()
                .map(Class::getName)
                .collect(Collectors.joining(","));
    }

    /** {@code .zip}. */
    public static final class Zip extends ContentCodec {
        /** For Hadoop. */
        public Zip() {
            super(".zip");
        }
    }

    /** {@code .snappy}. */
    public static final class Snappy extends ContentCodec {
        /** For Hadoop. */
        public Snappy() {
            super(".snappy");
        }
    }

    /** {@code .sz}, the framing format's own extension. */
    public static final class FramedSnappy extends ContentCodec {
        /** For Hadoop. */
        public FramedSnappy() {
            super(".sz");
        }
    }

    /** {@code .lz4}. */
    public static final class Lz4 extends ContentCodec {
        /** For Hadoop. */
        public Lz4() {
            super(".lz4");
        }
    }

    /** {@code .zst}, without Hadoop's native library. */
    public static final class Zstd extends ContentCodec {
        /** For Hadoop. */
        public Zstd() {
            super(".zst");
        }
    }

    /** {@code .gzip}; Hadoop itself has {@code .gz}. */
    public static final class Gzip extends ContentCodec {
        /** For Hadoop. */
        public Gzip() {
            super(".gzip");
        }
    }

    @Override
    public CompressionInputStream createInputStream(InputStream in) throws IOException {
        return new Content(CompressedContent.open("file" + extension, in), in);
    }

    @Override
    public CompressionInputStream createInputStream(InputStream in, @Nullable Decompressor decompressor)
            throws IOException {
        return createInputStream(in);
    }

    /** None: the stream does it. */
    @Override
    @SuppressWarnings("NullAway") // Hadoop's contract for codecs without one
    public Class<? extends Decompressor> getDecompressorType() {
        return null;
    }

    @Override
    @SuppressWarnings("NullAway") // as above
    public Decompressor createDecompressor() {
        return null;
    }

    @Override
    public String getDefaultExtension() {
        return extension;
    }

    @Override
    public CompressionOutputStream createOutputStream(OutputStream out) {
        throw readsOnly();
    }

    @Override
    public CompressionOutputStream createOutputStream(OutputStream out, Compressor compressor) {
        throw readsOnly();
    }

    @Override
    public Class<? extends Compressor> getCompressorType() {
        throw readsOnly();
    }

    @Override
    public Compressor createCompressor() {
        throw readsOnly();
    }

    private UnsupportedOperationException readsOnly() {
        return new UnsupportedOperationException("Text is not written as %s".formatted(extension));
    }

    private static final class Content extends CompressionInputStream {
        private final InputStream content;

        Content(InputStream content, InputStream stored) throws IOException {
            super(stored);
            this.content = content;
        }

        @Override
        public int read() throws IOException {
            return content.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return content.read(buffer, offset, length);
        }

        @Override
        public void resetState() {
            throw new UnsupportedOperationException("The content is read once");
        }
    }
}
