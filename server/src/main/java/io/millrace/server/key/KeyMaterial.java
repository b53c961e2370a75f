package io.millrace.server.key;

import io.millrace.server.data.MasterKeyCipher;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jdbi.v3.core.Jdbi;

/**
 * The secret part of keys: versions of 256 bits, of which the newest encrypts and each decrypts what it encrypted. AES-256-GCM; the
 * encryption context and the ciphertext's header are authenticated with it. Calls join the transaction that the calling thread is in.
 * Thread-safe.
 */
final class KeyMaterial {
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Jdbi jdbi;
    private final MasterKeyCipher cipher;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    KeyMaterial(Jdbi jdbi, MasterKeyCipher cipher, InstantSource clock) {
        this.jdbi = jdbi;
        this.cipher = cipher;
        this.clock = clock;
    }

    private record Version(int number, Instant created) {}

    byte[] random(int bytes) {
        byte[] made = new byte[bytes];
        random.nextBytes(made);
        return made;
    }

    /** Makes the next version of a key, the first one too. */
    void add(String keyId) {
        jdbi.useTransaction(handle -> {
            int number = newest(keyId).map(Version::number).orElse(0) + 1;
            String text = Base64.getEncoder().encodeToString(random(KEY_BYTES));
            handle.execute(
                    "INSERT INTO kms_material (key_id, version, sealed, created_millis) VALUES (?, ?, ?, ?)",
                    keyId,
                    number,
                    cipher.encrypt(text, context(keyId, number)),
                    clock.millis());
        });
    }

    /** Destroys all versions: nothing opens what they encrypted any more. */
    void destroy(String keyId) {
        jdbi.useHandle(handle -> handle.execute("DELETE FROM kms_material WHERE key_id = ?", keyId));
    }

    private Optional<Version> newest(String keyId) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT version, created_millis FROM kms_material WHERE key_id = ? ORDER BY version DESC LIMIT 1",
                        keyId)
                .map((row, context) -> new Version(row.getInt(1), Instant.ofEpochMilli(row.getLong(2))))
                .findOne());
    }

    /** When the newest version was made. */
    Instant newestAt(String keyId) {
        return newest(keyId).map(Version::created).orElseThrow(() -> gone(keyId));
    }

    /** Makes a new version if the newest is as old as that. */
    void rotateAfter(String keyId, Duration age) {
        jdbi.useTransaction(handle -> {
            if (!newestAt(keyId).plus(age).isAfter(clock.instant())) {
                add(keyId);
            }
        });
    }

    KeyCiphertext encrypt(String keyId, byte[] plain, Map<String, String> context) {
        int version = newest(keyId).map(Version::number).orElseThrow(() -> gone(keyId));
        byte[] nonce = random(NONCE_BYTES);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, keyId, version, nonce, context, plain);
        byte[] whole = ByteBuffer.allocate(NONCE_BYTES + sealed.length)
                .put(nonce)
                .put(sealed)
                .array();
        return new KeyCiphertext(keyId, version, whole);
    }

    /** @throws io.millrace.server.wire.ServiceException InvalidCiphertextException if it was changed, or the context is another */
    byte[] decrypt(KeyCiphertext ciphertext, Map<String, String> context) {
        byte[] whole = ciphertext.sealed();
        if (whole.length < NONCE_BYTES) {
            throw KeyErrors.invalidCiphertext();
        }
        return run(
                Cipher.DECRYPT_MODE,
                ciphertext.keyId(),
                ciphertext.version(),
                Arrays.copyOf(whole, NONCE_BYTES),
                context,
                Arrays.copyOfRange(whole, NONCE_BYTES, whole.length));
    }

    private byte[] run(int mode, String keyId, int version, byte[] nonce, Map<String, String> context, byte[] input) {
        try {
            Cipher aes = Cipher.getInstance(TRANSFORMATION);
            aes.init(mode, key(keyId, version), new GCMParameterSpec(TAG_BITS, nonce));
            aes.updateAAD(KeyCiphertext.header(keyId, version));
            aes.updateAAD(canonical(context));
            return aes.doFinal(input);
        } catch (AEADBadTagException e) {
            throw KeyErrors.invalidCiphertext();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + TRANSFORMATION, e);
        }
    }

    private SecretKeySpec key(String keyId, int version) {
        String sealed = jdbi.withHandle(handle -> handle.select(
                                "SELECT sealed FROM kms_material WHERE key_id = ? AND version = ?", keyId, version)
                        .mapTo(String.class)
                        .findOne())
                .orElseThrow(KeyErrors::invalidCiphertext);
        return new SecretKeySpec(Base64.getDecoder().decode(cipher.decrypt(sealed, context(keyId, version))), "AES");
    }

    /** By key, each text with its length before it, so that no two contexts are the same bytes. */
    private static byte[] canonical(Map<String, String> context) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(context)
                .forEach((key, value) -> text.append(key.length())
                        .append(':')
                        .append(key)
                        .append(value.length())
                        .append(':')
                        .append(value));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String context(String keyId, int version) {
        return "kms/" + keyId + "/" + version;
    }

    private static IllegalStateException gone(String keyId) {
        return new IllegalStateException("The key " + keyId + " has no material");
    }
}
