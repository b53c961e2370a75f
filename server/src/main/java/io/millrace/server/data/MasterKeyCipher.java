package io.millrace.server.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals texts with AES-256-GCM under a key derived from the master key. A sealed text names its form and the master key,
 * {@code v1.KEYID.BASE64(nonce, ciphertext, tag)}, and opens only in the context that it was sealed for (such as the id of the
 * access key): one copied into another row does not. Thread-safe.
 */
public final class MasterKeyCipher {
    private static final String FORM = "v1";
    private static final String TRANSFORMATION = "AES/GCM/NoPadding";
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final String keyId;
    private final SecretKeySpec key;
    private final SecureRandom random = new SecureRandom();

    /** A cipher under this master key. */
    public MasterKeyCipher(MasterKey master) {
        this.keyId = master.id();
        this.key = new SecretKeySpec(master.derive("sealed-secrets"), "AES");
    }

    /**
     * Seals a text.
     *
     * @param context what the text belongs to; it is needed again to open it
     */
    public String encrypt(String plain, String context) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain.getBytes(StandardCharsets.UTF_8));
            byte[] whole = ByteBuffer.allocate(nonce.length + sealed.length)
                    .put(nonce)
                    .put(sealed)
                    .array();
            return FORM + "." + keyId + "."
                    + Base64.getEncoder().withoutPadding().encodeToString(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + TRANSFORMATION, e);
        }
    }

    /**
     * Opens a sealed text.
     *
     * @throws IllegalStateException if it is of another context or master key, or damaged
     */
    public String decrypt(String sealed, String context) {
        requireOwnKey(sealed);
        try {
            byte[] whole = Base64.getDecoder().decode(sealed.substring(sealed.lastIndexOf('.') + 1));
            if (whole.length <= NONCE_BYTES) {
                throw damaged(context);
            }
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(whole, NONCE_BYTES), context);
            byte[] plain = cipher.doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
            return new String(plain, StandardCharsets.UTF_8);
        } catch (AEADBadTagException | IllegalArgumentException e) {
            throw damaged(context);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + TRANSFORMATION, e);
        }
    }

    /**
     * Checks the name of the key alone.
     *
     * @throws IllegalStateException if the text was sealed under another master key
     */
    public void requireOwnKey(String sealed) {
        String[] parts = sealed.split("\\.", -1);
        if (parts.length != 3 || !parts[0].equals(FORM)) {
            throw new IllegalStateException("A sealed secret is not of the form " + FORM + ".KEYID.DATA");
        }
        if (!parts[1].equals(keyId)) {
            throw new IllegalStateException("The catalog's secrets are sealed under the master key " + parts[1]
                    + ", but this server's is " + keyId + ". Copy " + MasterKey.FILE_NAME
                    + " from the server that made them, or name it with security.master-key-file.");
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(TRANSFORMATION);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static IllegalStateException damaged(String context) {
        return new IllegalStateException(
                "The sealed secret of " + context + " is damaged or belongs to something else");
    }
}
