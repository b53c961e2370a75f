package io.millrace.server.artifact;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Artifacts in the object store. With a KMS key they are encrypted before they leave the server, because not every object store can do it:
 * each with a data key of its own, bound to its bucket and key. Reading tells by the object itself, so artifacts from before a key was
 * named are still read. Thread-safe.
 */
public final class ArtifactObjects {
    private final S3Client s3;

    /** Artifacts in this store. */
    public ArtifactObjects(S3Client s3) {
        this.s3 = s3;
    }

    /**
     * Stores an artifact.
     *
     * @param kmsKey what it is encrypted with; empty for not
     * @param kms acts with the right of who stores it
     */
    public void put(String bucket, String key, Path file, Optional<String> kmsKey, KmsClient kms) throws IOException {
        if (kmsKey.filter(ArtifactObjects::isOwnKey).isEmpty()) {
            s3.putObject(request -> request.bucket(bucket).key(key), file);
            return;
        }
        GenerateDataKeyResponse made = kms.generateDataKey(
                request -> request.keyId(kmsKey.get()).keySpec("AES_256").encryptionContext(context(bucket, key)));
        Path sealed = beside(file);
        try {
            SealedFile.seal(
                    file,
                    sealed,
                    made.plaintext().asByteArray(),
                    made.ciphertextBlob().asByteArray());
            s3.putObject(request -> request.bucket(bucket).key(key), sealed);
        } finally {
            Files.deleteIfExists(sealed);
        }
    }

    /**
     * Reads an artifact into a file that is not there yet.
     *
     * @param version of the object; null for the newest
     * @param kms acts with the right of who reads it
     * @return the object's entity tag
     */
    public String get(String bucket, String key, @Nullable String version, Path file, KmsClient kms)
            throws IOException {
        String tag = s3.getObject(request -> request.bucket(bucket).key(key).versionId(version), file)
                .eTag();
        Optional<byte[]> encrypted = SealedFile.key(file);
        if (encrypted.isPresent()) {
            byte[] dataKey = kms.decrypt(request -> request.ciphertextBlob(SdkBytes.fromByteArray(encrypted.get()))
                            .encryptionContext(context(bucket, key)))
                    .plaintext()
                    .asByteArray();
            Path sealed = beside(file);
            try {
                Files.move(file, sealed);
                SealedFile.open(sealed, file, dataKey);
            } finally {
                Files.deleteIfExists(sealed);
            }
        }
        return tag;
    }

    /** AWS's own keys stand for the object store's own encryption. */
    public static boolean isOwnKey(String kmsKey) {
        return !kmsKey.contains("alias/aws/");
    }

    private static Path beside(Path file) {
        return file.resolveSibling(file.getFileName() + ".sealed");
    }

    private static Map<String, String> context(String bucket, String key) {
        return Map.of("aws:s3:arn", "arn:aws:s3:::" + bucket + "/" + key);
    }
}
