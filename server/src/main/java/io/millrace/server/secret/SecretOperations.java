package io.millrace.server.secret;

import io.millrace.server.resource.ResourceTags;
import io.millrace.server.secret.SecretVersions.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.Tag;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceResponse;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceResponse;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretResponse;

/** Secrets Manager's operations that change secrets. Thread-safe; each is one transaction. */
public final class SecretOperations {
    private static final int DEFAULT_WINDOW_DAYS = 30;
    private static final int MIN_WINDOW_DAYS = 7;

    private final Secrets secrets;
    private final SecretVersions versions;
    private final ResourceTags tags;

    /** Operations on these secrets. */
    public SecretOperations(Secrets secrets, ResourceTags tags) {
        this.secrets = secrets;
        this.versions = new SecretVersions(secrets);
        this.tags = tags;
    }

    /** Makes a secret, with a first version if a value is given. */
    public CreateSecretResponse createSecret(CreateSecretRequest request) {
        refuseKey(request.kmsKeyId());
        if (!request.addReplicaRegions().isEmpty()) {
            throw SecretErrors.unsupported("AddReplicaRegions");
        }
        Optional<Value> value = Value.of(request.secretString(), request.secretBinary());
        return secrets.jdbi().inTransaction(handle -> {
            Optional<DescribeSecretResponse> known = secrets.find(request.name());
            DescribeSecretResponse secret = known.isPresent() ? repeated(known.get(), request) : insert(request);
            @Nullable
            String version = value.map(plain -> versions.put(
                                    secret, request.clientRequestToken(), plain, List.of(SecretVersions.CURRENT))
                            .versionId())
                    .orElse(null);
            return CreateSecretResponse.builder()
                    .arn(secret.arn())
                    .name(secret.name())
                    .versionId(version)
                    .build();
        });
    }

    /** The secret that an earlier try of the same call made. */
    private DescribeSecretResponse repeated(DescribeSecretResponse known, CreateSecretRequest request) {
        if (known.deletedDate() != null) {
            throw SecretErrors.invalidRequest("You can't create this secret because a secret with this name is already"
                    + " scheduled for deletion.");
        }
        boolean same = secrets.versions(known).stream()
                .anyMatch(version -> version.versionId().equals(request.clientRequestToken()));
        if (!same) {
            throw SecretErrors.exists("The operation failed because the secret " + request.name() + " already exists.");
        }
        return known;
    }

    private DescribeSecretResponse insert(CreateSecretRequest request) {
        Instant now = secrets.now();
        DescribeSecretResponse secret = DescribeSecretResponse.builder()
                .arn(secrets.newArn(request.name()))
                .name(request.name())
                .description(request.description())
                .createdDate(now)
                .lastChangedDate(now)
                .build();
        secrets.put(secret);
        addTags(secret, ResourceTags.map(request.tags(), Tag::key, Tag::value));
        return secret;
    }

    private static void refuseKey(@Nullable String kmsKey) {
        if (kmsKey != null && !kmsKey.equals("alias/aws/secretsmanager")) {
            throw SecretErrors.unsupported("KmsKeyId (secrets are sealed under the server's own key)");
        }
    }

    private void addTags(DescribeSecretResponse secret, Map<String, String> added) {
        if (!tags.add(secret.arn(), added)) {
            throw SecretErrors.invalidParameter("A secret can have up to " + ResourceTags.MAX_TAGS + " tags.");
        }
    }

    /** Adds a version, which becomes the current one unless other stages are named. */
    public PutSecretValueResponse putSecretValue(PutSecretValueRequest request) {
        Value value = Value.of(request.secretString(), request.secretBinary())
                .orElseThrow(
                        () -> SecretErrors.invalidRequest("You must provide either SecretString or SecretBinary."));
        return secrets.jdbi().inTransaction(handle -> {
            DescribeSecretResponse secret = secrets.loadActive(request.secretId());
            List<String> stages =
                    request.versionStages().isEmpty() ? List.of(SecretVersions.CURRENT) : request.versionStages();
            // A secret's first version is current whatever it is asked to be.
            List<String> all = secrets.versions(secret).isEmpty() && !stages.contains(SecretVersions.CURRENT)
                    ? Stream.concat(stages.stream(), Stream.of(SecretVersions.CURRENT))
                            .toList()
                    : stages;
            GetSecretValueResponse added = versions.put(secret, request.clientRequestToken(), value, all);
            changed(secret.toBuilder());
            return PutSecretValueResponse.builder()
                    .arn(secret.arn())
                    .name(secret.name())
                    .versionId(added.versionId())
                    .versionStages(added.versionStages())
                    .build();
        });
    }

    private DescribeSecretResponse changed(DescribeSecretResponse.Builder builder) {
        DescribeSecretResponse secret = builder.lastChangedDate(secrets.now()).build();
        secrets.put(secret);
        return secret;
    }

    /** Changes the description, and with a value adds a current version. */
    public UpdateSecretResponse updateSecret(UpdateSecretRequest request) {
        refuseKey(request.kmsKeyId());
        Optional<Value> value = Value.of(request.secretString(), request.secretBinary());
        return secrets.jdbi().inTransaction(handle -> {
            DescribeSecretResponse.Builder builder = secrets.loadActive(request.secretId()).toBuilder();
            if (request.description() != null) {
                builder.description(request.description());
            }
            DescribeSecretResponse secret = changed(builder);
            @Nullable
            String version = value.map(plain -> versions.put(
                                    secret, request.clientRequestToken(), plain, List.of(SecretVersions.CURRENT))
                            .versionId())
                    .orElse(null);
            return UpdateSecretResponse.builder()
                    .arn(secret.arn())
                    .name(secret.name())
                    .versionId(version)
                    .build();
        });
    }

    /** Marks a secret for deletion after its recovery window, or removes it at once. */
    public DeleteSecretResponse deleteSecret(DeleteSecretRequest request) {
        boolean force = Boolean.TRUE.equals(request.forceDeleteWithoutRecovery());
        Long days = request.recoveryWindowInDays();
        if (force && days != null) {
            throw SecretErrors.invalidParameter(
                    "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
        }
        if (days != null && (days < MIN_WINDOW_DAYS || days > DEFAULT_WINDOW_DAYS)) {
            throw SecretErrors.invalidParameter("The RecoveryWindowInDays value must be between " + MIN_WINDOW_DAYS
                    + " and " + DEFAULT_WINDOW_DAYS + " days (inclusive).");
        }
        return secrets.jdbi().inTransaction(handle -> {
            DescribeSecretResponse secret =
                    force ? secrets.load(request.secretId()) : secrets.loadActive(request.secretId());
            Instant date = force
                    ? secrets.now()
                    : secrets.now().plus(Duration.ofDays(days == null ? DEFAULT_WINDOW_DAYS : days));
            if (force) {
                secrets.delete(secret);
            } else {
                secrets.put(secret.toBuilder().deletedDate(date).build());
            }
            return DeleteSecretResponse.builder()
                    .arn(secret.arn())
                    .name(secret.name())
                    .deletionDate(date)
                    .build();
        });
    }

    /** Takes the mark for deletion away. */
    public RestoreSecretResponse restoreSecret(RestoreSecretRequest request) {
        return secrets.jdbi().inTransaction(handle -> {
            DescribeSecretResponse secret = secrets.load(request.secretId());
            secrets.put(secret.toBuilder().deletedDate(null).build());
            return RestoreSecretResponse.builder()
                    .arn(secret.arn())
                    .name(secret.name())
                    .build();
        });
    }

    /** Adds tags to a secret. */
    public TagResourceResponse tagResource(TagResourceRequest request) {
        addTags(secrets.loadActive(request.secretId()), ResourceTags.map(request.tags(), Tag::key, Tag::value));
        return TagResourceResponse.builder().build();
    }

    /** Removes tags of a secret. */
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        tags.remove(secrets.loadActive(request.secretId()).arn(), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }
}
