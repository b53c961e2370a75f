package io.millrace.server.key;

import io.millrace.server.resource.ResourceTags;
import io.millrace.server.wire.CallContext;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.services.kms.model.DisableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyRotationResponse;
import software.amazon.awssdk.services.kms.model.EnableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyRotationResponse;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyResponse;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusRequest;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.ListKeyPoliciesRequest;
import software.amazon.awssdk.services.kms.model.ListKeyPoliciesResponse;
import software.amazon.awssdk.services.kms.model.ListResourceTagsRequest;
import software.amazon.awssdk.services.kms.model.ListResourceTagsResponse;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyResponse;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.TagResourceRequest;
import software.amazon.awssdk.services.kms.model.TagResourceResponse;
import software.amazon.awssdk.services.kms.model.UntagResourceRequest;
import software.amazon.awssdk.services.kms.model.UntagResourceResponse;

/** KMS's operations on a key's policy, rotation and tags. Thread-safe; each is one transaction. */
public final class KeySettingOperations {
    private static final String POLICY_NAME = "default";

    /** KMS API reference, EnableKeyRotation, RotationPeriodInDays. */
    private static final int DEFAULT_PERIOD_DAYS = 365;

    private static final int MIN_PERIOD_DAYS = 90;
    private static final int MAX_PERIOD_DAYS = 2560;

    private final Keys keys;
    private final ResourceTags tags;

    /** Operations on these keys. */
    public KeySettingOperations(Keys keys, ResourceTags tags) {
        this.keys = keys;
        this.tags = tags;
    }

    /** The policy as it was put. */
    public GetKeyPolicyResponse getKeyPolicy(GetKeyPolicyRequest request) {
        requireDefault(request.policyName());
        return GetKeyPolicyResponse.builder()
                .policy(keys.policy(keys.load(request.keyId()).keyId()))
                .policyName(POLICY_NAME)
                .build();
    }

    private static void requireDefault(String name) {
        if (name != null && !name.equals(POLICY_NAME)) {
            throw KeyErrors.notFound("The policy " + name);
        }
    }

    /** Replaces the policy. */
    public PutKeyPolicyResponse putKeyPolicy(CallContext context, PutKeyPolicyRequest request) {
        requireDefault(request.policyName());
        KeyPolicyRules.check(request.policy(), context, Boolean.TRUE.equals(request.bypassPolicyLockoutSafetyCheck()));
        keys.jdbi()
                .useTransaction(
                        handle -> keys.putPolicy(keys.loadKept(request.keyId()).keyId(), request.policy()));
        return PutKeyPolicyResponse.builder().build();
    }

    /** The one policy's name. */
    public ListKeyPoliciesResponse listKeyPolicies(ListKeyPoliciesRequest request) {
        keys.load(request.keyId());
        return ListKeyPoliciesResponse.builder()
                .policyNames(POLICY_NAME)
                .truncated(false)
                .build();
    }

    /** Has the key's material made anew after so many days: the next use after that makes it. */
    public EnableKeyRotationResponse enableKeyRotation(EnableKeyRotationRequest request) {
        int days = request.rotationPeriodInDays() == null ? DEFAULT_PERIOD_DAYS : request.rotationPeriodInDays();
        if (days < MIN_PERIOD_DAYS || days > MAX_PERIOD_DAYS) {
            throw KeyErrors.validation("RotationPeriodInDays must be between 90 and 2560.");
        }
        keys.jdbi()
                .useTransaction(handle ->
                        keys.rotateEvery(keys.loadUsable(request.keyId()).keyId(), days));
        return EnableKeyRotationResponse.builder().build();
    }

    /** Leaves the key's material as it is from now on. */
    public DisableKeyRotationResponse disableKeyRotation(DisableKeyRotationRequest request) {
        keys.jdbi()
                .useTransaction(handle ->
                        keys.stopRotation(keys.loadUsable(request.keyId()).keyId()));
        return DisableKeyRotationResponse.builder().build();
    }

    /** Whether and when the material is made anew. */
    public GetKeyRotationStatusResponse getKeyRotationStatus(GetKeyRotationStatusRequest request) {
        KeyMetadata key = keys.load(request.keyId());
        Optional<Duration> period = keys.rotation(key.keyId());
        GetKeyRotationStatusResponse.Builder status =
                GetKeyRotationStatusResponse.builder().keyId(key.arn()).keyRotationEnabled(period.isPresent());
        period.ifPresent(every -> status.rotationPeriodInDays((int) every.toDays())
                .nextRotationDate(keys.material().newestAt(key.keyId()).plus(every)));
        return status.build();
    }

    /** Adds tags. */
    public TagResourceResponse tagResource(TagResourceRequest request) {
        KeyMetadata key = keys.loadKept(request.keyId());
        if (!tags.add(key.arn(), ResourceTags.map(request.tags(), Tag::tagKey, Tag::tagValue))) {
            throw KeyErrors.tag("A key can have up to " + ResourceTags.MAX_TAGS + " tags.");
        }
        return TagResourceResponse.builder().build();
    }

    /** Removes tags. */
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        tags.remove(keys.loadKept(request.keyId()).arn(), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    /** All tags: they never need a second page. */
    public ListResourceTagsResponse listResourceTags(ListResourceTagsRequest request) {
        return ListResourceTagsResponse.builder()
                .tags(tags.of(keys.load(request.keyId()).arn()).entrySet().stream()
                        .map(tag -> Tag.builder()
                                .tagKey(tag.getKey())
                                .tagValue(tag.getValue())
                                .build())
                        .toList())
                .truncated(false)
                .build();
    }
}
