package io.millrace.server.secret;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;

/** Puts versions of secrets and moves their stages (Secrets Manager User Guide, "Secret versions"). Used within transactions. */
final class SecretVersions {
    static final String CURRENT = "AWSCURRENT";
    static final String PREVIOUS = "AWSPREVIOUS";

    /** Versions without a stage are removed beyond this number of versions. */
    private static final int MAX_VERSIONS = 100;

    private final Secrets secrets;

    SecretVersions(Secrets secrets) {
        this.secrets = secrets;
    }

    /** A value in plain; exactly one of both. */
    record Value(@Nullable String text, @Nullable SdkBytes binary) {
        static Optional<Value> of(@Nullable String text, @Nullable SdkBytes binary) {
            if (text != null && binary != null) {
                throw SecretErrors.invalidParameter("You can't specify both a binary secret value and a string.");
            }
            return text == null && binary == null ? Optional.empty() : Optional.of(new Value(text, binary));
        }
    }

    /**
     * Adds a version with these stages.
     *
     * @param token the caller's; the same one with the same value again changes nothing
     * @return the version's id
     */
    GetSecretValueResponse put(
            DescribeSecretResponse secret, @Nullable String token, Value value, List<String> stages) {
        String id = token == null ? UUID.randomUUID().toString() : token;
        List<GetSecretValueResponse> before = secrets.versions(secret);
        Optional<GetSecretValueResponse> same =
                before.stream().filter(version -> version.versionId().equals(id)).findFirst();
        if (same.isPresent()) {
            requireSame(secrets.open(secret, same.get()), value);
            return same.get();
        }
        GetSecretValueResponse added = GetSecretValueResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versionId(id)
                .secretString(value.text())
                .secretBinary(value.binary())
                .versionStages(stages)
                .createdDate(secrets.now())
                .build();
        before.forEach(version -> giveUp(secret, version, stages));
        secrets.addVersion(secret, added);
        removeDeprecated(secret);
        return added;
    }

    private static void requireSame(GetSecretValueResponse known, Value value) {
        if (!Objects.equals(known.secretString(), value.text())
                || !Objects.equals(known.secretBinary(), value.binary())) {
            throw SecretErrors.exists(
                    "You can't modify an existing version, you can only create a new version with a different token.");
        }
    }

    /** Takes stages from a version that another one gets; the version that was current is the previous one then. */
    private void giveUp(DescribeSecretResponse secret, GetSecretValueResponse version, List<String> taken) {
        List<String> left = new ArrayList<>(version.versionStages());
        boolean wasCurrent = left.contains(CURRENT) && taken.contains(CURRENT);
        left.removeAll(taken);
        if (taken.contains(CURRENT)) {
            left.remove(PREVIOUS);
        }
        if (wasCurrent) {
            left.add(PREVIOUS);
        }
        if (!left.equals(version.versionStages())) {
            secrets.putVersion(secret, version.toBuilder().versionStages(left).build());
        }
    }

    private void removeDeprecated(DescribeSecretResponse secret) {
        List<GetSecretValueResponse> all = secrets.versions(secret);
        all.stream()
                .filter(version -> version.versionStages().isEmpty())
                .sorted(Comparator.comparing(GetSecretValueResponse::createdDate))
                .limit(Math.max(0, all.size() - MAX_VERSIONS))
                .forEach(version -> secrets.removeVersion(secret, version));
    }
}
