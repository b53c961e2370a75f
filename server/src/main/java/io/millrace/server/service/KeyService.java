package io.millrace.server.service;

import io.millrace.server.key.AliasOperations;
import io.millrace.server.key.CryptoOperations;
import io.millrace.server.key.KeyOperations;
import io.millrace.server.key.KeySettingOperations;
import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DeleteAliasRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyRequest;
import software.amazon.awssdk.services.kms.model.DisableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyWithoutPlaintextRequest;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusRequest;
import software.amazon.awssdk.services.kms.model.ListAliasesRequest;
import software.amazon.awssdk.services.kms.model.ListKeyPoliciesRequest;
import software.amazon.awssdk.services.kms.model.ListKeysRequest;
import software.amazon.awssdk.services.kms.model.ListResourceTagsRequest;
import software.amazon.awssdk.services.kms.model.PutKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.ReEncryptRequest;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.TagResourceRequest;
import software.amazon.awssdk.services.kms.model.UntagResourceRequest;
import software.amazon.awssdk.services.kms.model.UpdateAliasRequest;
import software.amazon.awssdk.services.kms.model.UpdateKeyDescriptionRequest;

/** KMS on the wire. */
public final class KeyService {
    /** A policy of 32 KiB, or a ciphertext of a little more than 4 KiB, as JSON writes them. */
    private static final int MAX_BODY_BYTES = 256 * 1024;

    private KeyService() {}

    /** The service of these operations. */
    public static ServiceDefinition of(
            KeyOperations keys, KeySettingOperations settings, AliasOperations aliases, CryptoOperations crypto) {
        ServiceDefinition.Builder service = ServiceDefinition.builder("kms").maxBodyBytes(MAX_BODY_BYTES);
        service.operationWithContext(CreateKeyRequest.class, keys::createKey)
                .operation(DescribeKeyRequest.class, keys::describeKey)
                .operation(ListKeysRequest.class, keys::listKeys)
                .operation(EnableKeyRequest.class, keys::enableKey)
                .operation(DisableKeyRequest.class, keys::disableKey)
                .operation(UpdateKeyDescriptionRequest.class, keys::updateKeyDescription)
                .operation(ScheduleKeyDeletionRequest.class, keys::scheduleKeyDeletion)
                .operation(CancelKeyDeletionRequest.class, keys::cancelKeyDeletion);
        service.operation(GetKeyPolicyRequest.class, settings::getKeyPolicy)
                .operationWithContext(PutKeyPolicyRequest.class, settings::putKeyPolicy)
                .operation(ListKeyPoliciesRequest.class, settings::listKeyPolicies)
                .operation(EnableKeyRotationRequest.class, settings::enableKeyRotation)
                .operation(DisableKeyRotationRequest.class, settings::disableKeyRotation)
                .operation(GetKeyRotationStatusRequest.class, settings::getKeyRotationStatus)
                .operation(TagResourceRequest.class, settings::tagResource)
                .operation(UntagResourceRequest.class, settings::untagResource)
                .operation(ListResourceTagsRequest.class, settings::listResourceTags);
        service.operation(CreateAliasRequest.class, aliases::createAlias)
                .operation(UpdateAliasRequest.class, aliases::updateAlias)
                .operation(DeleteAliasRequest.class, aliases::deleteAlias)
                .operation(ListAliasesRequest.class, aliases::listAliases);
        return service.operation(EncryptRequest.class, crypto::encrypt)
                .operation(DecryptRequest.class, crypto::decrypt)
                .operation(GenerateDataKeyRequest.class, crypto::generateDataKey)
                .operation(GenerateDataKeyWithoutPlaintextRequest.class, crypto::generateDataKeyWithoutPlaintext)
                .operation(ReEncryptRequest.class, crypto::reEncrypt)
                .build();
    }
}
