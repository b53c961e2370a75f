package io.millrace.server.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TestSealedFile {
    private static final int PIECE = 1 << 20;

    private final byte[] key = new byte[32];

    @TempDir
    private Path folder;

    private Path seal(byte[] content) throws IOException {
        Path plain = Files.write(folder.resolve("plain"), content);
        Path sealed = folder.resolve("sealed");
        SealedFile.seal(plain, sealed, key, new byte[] {1, 2, 3});
        return sealed;
    }

    private byte[] open(Path sealed) throws IOException {
        Path opened = folder.resolve("opened");
        SealedFile.open(sealed, opened, key);
        return Files.readAllBytes(opened);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE})
    void opensWhatItSealed(int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        Path sealed = seal(content);
        assertThat(SealedFile.key(sealed)).contains(new byte[] {1, 2, 3});
        assertThat(open(sealed)).isEqualTo(content);
    }

    @Test
    void noticesEveryChange() throws IOException {
        byte[] whole = Files.readAllBytes(seal(new byte[2 * PIECE + 5]));
        int pieces = 4 + 4 + 3 + 8;
        int piece = 1 + 4 + PIECE + 16;
        byte[] changed = whole.clone();
        changed[pieces + 50] ^= 1;
        refuses(changed);
        refuses(Arrays.copyOf(whole, whole.length - 1));
        // Without its last piece, and with the flag of the one before set
        byte[] shortened = Arrays.copyOf(whole, pieces + 2 * piece);
        refuses(shortened);
        shortened[pieces + piece] = 1;
        refuses(shortened);
        // Two pieces that changed places
        byte[] swapped = whole.clone();
        System.arraycopy(whole, pieces, swapped, pieces + piece, piece);
        System.arraycopy(whole, pieces + piece, swapped, pieces, piece);
        refuses(swapped);
        refuses(Arrays.copyOf(whole, whole.length + 1));
    }

    private void refuses(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("changed"), content);
        assertThatThrownBy(() -> open(file)).isInstanceOf(IOException.class);
    }

    @Test
    void knowsWhatIsNotSealed() throws IOException {
        Path zip = Files.writeString(folder.resolve("a.zip"), "PK...");
        assertThat(SealedFile.key(zip)).isEmpty();
        assertThat(SealedFile.key(Files.write(zip, new byte[0]))).isEmpty();
    }
}
