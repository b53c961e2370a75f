package io.millrace.etl.lane.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Compresses pages into arrays. Used by one thread. */
interface PageCompressor {

    /** Compresses and returns where in {@code segments} the result is. */
    Segments.Place compress(byte[] bytes, int from, int length, Segments.Writer segments) throws IOException;

    /** Gives native memory back. */
    default void release() {}

    static PageCompressor of(CompressionCodecName codec, int pageBytes) {
        return switch (codec) {
            case UNCOMPRESSED -> new Plain();
            case SNAPPY -> new SnappyPages();
            default -> new ByCodec(codec, pageBytes);
        };
    }

    /** Pages as they are. */
    final class Plain implements PageCompressor {
        @Override
        public Segments.Place compress(byte[] bytes, int from, int length, Segments.Writer segments) {
            byte[] segment = segments.reserve(length);
            System.arraycopy(bytes, from, segment, segments.at(), length);
            return segments.take(length);
        }
    }

    /** From array to array: parquet-java's way through Hadoop's codec copies every page three times. */
    final class SnappyPages implements PageCompressor {
        @Override
        public Segments.Place compress(byte[] bytes, int from, int length, Segments.Writer segments)
                throws IOException {
            byte[] segment = segments.reserve(Snappy.maxCompressedLength(length));
            return segments.take(Snappy.compress(bytes, from, length, segment, segments.at()));
        }
    }

    /** With parquet-java's codecs. */
    final class ByCodec implements PageCompressor {
        private final CodecFactory codecs;
        private final CompressionCodecFactory.BytesInputCompressor compressor;
        private final ByteArrayOutputStream output = new ByteArrayOutputStream();

        ByCodec(CompressionCodecName codec, int pageBytes) {
            codecs = new CodecFactory(new Configuration(false), pageBytes);
            compressor = ((CompressionCodecFactory) codecs).getCompressor(codec);
        }

        @Override
        public Segments.Place compress(byte[] bytes, int from, int length, Segments.Writer segments)
                throws IOException {
            output.reset();
            compressor.compress(BytesInput.from(bytes, from, length)).writeAllTo(output);
            byte[] compressed = output.toByteArray();
            int size = compressed.length;
            byte[] segment = segments.reserve(size);
            System.arraycopy(compressed, 0, segment, segments.at(), size);
            return segments.take(size);
        }

        @Override
        public void release() {
            codecs.release();
        }
    }
}
