package io.millrace.catalog.classify.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.lz4.Lz4Compressor;
import io.airlift.compress.lz4.Lz4HadoopStreams;
import io.airlift.compress.snappy.SnappyFramedOutputStream;
import io.airlift.compress.snappy.SnappyHadoopStreams;
import io.airlift.compress.zstd.ZstdOutputStream;
import io.millrace.catalog.classify.Compression;
import io.millrace.catalog.classify.TestingObject;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.classify.codec.UncompressedHead.Extent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class TestCompressedHead {
    private static final int SAMPLE = 64 << 10;

    /** The writers, each of another make than what reads it where there is one. */
    private enum Writer {
        GZIP("x.gz", Compression.GZIP) {
            @Override
            OutputStream open(OutputStream out) throws IOException {
                return new GZIPOutputStream(out);
            }
        },
        BZIP2("x.bz2", Compression.BZIP2) {
            @Override
            OutputStream open(OutputStream out) throws IOException {
                return new BZip2CompressorOutputStream(out);
            }
        },
        ZIP("x.zip", Compression.ZIP) {
            @Override
            OutputStream open(OutputStream out) throws IOException {
                ZipOutputStream zip = new ZipOutputStream(out);
                zip.putNextEntry(new ZipEntry("x.csv"));
                return zip;
            }
        },
        SNAPPY_FRAMED("x.sz", Compression.SNAPPY) {
            @Override
            OutputStream open(OutputStream out) throws IOException {
                return new SnappyFramedOutputStream(out);
            }
        },
        SNAPPY_HADOOP("x.snappy", Compression.SNAPPY) {
            @Override
            OutputStream open(OutputStream out) throws IOException {
                return new SnappyHadoopStreams().createOutputStream(out);
            }
        },
        LZ4_FRAMED("x.lz4", Compression.LZ4) {
            @Override
            OutputStream open(OutputStream out) throws IOException {
                return new Lz4Frame(out);
            }
        },
        LZ4_HADOOP("x.lz4", Compression.LZ4) {
            @Override
            OutputStream open(OutputStream out) throws IOException {
                return new Lz4HadoopStreams().createOutputStream(out);
            }
        },
        ZSTD("x.zst", Compression.ZSTD) {
            @Override
            OutputStream open(OutputStream out) throws IOException {
                return new ZstdOutputStream(out);
            }
        };

        private final String file;
        private final Compression compression;

        Writer(String file, Compression compression) {
            this.file = file;
            this.compression = compression;
        }

        abstract OutputStream open(OutputStream out) throws IOException;

        byte[] compress(byte[] content, int times) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (OutputStream compressed = open(out)) {
                for (int i = 0; i < times; i++) {
                    compressed.write(content);
                }
            }
            return out.toByteArray();
        }
    }

    private static UncompressedHead head(Writer writer, byte[] object, int stored)
            throws IOException, UnreadableObjectException {
        return CompressedHead.open(
                        writer.file,
                        Arrays.copyOf(object, Math.min(stored, object.length)),
                        new TestingObject(object),
                        SAMPLE)
                .orElseThrow();
    }

    private static byte[] rows(int bytes) {
        Random random = new Random(7);
        StringBuilder rows = new StringBuilder();
        while (rows.length() < bytes) {
            rows.append(random.nextInt(1_000_000))
                    .append(',')
                    .append(random.nextLong())
                    .append('\n');
        }
        return TestingObject.utf8(rows.substring(0, bytes));
    }

    @ParameterizedTest
    @EnumSource
    void readsAWholeFile(Writer writer) throws Exception {
        byte[] content = rows(10_000);
        byte[] object = writer.compress(content, 1);
        UncompressedHead head = head(writer, object, object.length);
        assertThat(head.bytes()).isEqualTo(content);
        assertThat(head.extent()).isEqualTo(Extent.WHOLE);
        assertThat(head.compression()).isEqualTo(writer.compression);
    }

    @ParameterizedTest
    @EnumSource
    void readsTheBeginningOfALongFile(Writer writer) throws Exception {
        byte[] content = rows(1_300_000);
        byte[] object = writer.compress(content, 1);
        UncompressedHead head = head(writer, object, 500_000);
        assertThat(head.bytes()).isEqualTo(Arrays.copyOf(content, SAMPLE));
        assertThat(head.extent()).isEqualTo(Extent.BEGINNING);
    }

    @ParameterizedTest
    @EnumSource
    void aHeadThatIsShorterThanTheSampleIsNoDamage(Writer writer) throws Exception {
        byte[] content = rows(1_300_000);
        byte[] object = writer.compress(content, 1);
        UncompressedHead head = head(writer, object, 20_000);
        assertThat(head.bytes()).isNotEmpty().isEqualTo(Arrays.copyOf(content, head.bytes().length));
        assertThat(head.extent()).isEqualTo(Extent.BEGINNING);
    }

    @ParameterizedTest
    @EnumSource
    void anEmptyContentIsEmpty(Writer writer) throws Exception {
        byte[] object = writer.compress(new byte[0], 0);
        if (object.length > 0) {
            assertThat(head(writer, object, object.length).bytes()).isEmpty();
        } else {
            assertThat(writer).isIn(Writer.SNAPPY_HADOOP, Writer.LZ4_HADOOP);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aTruncatedFileIsRefused(Writer writer) throws Exception {
        byte[] object = writer.compress(rows(200_000), 1);
        byte[] truncated = Arrays.copyOf(object, object.length / 2);
        assertThatThrownBy(() -> head(writer, truncated, truncated.length))
                .isInstanceOf(UnreadableObjectException.class)
                .hasMessageContaining("truncated");
    }

    @ParameterizedTest
    @EnumSource
    void damageIsRefusedOrReadAsWhatItBecame(Writer writer) throws Exception {
        byte[] content = rows(20_000);
        byte[] object = writer.compress(content, 1);
        Random random = new Random(11);
        for (int i = 0; i < 50; i++) {
            byte[] damaged = object.clone();
            for (int flip = 0; flip < 8; flip++) {
                damaged[12 + random.nextInt(damaged.length - 12)] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                UncompressedHead head = head(writer, damaged, damaged.length);
                assertThat(head.bytes().length).isLessThanOrEqualTo(SAMPLE);
            } catch (UnreadableObjectException e) {
                assertThat(e).hasMessageMatching("the .* (is damaged: .*|is truncated|has \\d+ files, .*)");
            }
        }
    }

    static Stream<Arguments> bombs() {
        return Arrays.stream(Writer.values()).map(writer -> Arguments.of(writer, 20));
    }

    @ParameterizedTest
    @MethodSource("bombs")
    @Timeout(20)
    void aBombCostsNoMoreThanItsSample(Writer writer, int mebibytes) throws Exception {
        byte[] bomb = writer.compress(new byte[1 << 20], mebibytes);
        long before = System.nanoTime();
        UncompressedHead head = head(writer, bomb, 1 << 20);
        assertThat(head.bytes()).hasSize(SAMPLE).containsOnly(0);
        assertThat(head.extent()).isEqualTo(Extent.BEGINNING);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void anArchiveOfTwoFilesIsRefused() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (String name : new String[] {"a.csv", "b.csv"}) {
                zip.putNextEntry(new ZipEntry(name));
                zip.write(rows(100));
                zip.closeEntry();
            }
        }
        assertThatThrownBy(() -> head(Writer.ZIP, out.toByteArray(), out.size()))
                .hasMessage("the zip archive has 2 files, and only those of a single one are read");
    }

    @Test
    void hadoopsBlocksMayClaimAnyLength() {
        byte[] hostile = {0, 0x10, 0, 0, 0, 0, 0, 9, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0x7f, -1, -1, -1, 0, 0, 0, 1};
        assertThatThrownBy(() -> head(Writer.SNAPPY_HADOOP, hostile, hostile.length))
                .isInstanceOf(UnreadableObjectException.class);
    }

    @Test
    void aNameAloneCompressesNothing() throws Exception {
        for (String name : new String[] {"x.gz", "x.snappy", "x.lz4", "x.zst", "x.bz2", "x.zip"}) {
            byte[] text = TestingObject.utf8("id,name\n1,BZh\n");
            assertThat(CompressedHead.open(name, text, new TestingObject(text), SAMPLE))
                    .isEmpty();
        }
        byte[] text = TestingObject.utf8("BZh9,name\n1,x\n");
        assertThat(CompressedHead.open("x", text, new TestingObject(text), SAMPLE))
                .isEmpty();
    }

    /** Commons Compress's writer takes minutes; so a frame of independent 64 KiB blocks without checksums. */
    private static final class Lz4Frame extends OutputStream {
        private static final byte[] HEADER = {0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, (byte) 0x82};
        private static final int BLOCK = 64 << 10;

        private final OutputStream out;
        private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

        Lz4Frame(OutputStream out) throws IOException {
            this.out = out;
            out.write(HEADER);
        }

        @Override
        public void write(int value) throws IOException {
            pending.write(value);
            if (pending.size() == BLOCK) {
                block();
            }
        }

        private void block() throws IOException {
            byte[] raw = pending.toByteArray();
            pending.reset();
            Lz4Compressor compressor = new Lz4Compressor();
            byte[] compressed = new byte[compressor.maxCompressedLength(raw.length)];
            int length = compressor.compress(raw, 0, raw.length, compressed, 0, compressed.length);
            length(length);
            out.write(compressed, 0, length);
        }

        private void length(int length) throws IOException {
            out.write(ByteBuffer.allocate(4)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(length)
                    .array());
        }

        @Override
        public void close() throws IOException {
            if (pending.size() > 0) {
                block();
            }
            length(0);
            out.close();
        }
    }
}
