package io.millrace.etl.lane.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestCompressedInput {
    private static final byte[] TEXT = text();

    @ParameterizedTest
    @CsvSource({"a.csv.gz,gz", "A.GZ,gz", "a.bz2,bzip2", "a.zst,zstd", "a.zstd,zstd"})
    void readsAllMembersAndNoticesWhatIsMissing(String name, String codec) throws Exception {
        byte[] member = compressed(codec);
        byte[] twice = Arrays.copyOf(member, 2 * member.length);
        System.arraycopy(member, 0, twice, member.length, member.length);
        assertThat(all(name, twice)).isEqualTo((new String(TEXT, UTF_8) + new String(TEXT, UTF_8)).getBytes(UTF_8));
        for (int cut : new int[] {1, 9, member.length / 2, member.length - 1}) {
            assertThatThrownBy(() -> all(name, Arrays.copyOf(member, cut)))
                    .as("%d bytes", cut)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("Cannot uncompress " + name + ": ");
        }
        byte[] damaged = member.clone();
        // zstd's frames need have no checksum: what is damaged inside may go unnoticed.
        damaged[codec.equals("zstd") ? 0 : member.length / 2] ^= 0x55;
        assertThatThrownBy(() -> all(name, damaged))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot uncompress " + name + ": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "bzip2", "zstd"})
    void theBytesTellWhatTheNameDoesNot(String codec) throws Exception {
        byte[] stored = compressed(codec);
        assertThat(unnamed(stored, true)).isEqualTo(TEXT);
        assertThatThrownBy(() -> unnamed(stored, false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("a.csv: it is compressed, but neither its name");
        for (byte[] plain : new byte[][] {TEXT, new byte[0], {'B', 'Z', 'h', ',', '1', '\n'}, {0x1f}}) {
            assertThat(unnamed(plain, true)).isEqualTo(plain);
            assertThat(unnamed(plain, false)).isEqualTo(plain);
        }
    }

    private static byte[] unnamed(byte[] stored, boolean whole) throws IOException {
        try (InputStream stream = CompressedInput.openUnnamed("a.csv", new ByteArrayInputStream(stored), whole)) {
            return stream.readAllBytes();
        }
    }

    @Test
    void gzipFilesMayBePaddedWithZerosAndNothingElse() throws Exception {
        byte[] member = compressed("gz");
        assertThat(all("a.csv.gz", Arrays.copyOf(member, member.length + 512))).isEqualTo(TEXT);
        byte[] followed = Arrays.copyOf(member, member.length + 512);
        followed[followed.length - 1] = 'x';
        assertThatThrownBy(() -> all("a.csv.gz", followed))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot uncompress a.csv.gz: the file has bytes behind its gzip data");
        assertThatThrownBy(() -> all("a.csv.gz", TEXT))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Cannot uncompress a.csv.gz: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.csv", "a.csv.gz", "a.csv.bz2", "a.csv.zst", "a.csv.deflate", "a.csv.snappy"})
    void aFileWithoutBytesIsEmptyWhateverItsName(String name) throws IOException {
        assertThat(all(name, new byte[0])).isEmpty();
    }

    @Test
    void leavesOtherFilesAndRefusesWhatItDoesNotKnow() throws IOException {
        assertThat(all("a.csv", TEXT)).isEqualTo(TEXT);
        assertThat(CompressedInput.isCompressed("s3://b/x.gz/part-1")).isFalse();
        assertThat(CompressedInput.isKnown("a.xz")).isFalse();
        assertThatThrownBy(() -> all("a.xz", TEXT))
                .isInstanceOf(IOException.class)
                .hasMessage("Cannot uncompress a.xz: its compression is not supported");
    }

    private static byte[] all(String name, byte[] stored) throws IOException {
        // A stream from a store never says that more is there.
        InputStream stream = new ByteArrayInputStream(stored) {
            @Override
            public synchronized int available() {
                return 0;
            }
        };
        try (InputStream opened = CompressedInput.open(name, stream)) {
            return opened.readAllBytes();
        }
    }

    private static byte[] compressed(String codec) throws IOException, CompressorException {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        try (OutputStream stream = new CompressorStreamFactory().createCompressorOutputStream(codec, target)) {
            stream.write(TEXT);
        }
        return target.toByteArray();
    }

    private static byte[] text() {
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append(random.nextInt()).append(",x\n");
        }
        return text.toString().getBytes(UTF_8);
    }
}
