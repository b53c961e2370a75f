package io.millrace.server.artifact;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A file encrypted with a data key that stands, encrypted itself, at its beginning. The content is sealed in pieces of a mebibyte by
 * AES-256-GCM, so that a file of any size needs little memory and no piece can be changed, moved or left out: each has its number in its
 * nonce, and the last one is known as such. Form: {@code MRA1}, the length of the encrypted key (4 bytes) and the key, 8 bytes of nonce, then
 * the pieces, each with a byte (1 for the last) and its length (4 bytes) before it.
 */
final class SealedFile {
    private static final int MAGIC = 0x4D524131;
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int PIECE_BYTES = 1 << 20;
    private static final int TAG_BITS = 128;
    private static final int PREFIX_BYTES = 8;
    private static final int NONCE_BYTES = 12;
    private static final int MAX_KEY_BYTES = 6144;
    private static final SecureRandom RANDOM = new SecureRandom();

    private SealedFile() {}

    /** The encrypted key at a file's beginning; empty if the file is not sealed. */
    static Optional<byte[]> key(Path file) throws IOException {
        try (DataInputStream in = open(file)) {
            return Files.size(file) > Integer.BYTES && in.readInt() == MAGIC ? Optional.of(key(in)) : Optional.empty();
        }
    }

    private static DataInputStream open(Path file) throws IOException {
        return new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
    }

    private static byte[] key(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length <= 0 || length > MAX_KEY_BYTES) {
            throw damaged();
        }
        return in.readNBytes(length);
    }

    /**
     * Encrypts a file.
     *
     * @param key 256 bits
     * @param encryptedKey what stands in the file
     */
    static void seal(Path plain, Path sealed, byte[] key, byte[] encryptedKey) throws IOException {
        byte[] prefix = new byte[PREFIX_BYTES];
        RANDOM.nextBytes(prefix);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(plain));
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(sealed)))) {
            out.writeInt(MAGIC);
            out.writeInt(encryptedKey.length);
            out.write(encryptedKey);
            out.write(prefix);
            byte[] piece = in.readNBytes(PIECE_BYTES);
            for (int number = 0; ; number++) {
                byte[] next = in.readNBytes(PIECE_BYTES);
                byte last = (byte) (next.length == 0 ? 1 : 0);
                byte[] done = run(Cipher.ENCRYPT_MODE, key, prefix, number, last, piece);
                out.writeByte(last);
                out.writeInt(done.length);
                out.write(done);
                if (last == 1) {
                    return;
                }
                piece = next;
            }
        }
    }

    /**
     * Decrypts a file.
     *
     * @throws IOException if it is damaged, or the key is another
     */
    static void open(Path sealed, Path plain, byte[] key) throws IOException {
        try (DataInputStream in = open(sealed);
                DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(plain)))) {
            in.readInt();
            key(in);
            byte[] prefix = in.readNBytes(PREFIX_BYTES);
            byte last = 0;
            for (int number = 0; last == 0; number++) {
                last = in.readByte();
                int length = in.readInt();
                if (length < 0 || length > PIECE_BYTES + TAG_BITS / Byte.SIZE) {
                    throw damaged();
                }
                out.write(run(Cipher.DECRYPT_MODE, key, prefix, number, last, in.readNBytes(length)));
            }
            if (in.read() >= 0) {
                throw damaged();
            }
        }
    }

    private static byte[] run(int mode, byte[] key, byte[] prefix, int number, byte last, byte[] input)
            throws IOException {
        try {
            Cipher cipher = Cipher.getInstance(TRANSFORMATION);
            byte[] nonce =
                    ByteBuffer.allocate(NONCE_BYTES).put(prefix).putInt(number).array();
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(new byte[] {last});
            return cipher.doFinal(input);
        } catch (AEADBadTagException e) {
            throw damaged();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + TRANSFORMATION, e);
        }
    }

    private static IOException damaged() {
        return new IOException("The encrypted artifact is damaged.");
    }
}
