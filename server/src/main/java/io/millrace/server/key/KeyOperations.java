package io.millrace.server.key;

import io.millrace.catalog.page.Page;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServiceArns;
import io.millrace.server.resource.ServicePages;
import io.millrace.server.wire.CallContext;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionResponse;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyResponse;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;
import software.amazon.awssdk.services.kms.model.DisableKeyRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyResponse;
import software.amazon.awssdk.services.kms.model.EnableKeyRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyResponse;
import software.amazon.awssdk.services.kms.model.EncryptionAlgorithmSpec;
import software.amazon.awssdk.services.kms.model.KeyListEntry;
import software.amazon.awssdk.services.kms.model.KeyManagerType;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeySpec;
import software.amazon.awssdk.services.kms.model.KeyState;
import software.amazon.awssdk.services.kms.model.KeyUsageType;
import software.amazon.awssdk.services.kms.model.ListKeysRequest;
import software.amazon.awssdk.services.kms.model.ListKeysResponse;
import software.amazon.awssdk.services.kms.model.OriginType;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionResponse;
import software.amazon.awssdk.services.kms.model.Tag;
import software.amazon.awssdk.services.kms.model.UpdateKeyDescriptionRequest;
import software.amazon.awssdk.services.kms.model.UpdateKeyDescriptionResponse;

/** KMS's operations on keys as a whole. Thread-safe; each is one transaction. */
public final class KeyOperations {
    private static final int PAGE = 100;
    private static final int MIN_WINDOW_DAYS = 7;
    private static final int MAX_WINDOW_DAYS = 30;

    private final Keys keys;
    private final ResourceTags tags;
    private final ServicePages pages;

    /** Operations on these keys. */
    public KeyOperations(Keys keys, ResourceTags tags, ServicePages pages) {
        this.keys = keys;
        this.tags = tags;
        this.pages = pages;
    }

    /** Makes a key. */
    public CreateKeyResponse createKey(CallContext context, CreateKeyRequest request) {
        check(request);
        String id = UUID.randomUUID().toString();
        String policy = request.policy() == null ? KeyPolicyRules.DEFAULT : request.policy();
        KeyPolicyRules.check(policy, context, Boolean.TRUE.equals(request.bypassPolicyLockoutSafetyCheck()));
        KeyMetadata key = KeyMetadata.builder()
                .awsAccountId(ServiceArns.ACCOUNT)
                .keyId(id)
                .arn(keys.arn(id))
                .creationDate(keys.now())
                .enabled(true)
                .description(request.description() == null ? "" : request.description())
                .keyUsage(KeyUsageType.ENCRYPT_DECRYPT)
                .keyState(KeyState.ENABLED)
                .origin(OriginType.AWS_KMS)
                .keyManager(KeyManagerType.CUSTOMER)
                .keySpec(KeySpec.SYMMETRIC_DEFAULT)
                .encryptionAlgorithms(EncryptionAlgorithmSpec.SYMMETRIC_DEFAULT)
                .multiRegion(false)
                .build();
        keys.jdbi().useTransaction(handle -> {
            keys.put(key);
            keys.putPolicy(id, policy);
            keys.material().add(id);
            addTags(key, ResourceTags.map(request.tags(), Tag::tagKey, Tag::tagValue));
        });
        return CreateKeyResponse.builder().keyMetadata(key).build();
    }

    @SuppressWarnings("deprecation") // old clients still send CustomerMasterKeySpec
    private static void check(CreateKeyRequest request) {
        requireOnly("KeyUsage", request.keyUsageAsString(), "ENCRYPT_DECRYPT");
        requireOnly("KeySpec", request.keySpecAsString(), "SYMMETRIC_DEFAULT");
        requireOnly("CustomerMasterKeySpec", request.customerMasterKeySpecAsString(), "SYMMETRIC_DEFAULT");
        requireOnly("Origin", request.originAsString(), "AWS_KMS");
        if (Boolean.TRUE.equals(request.multiRegion())) {
            throw KeyErrors.unsupported("MultiRegion");
        }
        if (request.customKeyStoreId() != null || request.xksKeyId() != null) {
            throw KeyErrors.unsupported("CustomKeyStoreId");
        }
    }

    private static void requireOnly(String member, @Nullable String given, String only) {
        if (given != null && !given.equals(only)) {
            throw KeyErrors.unsupported(member + " " + given);
        }
    }

    private void addTags(KeyMetadata key, Map<String, String> added) {
        if (!tags.add(key.arn(), added)) {
            throw KeyErrors.tag("A key can have up to " + ResourceTags.MAX_TAGS + " tags.");
        }
    }

    /** What a key is; its material is never told. */
    public DescribeKeyResponse describeKey(DescribeKeyRequest request) {
        return DescribeKeyResponse.builder()
                .keyMetadata(keys.load(request.keyId()))
                .build();
    }

    /** A page of keys by id. */
    public ListKeysResponse listKeys(ListKeysRequest request) {
        Page<KeyMetadata> page = pages.page(
                "ListKeys",
                request.marker(),
                request.limit() == null ? PAGE : request.limit(),
                (after, most) -> keys.list(after).stream().limit(most).toList(),
                KeyMetadata::keyId);
        return ListKeysResponse.builder()
                .keys(page.items().stream()
                        .map(key -> KeyListEntry.builder()
                                .keyId(key.keyId())
                                .keyArn(key.arn())
                                .build())
                        .toList())
                .truncated(page.nextToken() != null)
                .nextMarker(page.nextToken())
                .build();
    }

    /** Lets a key be used again. */
    public EnableKeyResponse enableKey(EnableKeyRequest request) {
        change(request.keyId(), true);
        return EnableKeyResponse.builder().build();
    }

    /** Keeps a key from being used. */
    public DisableKeyResponse disableKey(DisableKeyRequest request) {
        change(request.keyId(), false);
        return DisableKeyResponse.builder().build();
    }

    private void change(String id, boolean enabled) {
        keys.jdbi()
                .useTransaction(handle -> keys.put(keys.loadKept(id).toBuilder()
                        .enabled(enabled)
                        .keyState(enabled ? KeyState.ENABLED : KeyState.DISABLED)
                        .build()));
    }

    /** Changes the description. */
    public UpdateKeyDescriptionResponse updateKeyDescription(UpdateKeyDescriptionRequest request) {
        keys.jdbi()
                .useTransaction(handle -> keys.put(keys.loadKept(request.keyId()).toBuilder()
                        .description(request.description())
                        .build()));
        return UpdateKeyDescriptionResponse.builder().build();
    }

    /** Marks a key for deletion: it cannot be used from now on, and its material is destroyed when the time has come. */
    public ScheduleKeyDeletionResponse scheduleKeyDeletion(ScheduleKeyDeletionRequest request) {
        int days = request.pendingWindowInDays() == null ? MAX_WINDOW_DAYS : request.pendingWindowInDays();
        if (days < MIN_WINDOW_DAYS || days > MAX_WINDOW_DAYS) {
            throw KeyErrors.validation("PendingWindowInDays must be between 7 and 30.");
        }
        KeyMetadata marked = keys.jdbi().inTransaction(handle -> {
            KeyMetadata key = keys.loadKept(request.keyId()).toBuilder()
                    .enabled(false)
                    .keyState(KeyState.PENDING_DELETION)
                    .deletionDate(keys.now().plus(Duration.ofDays(days)))
                    .build();
            keys.put(key);
            return key;
        });
        return ScheduleKeyDeletionResponse.builder()
                .keyId(marked.arn())
                .deletionDate(marked.deletionDate())
                .keyState(marked.keyState())
                .pendingWindowInDays(days)
                .build();
    }

    /** Takes the mark away; the key is disabled then. */
    public CancelKeyDeletionResponse cancelKeyDeletion(CancelKeyDeletionRequest request) {
        KeyMetadata kept = keys.jdbi().inTransaction(handle -> {
            KeyMetadata key = keys.load(request.keyId());
            if (key.keyState() != KeyState.PENDING_DELETION) {
                throw KeyErrors.state(key.arn(), "not pending deletion");
            }
            KeyMetadata disabled = key.toBuilder()
                    .keyState(KeyState.DISABLED)
                    .deletionDate(null)
                    .build();
            keys.put(disabled);
            return disabled;
        });
        return CancelKeyDeletionResponse.builder().keyId(kept.arn()).build();
    }
}
