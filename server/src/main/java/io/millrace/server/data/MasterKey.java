package io.millrace.server.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The 256 random bits under which the catalog's secrets are sealed, from which one key for each purpose is derived. The first
 * start makes the file in the data folder; servers that share a catalog share the file. Its text form hides the key.
 */
public final class MasterKey {
    /** The file's name in the data folder. */
    public static final String FILE_NAME = "master.key";

    private static final Logger LOG = LoggerFactory.getLogger(MasterKey.class);
    private static final String HMAC = "HmacSHA256";
    private static final int BYTES = 32;
    private static final int ID_BYTES = 4;

    private final byte[] secret;
    private final String id;

    private MasterKey(byte[] secret) {
        this.secret = secret;
        this.id = HexFormat.of().formatHex(Arrays.copyOf(derive("id"), ID_BYTES));
    }

    /** A key of these 32 bytes. */
    public static MasterKey of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("A master key has " + BYTES + " bytes, not " + secret.length);
        }
        return new MasterKey(secret.clone());
    }

    /** Reads the data folder's key, making it when there is none. */
    public static MasterKey loadOrCreate(Path dataFolder) {
        Path file = dataFolder.resolve(FILE_NAME);
        try {
            if (!Files.exists(file)) {
                create(file);
            }
            return load(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the master key " + file + ": " + e.getMessage(), e);
        }
    }

    private static void create(Path file) throws IOException {
        byte[] secret = new byte[BYTES];
        new SecureRandom().nextBytes(secret);
        try {
            PrivateFile.create(file, Base64.getEncoder().encodeToString(secret) + System.lineSeparator());
        } catch (FileAlreadyExistsException e) {
            LOG.debug("Another process has just made {}", file, e);
        }
    }

    /**
     * Reads a key from a file.
     *
     * @throws IllegalStateException if there is none, or it holds no key
     */
    public static MasterKey load(Path file) {
        try {
            byte[] secret = Base64.getDecoder().decode(Files.readString(file).strip());
            if (secret.length != BYTES) {
                throw malformed(file);
            }
            if (PrivateFile.isOpenToOthers(file)) {
                LOG.warn("Others than its owner may read the master key {}: chmod 600 it", file);
            }
            return new MasterKey(secret);
        } catch (IllegalArgumentException e) {
            // Without the cause, whose message quotes what is in the file.
            throw malformed(file);
        } catch (IOException e) {
            throw new IllegalStateException("Cannot read the master key " + file, e);
        }
    }

    private static IllegalStateException malformed(Path file) {
        return new IllegalStateException(
                "The master key " + file + " must be " + BYTES + " bytes in base64, one line.");
    }

    /** Tells keys apart without telling the key. */
    public String id() {
        return id;
    }

    /** The 256-bit key for one purpose. The same in every process; nothing follows from it about another one's. */
    public byte[] derive(String purpose) {
        return hmac(secret, ("millrace/1/" + purpose).getBytes(StandardCharsets.UTF_8));
    }

    /** HMAC-SHA-256. */
    public static byte[] hmac(byte[] key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + HMAC, e);
        }
    }

    @Override
    public String toString() {
        return "MasterKey[" + id + "]";
    }
}
