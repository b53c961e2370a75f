package io.millrace.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.data.MasterKey;
import io.millrace.server.data.MasterKeyCipher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestMasterKeyCipher {
    private static final String SECRET = "a secret, ünïcode too";

    @TempDir
    private Path folder;

    private final MasterKeyCipher cipher = new MasterKeyCipher(MasterKey.of(new byte[32]));

    @Test
    void opensWhatItSealed() {
        String sealed = cipher.encrypt(SECRET, "AKIA1");
        assertThat(sealed).startsWith("v1.").doesNotContain("secret");
        assertThat(cipher.decrypt(sealed, "AKIA1")).isEqualTo(SECRET);
        assertThat(cipher.decrypt(cipher.encrypt("", "x"), "x")).isEmpty();
    }

    @Test
    void neverSealsTheSameWayTwice() {
        Set<String> sealed = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            sealed.add(cipher.encrypt(SECRET, "AKIA1"));
        }
        assertThat(sealed).hasSize(1_000);
    }

    @Test
    void refusesAnotherContextAndAnyDamage() {
        String sealed = cipher.encrypt(SECRET, "AKIA1");
        assertThatThrownBy(() -> cipher.decrypt(sealed, "AKIA2"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("AKIA2");
        int start = sealed.lastIndexOf('.') + 1;
        // The last character's unused bits may be ignored by the decoder, so it is left alone.
        for (int i = start; i < sealed.length() - 1; i++) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            String damaged = sealed.substring(0, i) + other + sealed.substring(i + 1);
            assertThatThrownBy(() -> cipher.decrypt(damaged, "AKIA1")).isInstanceOf(IllegalStateException.class);
        }
        for (String damaged : List.of("", "v1", "v2" + sealed.substring(2), sealed.substring(0, start), sealed + "!")) {
            assertThatThrownBy(() -> cipher.decrypt(damaged, "AKIA1"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageNotContaining(sealed.substring(start));
        }
    }

    @Test
    void namesTheOtherMasterKey() {
        byte[] bytes = new byte[32];
        bytes[31] = 1;
        MasterKey other = MasterKey.of(bytes);
        String sealed = new MasterKeyCipher(other).encrypt(SECRET, "AKIA1");
        assertThatThrownBy(() -> cipher.decrypt(sealed, "AKIA1"))
                .hasMessageContaining("sealed under the master key " + other.id())
                .hasMessageContaining("security.master-key-file");
    }

    @Test
    void keepsThePrivateFileThatTheFirstStartMakes() throws IOException {
        MasterKey key = MasterKey.loadOrCreate(folder);
        Path file = folder.resolve(MasterKey.FILE_NAME);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(MasterKey.loadOrCreate(folder).derive("x")).isEqualTo(key.derive("x"));
        assertThat(key.derive("x")).isNotEqualTo(key.derive("y"));
        assertThat(key.toString()).doesNotContain(Files.readString(file).strip());
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void severalFirstStartsAgreeOnOneKey() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> ids = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                ids.add(threads.submit(() -> MasterKey.loadOrCreate(folder).id()));
            }
            Set<String> different = new HashSet<>();
            for (Future<String> id : ids) {
                different.add(id.get());
            }
            assertThat(different).hasSize(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void refusesAFileThatIsNoKeyWithoutQuotingIt() throws IOException {
        Path file = folder.resolve("other.key");
        assertThatThrownBy(() -> MasterKey.load(file)).hasMessageContaining("Cannot read the master key");
        for (String text : List.of("", "c2hvcnQ=", "not base64 but secret")) {
            Files.writeString(file, text);
            assertThatThrownBy(() -> MasterKey.load(file))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("32 bytes in base64")
                    .hasMessageNotContaining("secret");
        }
    }
}
