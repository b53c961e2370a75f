package io.millrace.server.key;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.EncryptResponse;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.ReEncryptRequest;
import software.amazon.awssdk.services.kms.model.ReEncryptResponse;

/** KMS's operations that use keys. Thread-safe. */
public final class CryptoOperations {
    private static final int AES_256_BYTES = 32;
    private static final int AES_128_BYTES = 16;

    private final Keys keys;

    /** Uses these keys. */
    public CryptoOperations(Keys keys) {
        this.keys = keys;
    }

    /** Encrypts up to 4096 bytes. */
    public EncryptResponse encrypt(EncryptRequest request) {
        requireSymmetric(request.encryptionAlgorithmAsString());
        refuse(request.grantTokens(), "GrantTokens");
        KeyMetadata key = keys.loadUsable(request.keyId());
        refuseDryRun(request.dryRun());
        return EncryptResponse.builder()
                .ciphertextBlob(seal(key, request.plaintext().asByteArray(), request.encryptionContext()))
                .keyId(key.arn())
                .encryptionAlgorithm(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
                .build();
    }

    private SdkBytes seal(KeyMetadata key, byte[] plain, Map<String, String> context) {
        keys.rotation(key.keyId()).ifPresent(age -> keys.material().rotateAfter(key.keyId(), age));
        return SdkBytes.fromByteArray(
                keys.material().encrypt(key.keyId(), plain, context).bytes());
    }

    /** Decrypts by the key that the ciphertext names. */
    public DecryptResponse decrypt(DecryptRequest request) {
        requireSymmetric(request.encryptionAlgorithmAsString());
        refuse(request.grantTokens(), "GrantTokens");
        if (request.recipient() != null) {
            throw KeyErrors.unsupported("Recipient");
        }
        KeyCiphertext ciphertext = parse(request.ciphertextBlob());
        KeyMetadata key = keyOf(ciphertext, request.keyId());
        refuseDryRun(request.dryRun());
        return DecryptResponse.builder()
                .plaintext(SdkBytes.fromByteArray(keys.material().decrypt(ciphertext, request.encryptionContext())))
                .keyId(key.arn())
                .encryptionAlgorithm(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
                .build();
    }

    private static KeyCiphertext parse(@Nullable SdkBytes blob) {
        if (blob == null) {
            throw KeyErrors.validation("CiphertextBlob is missing.");
        }
        return KeyCiphertext.parse(blob.asByteArray()).orElseThrow(KeyErrors::invalidCiphertext);
    }

    private KeyMetadata keyOf(KeyCiphertext ciphertext, @Nullable String asked) {
        if (asked != null && !keys.loadUsable(asked).keyId().equals(ciphertext.keyId())) {
            throw KeyErrors.incorrectKey();
        }
        return keys.loadUsable(ciphertext.keyId());
    }

    /** A new key for the caller's own use, in plain and encrypted. */
    public GenerateDataKeyResponse generateDataKey(GenerateDataKeyRequest request) {
        refuse(request.grantTokens(), "GrantTokens");
        if (request.recipient() != null) {
            throw KeyErrors.unsupported("Recipient");
        }
        int bytes = bytes(request.keySpecAsString(), request.numberOfBytes());
        KeyMetadata key = keys.loadUsable(request.keyId());
        refuseDryRun(request.dryRun());
        byte[] plain = keys.material().random(bytes);
        return GenerateDataKeyResponse.builder()
                .plaintext(SdkBytes.fromByteArray(plain))
                .ciphertextBlob(seal(key, plain, request.encryptionContext()))
                .keyId(key.arn())
                .build();
    }

    /** A new key that only Decrypt tells in plain. */
    public GenerateDataKeyWithoutPlaintextResponse generateDataKeyWithoutPlaintext(
            GenerateDataKeyWithoutPlaintextRequest request) {
        refuse(request.grantTokens(), "GrantTokens");
        int bytes = bytes(request.keySpecAsString(), request.numberOfBytes());
        KeyMetadata key = keys.loadUsable(request.keyId());
        refuseDryRun(request.dryRun());
        return GenerateDataKeyWithoutPlaintextResponse.builder()
                .ciphertextBlob(seal(key, keys.material().random(bytes), request.encryptionContext()))
                .keyId(key.arn())
                .build();
    }

    private static int bytes(@Nullable String spec, @Nullable Integer number) {
        if ((spec == null) == (number == null)) {
            throw KeyErrors.validation("Please specify either number of bytes or key spec.");
        }
        if (number != null) {
            return number;
        }
        return "AES_128".equals(spec) ? AES_128_BYTES : AES_256_BYTES;
    }

    /** Decrypts and encrypts under another key, or another context; the plain text does not leave the server. */
    public ReEncryptResponse reEncrypt(ReEncryptRequest request) {
        requireSymmetric(request.sourceEncryptionAlgorithmAsString());
        requireSymmetric(request.destinationEncryptionAlgorithmAsString());
        refuse(request.grantTokens(), "GrantTokens");
        KeyCiphertext ciphertext = parse(request.ciphertextBlob());
        KeyMetadata source = keyOf(ciphertext, request.sourceKeyId());
        KeyMetadata destination = keys.loadUsable(request.destinationKeyId());
        refuseDryRun(request.dryRun());
        byte[] plain = keys.material().decrypt(ciphertext, request.sourceEncryptionContext());
        return ReEncryptResponse.builder()
                .ciphertextBlob(seal(destination, plain, request.destinationEncryptionContext()))
                .sourceKeyId(source.arn())
                .keyId(destination.arn())
                .sourceEncryptionAlgorithm(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
                .destinationEncryptionAlgorithm(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
                .build();
    }

    private static void requireSymmetric(@Nullable String algorithm) {
        if (algorithm != null && !algorithm.equals("SYMMETRIC_DEFAULT")) {
            throw KeyErrors.unsupported("The encryption algorithm " + algorithm);
        }
    }

    private static void refuse(Collection<?> given, String member) {
        if (!given.isEmpty()) {
            throw KeyErrors.unsupported(member);
        }
    }

    private static void refuseDryRun(@Nullable Boolean dryRun) {
        if (Boolean.TRUE.equals(dryRun)) {
            throw KeyErrors.dryRun();
        }
    }
}
