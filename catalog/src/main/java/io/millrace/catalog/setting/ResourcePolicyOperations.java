package io.millrace.catalog.setting;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.metadata.MetadataRequests;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.EntityKind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.glue.model.DeleteResourcePolicyResponse;
import software.amazon.awssdk.services.glue.model.ExistCondition;
import software.amazon.awssdk.services.glue.model.GetResourcePoliciesRequest;
import software.amazon.awssdk.services.glue.model.GetResourcePoliciesResponse;
import software.amazon.awssdk.services.glue.model.GetResourcePolicyRequest;
import software.amazon.awssdk.services.glue.model.GetResourcePolicyResponse;
import software.amazon.awssdk.services.glue.model.GluePolicy;
import software.amazon.awssdk.services.glue.model.PutResourcePolicyRequest;
import software.amazon.awssdk.services.glue.model.PutResourcePolicyResponse;

/**
 * Glue's operations on the catalog's resource policy. It is checked, kept and given back, but not evaluated: what a principal
 * may do is said by the principal's own policy. Thread-safe.
 */
public final class ResourcePolicyOperations {
    private static final EntityKind<GluePolicy> KIND =
            EntityKind.ofSdk("resource-policy", GluePolicy.class, GluePolicy::builder);
    private static final List<String> PATH = List.of("settings");
    private static final String NAME = "resource-policy";

    private final CatalogStore store;
    private final InstantSource clock;
    private final String catalogArn;

    /**
     * Operations on a store.
     *
     * @param region the region that the catalog's ARN names
     */
    public ResourcePolicyOperations(CatalogStore store, InstantSource clock, String region) {
        this.store = store;
        this.clock = clock;
        this.catalogArn = "arn:aws:glue:" + region + ":" + MetadataRequests.CATALOG_ID + ":catalog";
    }

    /** PutResourcePolicy: sets the policy, if the conditions on the present one hold. */
    public PutResourcePolicyResponse putResourcePolicy(PutResourcePolicyRequest request) {
        requireCatalog(request.resourceArn());
        ResourcePolicyDocument.check(request.policyInJson());
        String hash = hash(request.policyInJson());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        store.write(tx -> {
            Optional<GluePolicy> current = tx.entities().find(KIND, PATH, NAME);
            requireExistence(current, request.policyExistsCondition());
            requireHash(current, request.policyHashCondition());
            GluePolicy next = GluePolicy.builder()
                    .policyInJson(request.policyInJson())
                    .policyHash(hash)
                    .createTime(current.map(GluePolicy::createTime).orElse(now))
                    .updateTime(now)
                    .build();
            return current.isPresent()
                    ? tx.entities().update(KIND, PATH, NAME, next)
                    : tx.entities().insert(KIND, PATH, NAME, next);
        });
        return PutResourcePolicyResponse.builder().policyHash(hash).build();
    }

    /** GetResourcePolicy. */
    public GetResourcePolicyResponse getResourcePolicy(GetResourcePolicyRequest request) {
        requireCatalog(request.resourceArn());
        GluePolicy policy =
                store.read(tx -> tx.entities().find(KIND, PATH, NAME)).orElseThrow(ResourcePolicyOperations::notFound);
        return GetResourcePolicyResponse.builder()
                .policyInJson(policy.policyInJson())
                .policyHash(policy.policyHash())
                .createTime(policy.createTime())
                .updateTime(policy.updateTime())
                .build();
    }

    /** GetResourcePolicies: the catalog's own, if it is set. */
    public GetResourcePoliciesResponse getResourcePolicies(GetResourcePoliciesRequest request) {
        // One page holds all there can be, so no token was ever given out.
        if (request.nextToken() != null && !request.nextToken().isEmpty()) {
            throw MetadataRequests.invalid("Invalid NextToken: it does not belong to this list.");
        }
        List<GluePolicy> policies =
                store.read(tx -> tx.entities().find(KIND, PATH, NAME)).stream().toList();
        return GetResourcePoliciesResponse.builder()
                .getResourcePoliciesResponseList(policies)
                .build();
    }

    /** DeleteResourcePolicy, if the condition on the present one holds. */
    public DeleteResourcePolicyResponse deleteResourcePolicy(DeleteResourcePolicyRequest request) {
        requireCatalog(request.resourceArn());
        store.write(tx -> {
            Optional<GluePolicy> current = tx.entities().find(KIND, PATH, NAME);
            if (current.isEmpty()) {
                throw notFound();
            }
            requireHash(current, request.policyHashCondition());
            return tx.entities().delete(KIND, PATH, NAME);
        });
        return DeleteResourcePolicyResponse.builder().build();
    }

    private void requireCatalog(@Nullable String resourceArn) {
        if (resourceArn != null && !resourceArn.equals(catalogArn)) {
            throw MetadataRequests.notFound(
                    "Resource " + resourceArn + " not found: only the catalog, " + catalogArn + ", has a policy.");
        }
    }

    private static void requireExistence(Optional<GluePolicy> current, @Nullable ExistCondition condition) {
        if (condition == ExistCondition.MUST_EXIST && current.isEmpty()) {
            throw conditionFailed("Policy does not exist.");
        }
        if (condition == ExistCondition.NOT_EXIST && current.isPresent()) {
            throw conditionFailed("Policy already exists.");
        }
    }

    private static void requireHash(Optional<GluePolicy> current, @Nullable String hash) {
        if (hash != null && !current.map(GluePolicy::policyHash).equals(Optional.of(hash))) {
            throw conditionFailed("Policy hash does not match.");
        }
    }

    private static CatalogException conditionFailed(String message) {
        return new CatalogException(CatalogErrorCode.CONDITION_CHECK_FAILURE, message);
    }

    private static CatalogException notFound() {
        return MetadataRequests.notFound("Policy not found");
    }

    private static String hash(String policy) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(policy.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
