package io.millrace.cloudformation.resource.s3;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/** What of a bucket's properties the object store itself must do: encryption, versions, lifecycle rules. */
final class BucketFeatures {
    /** What lifecycle rules may say. */
    static final String[] LIFECYCLE = {
        "LifecycleConfiguration.Rules.*.Id",
        "LifecycleConfiguration.Rules.*.Status",
        "LifecycleConfiguration.Rules.*.Prefix",
        "LifecycleConfiguration.Rules.*.ExpirationInDays",
        "LifecycleConfiguration.Rules.*.NoncurrentVersionExpiration",
        "LifecycleConfiguration.Rules.*.AbortIncompleteMultipartUpload"
    };

    private static final String ENABLED = "Enabled";

    private final S3Client s3;
    private final ResourceProperties bucket;

    BucketFeatures(S3Client s3, ResourceProperties bucket) {
        this.s3 = s3;
        this.bucket = bucket;
    }

    /** Asks for what the properties have. */
    void apply() {
        List<ServerSideEncryptionRule> encryption = encryption();
        if (!encryption.isEmpty()) {
            StoreFeature.ENCRYPTION.require(
                    bucket.id(),
                    () -> s3.putBucketEncryption(request -> request.bucket(bucket.id())
                            .serverSideEncryptionConfiguration(rules -> rules.rules(encryption))));
        }
        if (isVersioned()) {
            StoreFeature.VERSIONING.require(bucket.id(), () -> version(BucketVersioningStatus.ENABLED));
        }
        List<LifecycleRule> lifecycle = lifecycle();
        if (!lifecycle.isEmpty()) {
            StoreFeature.LIFECYCLE.require(
                    bucket.id(),
                    () -> s3.putBucketLifecycleConfiguration(request ->
                            request.bucket(bucket.id()).lifecycleConfiguration(rules -> rules.rules(lifecycle))));
        }
    }

    /** Takes back what the properties do not have, of a bucket that may have had it. */
    void clear() {
        if (encryption().isEmpty()) {
            StoreFeature.ENCRYPTION.clear(() -> s3.deleteBucketEncryption(request -> request.bucket(bucket.id())));
        }
        if (!isVersioned()) {
            StoreFeature.VERSIONING.clear(() -> version(BucketVersioningStatus.SUSPENDED));
        }
        if (lifecycle().isEmpty()) {
            StoreFeature.LIFECYCLE.clear(() -> s3.deleteBucketLifecycle(request -> request.bucket(bucket.id())));
        }
    }

    private boolean isVersioned() {
        return bucket.text("VersioningConfiguration.Status")
                .filter(ENABLED::equals)
                .isPresent();
    }

    private void version(BucketVersioningStatus status) {
        s3.putBucketVersioning(request ->
                request.bucket(bucket.id()).versioningConfiguration(versioning -> versioning.status(status)));
    }

    private List<ServerSideEncryptionRule> encryption() {
        List<ServerSideEncryptionRule> rules = new ArrayList<>();
        for (JsonNode rule : bucket.node("BucketEncryption.ServerSideEncryptionConfiguration")) {
            rules.add(properties(rule)
                    .renamed("ServerSideEncryptionByDefault", "ApplyServerSideEncryptionByDefault")
                    .into(ServerSideEncryptionRule.builder())
                    .build());
        }
        return rules;
    }

    private List<LifecycleRule> lifecycle() {
        List<LifecycleRule> rules = new ArrayList<>();
        for (JsonNode rule : bucket.node("LifecycleConfiguration.Rules")) {
            ResourceProperties given = properties(rule);
            ResourceProperties named = given.without("ExpirationInDays", "Prefix")
                    .with("Filter.Prefix", given.text("Prefix").orElse(""));
            ObjectNode days = JsonNodeFactory.instance.objectNode();
            given.text("ExpirationInDays").ifPresent(text -> days.put("Days", text));
            rules.add((days.isEmpty() ? named : named.with("Expiration", days))
                    .into(LifecycleRule.builder())
                    .build());
        }
        return rules;
    }

    private ResourceProperties properties(JsonNode node) {
        return new ResourceProperties(bucket.request(), bucket.id(), (ObjectNode) node);
    }
}
