package io.millrace.server.key;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * What Encrypt gives: two bytes of form, the key's id, the version of its material, and AES-GCM's nonce, ciphertext and tag. It is
 * Millrace's own form, as AWS's is AWS's. Immutable.
 */
final class KeyCiphertext {
    private static final short FORM = 0x4D31;
    private static final int HEADER_BYTES = Short.BYTES + 2 * Long.BYTES + Integer.BYTES;

    private final String keyId;
    private final int version;
    private final byte[] sealed;

    /** @param sealed nonce, ciphertext and tag; not copied */
    KeyCiphertext(String keyId, int version, byte[] sealed) {
        this.keyId = keyId;
        this.version = version;
        this.sealed = sealed;
    }

    /** The key that can open it. */
    String keyId() {
        return keyId;
    }

    /** Of the key's material. */
    int version() {
        return version;
    }

    /** Nonce, ciphertext and tag; not to be changed. */
    byte[] sealed() {
        return sealed;
    }

    /** What comes before the sealed part, which it vouches for. */
    static byte[] header(String keyId, int version) {
        UUID id = UUID.fromString(keyId);
        return ByteBuffer.allocate(HEADER_BYTES)
                .putShort(FORM)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putInt(version)
                .array();
    }

    byte[] bytes() {
        return ByteBuffer.allocate(HEADER_BYTES + sealed.length)
                .put(header(keyId, version))
                .put(sealed)
                .array();
    }

    /** Empty if it is of another form. */
    static Optional<KeyCiphertext> parse(byte[] bytes) {
        if (bytes.length <= HEADER_BYTES) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (buffer.getShort() != FORM) {
            return Optional.empty();
        }
        String keyId = new UUID(buffer.getLong(), buffer.getLong()).toString();
        return Optional.of(
                new KeyCiphertext(keyId, buffer.getInt(), Arrays.copyOfRange(bytes, HEADER_BYTES, bytes.length)));
    }
}
