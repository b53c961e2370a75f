package io.millrace.server.secret;

import io.millrace.server.data.MasterKeyCipher;
import io.millrace.server.resource.Documents;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServiceArns;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/**
 * The secrets and their versions; values are sealed under the master key. A secret that is marked for deletion is gone when its time has
 * come. Thread-safe.
 */
public final class Secrets {
    private static final String SEPARATOR = "\n";
    private static final String SUFFIX_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int SUFFIX_LENGTH = 6;
    private static final String TEXT = "text:";
    private static final String BINARY = "binary:";

    private final Jdbi jdbi;
    private final Documents<DescribeSecretResponse> secrets;
    private final Documents<GetSecretValueResponse> versions;
    private final ResourceTags tags;
    private final MasterKeyCipher cipher;
    private final ServiceArns arns;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    /**
     * The secrets in a database with the server's migrations.
     *
     * @param region of their ARNs
     */
    public Secrets(Jdbi jdbi, ResourceTags tags, MasterKeyCipher cipher, String region, InstantSource clock) {
        this.jdbi = jdbi;
        this.secrets = new Documents<>(jdbi, "secretsmanager/secret", DescribeSecretResponse.class, () ->
                (SdkPojo) DescribeSecretResponse.builder());
        this.versions = new Documents<>(jdbi, "secretsmanager/version", GetSecretValueResponse.class, () ->
                (SdkPojo) GetSecretValueResponse.builder());
        this.tags = tags;
        this.cipher = cipher;
        this.arns = new ServiceArns("secretsmanager", region);
        this.clock = clock;
    }

    Jdbi jdbi() {
        return jdbi;
    }

    Instant now() {
        return clock.instant();
    }

    /** An ARN for a new secret: a later one of the same name has another. */
    String newArn(String name) {
        StringBuilder suffix = new StringBuilder("-");
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            suffix.append(SUFFIX_CHARACTERS.charAt(random.nextInt(SUFFIX_CHARACTERS.length())));
        }
        return arns.of("secret:" + name + suffix);
    }

    /** The secret by name, ARN, or ARN without the suffix. */
    Optional<DescribeSecretResponse> find(String id) {
        String prefix = arns.of("secret:");
        if (!id.startsWith(prefix)) {
            return kept(secrets.find(id));
        }
        String name = id.substring(prefix.length());
        Optional<DescribeSecretResponse> whole = kept(secrets.find(name));
        int suffix = name.length() - SUFFIX_LENGTH - 1;
        return whole.isPresent() || suffix < 1 || name.charAt(suffix) != '-'
                ? whole
                : kept(secrets.find(name.substring(0, suffix)))
                        .filter(secret -> secret.arn().equals(id));
    }

    private Optional<DescribeSecretResponse> kept(Optional<DescribeSecretResponse> secret) {
        if (secret.isPresent()
                && secret.get().deletedDate() != null
                && !secret.get().deletedDate().isAfter(now())) {
            delete(secret.get());
            return Optional.empty();
        }
        return secret;
    }

    DescribeSecretResponse load(String id) {
        return find(id).orElseThrow(SecretErrors::noSecret);
    }

    /** The secret if it is not marked for deletion. */
    DescribeSecretResponse loadActive(String id) {
        DescribeSecretResponse secret = load(id);
        if (secret.deletedDate() != null) {
            throw SecretErrors.deleted();
        }
        return secret;
    }

    List<DescribeSecretResponse> list(String after) {
        return secrets.list("", after, Integer.MAX_VALUE).stream()
                .filter(secret -> kept(Optional.of(secret)).isPresent())
                .toList();
    }

    void put(DescribeSecretResponse secret) {
        secrets.put(secret.name(), secret);
    }

    void delete(DescribeSecretResponse secret) {
        jdbi.useTransaction(handle -> {
            versions(secret).forEach(version -> removeVersion(secret, version));
            secrets.delete(secret.name());
            tags.removeAll(secret.arn());
        });
    }

    /** The versions, their values sealed. */
    List<GetSecretValueResponse> versions(DescribeSecretResponse secret) {
        return versions.all(secret.name() + SEPARATOR);
    }

    /** Adds a version, its value in plain. */
    void addVersion(DescribeSecretResponse secret, GetSecretValueResponse version) {
        String plain = version.secretString() != null
                ? TEXT + version.secretString()
                : BINARY
                        + Base64.getEncoder()
                                .encodeToString(version.secretBinary().asByteArrayUnsafe());
        putVersion(
                secret,
                version.toBuilder()
                        .secretBinary(null)
                        .secretString(cipher.encrypt(plain, context(secret, version)))
                        .build());
    }

    /** Replaces a version, its value as it was read. */
    void putVersion(DescribeSecretResponse secret, GetSecretValueResponse version) {
        versions.put(secret.name() + SEPARATOR + version.versionId(), version);
    }

    void removeVersion(DescribeSecretResponse secret, GetSecretValueResponse version) {
        versions.delete(secret.name() + SEPARATOR + version.versionId());
    }

    /** The version with its value in plain. */
    GetSecretValueResponse open(DescribeSecretResponse secret, GetSecretValueResponse version) {
        String plain = cipher.decrypt(version.secretString(), context(secret, version));
        return plain.startsWith(TEXT)
                ? version.toBuilder()
                        .secretString(plain.substring(TEXT.length()))
                        .build()
                : version.toBuilder()
                        .secretString(null)
                        .secretBinary(
                                SdkBytes.fromByteArray(Base64.getDecoder().decode(plain.substring(BINARY.length()))))
                        .build();
    }

    private static String context(DescribeSecretResponse secret, GetSecretValueResponse version) {
        return secret.arn() + "/" + version.versionId();
    }
}
