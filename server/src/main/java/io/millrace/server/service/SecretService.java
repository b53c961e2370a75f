package io.millrace.server.service;

import io.millrace.server.secret.RandomPasswords;
import io.millrace.server.secret.SecretOperations;
import io.millrace.server.secret.SecretQueries;
import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretRequest;

/** Secrets Manager on the wire. */
public final class SecretService {
    private static final int MAX_BODY_BYTES = 512 * 1024;

    private SecretService() {}

    /** The service of these operations. */
    public static ServiceDefinition of(SecretOperations secrets, SecretQueries queries, RandomPasswords passwords) {
        return ServiceDefinition.builder("secretsmanager")
                .maxBodyBytes(MAX_BODY_BYTES)
                .operation(CreateSecretRequest.class, secrets::createSecret)
                .operation(PutSecretValueRequest.class, secrets::putSecretValue)
                .operation(UpdateSecretRequest.class, secrets::updateSecret)
                .operation(DeleteSecretRequest.class, secrets::deleteSecret)
                .operation(RestoreSecretRequest.class, secrets::restoreSecret)
                .operation(TagResourceRequest.class, secrets::tagResource)
                .operation(UntagResourceRequest.class, secrets::untagResource)
                .operation(GetSecretValueRequest.class, queries::getSecretValue)
                .operation(DescribeSecretRequest.class, queries::describeSecret)
                .operation(ListSecretsRequest.class, queries::listSecrets)
                .operation(ListSecretVersionIdsRequest.class, queries::listSecretVersionIds)
                .operation(GetRandomPasswordRequest.class, passwords::getRandomPassword)
                .build();
    }
}
