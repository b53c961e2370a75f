package io.millrace.catalog.classify.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.snappy.SnappyFramedOutputStream;
import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestCompressedContent {
    private enum Writer {
        GZIP("x.gz") {
            @Override
            OutputStream open(OutputStream out) throws IOException {
                return new GZIPOutputStream(out);
            }
        },
        BZIP2("x.bz2") {
            @Override
            OutputStream open(OutputStream out) throws IOException {
                return new BZip2CompressorOutputStream(out);
            }
        },
        SNAPPY_FRAMED("x.sz") {
            @Override
            OutputStream open(OutputStream out) throws IOException {
                return new SnappyFramedOutputStream(out);
            }
        },
        ZSTD("x.zst") {
            @Override
            OutputStream open(OutputStream out) throws IOException {
                return new ZstdOutputStream(out);
            }
        };

        private final String fileName;

        Writer(String fileName) {
            this.fileName = fileName;
        }

        abstract OutputStream open(OutputStream out) throws IOException;

        byte[] member(String text) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream out = open(bytes)) {
                out.write(text.getBytes(UTF_8));
            }
            return bytes.toByteArray();
        }

        InputStream read(byte[] stored) throws IOException {
            return CompressedContent.open(fileName, new FromStore(stored));
        }
    }

    /** As an HTTP response's: never knows whether more will come, and gives little at once. */
    private static final class FromStore extends FilterInputStream {
        FromStore(byte[] bytes) {
            super(new ByteArrayInputStream(bytes));
        }

        @Override
        public int available() {
            return 0;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return in.read(buffer, offset, Math.min(length, 61));
        }
    }

    private static byte[] concatenated(byte[]... members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Arrays.stream(members).forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void everyMemberOfAStoredFileIsRead(Writer writer) throws IOException {
        String first = "id,name\n" + "1,water\n".repeat(500);
        String second = "2,mill\n".repeat(300);
        byte[] stored =
                concatenated(writer.member(first), writer.member(""), writer.member(second), writer.member("3,race\n"));

        try (InputStream content = writer.read(stored)) {
            assertThat(new String(content.readAllBytes(), UTF_8)).isEqualTo(first + second + "3,race\n");
        }
    }

    @Test
    void aMemberThatIsCutOffFailsAlsoWhenTheFirstIsWhole() throws IOException {
        byte[] second = Writer.GZIP.member("2,mill\n".repeat(300));
        byte[] stored = concatenated(Writer.GZIP.member("1,water\n"), Arrays.copyOf(second, second.length - 5));

        try (InputStream content = Writer.GZIP.read(stored)) {
            assertThatThrownBy(content::readAllBytes).isInstanceOf(EOFException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\0", "\0\0\0\0"})
    void zerosBehindAGzipFileArePadding(String tail) throws IOException {
        assertThat(followedBy(tail.getBytes(UTF_8))).isEqualTo("1,water\n1,water\n");
    }

    /** What looks like garbage may be a member whose first byte is damaged, or that a stray byte precedes. */
    @ParameterizedTest
    @ValueSource(strings = {"garbage", "\0\0more", "\u001f", "\u001fx"})
    void anythingElseBehindAGzipFileFails(String tail) {
        assertThatThrownBy(() -> followedBy(tail.getBytes(UTF_8)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bytes behind its gzip data");
    }

    @Test
    void aLaterMemberWithADamagedBeginningFails() throws IOException {
        byte[] member = Writer.GZIP.member("2,mill\n");
        member[0] ^= 1;
        assertThatThrownBy(() -> followedBy(member))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bytes behind its gzip data");
    }

    private static String followedBy(byte[] tail) throws IOException {
        byte[] member = Writer.GZIP.member("1,water\n");
        try (InputStream content = Writer.GZIP.read(concatenated(member, member, tail))) {
            return new String(content.readAllBytes(), UTF_8);
        }
    }
}
