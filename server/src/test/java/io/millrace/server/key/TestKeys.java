package io.millrace.server.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.auth.Principal;
import io.millrace.server.data.MasterKey;
import io.millrace.server.data.MasterKeyCipher;
import io.millrace.server.delivery.TestingDeliveries;
import io.millrace.server.wire.CallContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kms.model.CancelKeyDeletionRequest;
import software.amazon.awssdk.services.kms.model.CreateAliasRequest;
import software.amazon.awssdk.services.kms.model.CreateKeyRequest;
import software.amazon.awssdk.services.kms.model.DecryptRequest;
import software.amazon.awssdk.services.kms.model.DecryptResponse;
import software.amazon.awssdk.services.kms.model.DisableKeyRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyRequest;
import software.amazon.awssdk.services.kms.model.EnableKeyRotationRequest;
import software.amazon.awssdk.services.kms.model.EncryptRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyRequest;
import software.amazon.awssdk.services.kms.model.GenerateDataKeyResponse;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusRequest;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusResponse;
import software.amazon.awssdk.services.kms.model.ListAliasesRequest;
import software.amazon.awssdk.services.kms.model.ListKeysRequest;
import software.amazon.awssdk.services.kms.model.ReEncryptRequest;
import software.amazon.awssdk.services.kms.model.ScheduleKeyDeletionRequest;

final class TestKeys {
    private static final Map<String, String> CONTEXT = Map.of("pipeline", "etl", "artifact", "Build");
    private static final SdkBytes PLAIN = SdkBytes.fromUtf8String("four trips");

    @TempDir
    private Path folder;

    private TestingDeliveries testing;
    private Keys keys;
    private KeyOperations operations;
    private KeySettingOperations settings;
    private AliasOperations aliases;
    private CryptoOperations crypto;

    @BeforeEach
    void open() {
        testing = new TestingDeliveries(folder);
        keys = new Keys(
                testing.database.jdbi(),
                testing.tags,
                new MasterKeyCipher(MasterKey.loadOrCreate(folder)),
                TestingDeliveries.REGION,
                testing.clock);
        operations = new KeyOperations(keys, testing.tags, testing.pages);
        settings = new KeySettingOperations(keys, testing.tags);
        aliases = new AliasOperations(keys, testing.pages);
        crypto = new CryptoOperations(keys);
    }

    @AfterEach
    void close() {
        testing.close();
    }

    private static CallContext caller() {
        Principal principal = new Principal("AKIA", "arn:aws:iam::000000000000:user/admin", "us-east-1", "kms");
        return new CallContext("1", principal, "kms", "CreateKey");
    }

    private String create() {
        return operations
                .createKey(caller(), CreateKeyRequest.builder().build())
                .keyMetadata()
                .keyId();
    }

    private SdkBytes encrypt(String key) {
        return crypto.encrypt(EncryptRequest.builder()
                        .keyId(key)
                        .plaintext(PLAIN)
                        .encryptionContext(CONTEXT)
                        .build())
                .ciphertextBlob();
    }

    private DecryptResponse decrypt(SdkBytes ciphertext, Map<String, String> context) {
        return crypto.decrypt(DecryptRequest.builder()
                .ciphertextBlob(ciphertext)
                .encryptionContext(context)
                .build());
    }

    private static void fails(String error, ThrowingCallable call) {
        assertThatThrownBy(call).extracting("errorName").isEqualTo(error);
    }

    @Test
    void opensWhatItEncryptedInItsContextAlone() {
        String key = create();
        SdkBytes ciphertext = encrypt(key);
        assertThat(ciphertext.asString(StandardCharsets.ISO_8859_1)).doesNotContain("four trips");
        assertThat(encrypt(key)).as("no two are alike").isNotEqualTo(ciphertext);
        DecryptResponse opened = decrypt(ciphertext, CONTEXT);
        assertThat(opened.plaintext()).isEqualTo(PLAIN);
        assertThat(opened.keyId()).isEqualTo("arn:aws:kms:us-east-1:000000000000:key/" + key);
        fails("InvalidCiphertextException", () -> decrypt(ciphertext, Map.of()));
        fails("InvalidCiphertextException", () -> decrypt(ciphertext, Map.of("pipeline", "etlartifact", "x", "Build")));
        for (int at : new int[] {0, 8, 20, 30, ciphertext.asByteArray().length - 1}) {
            byte[] changed = ciphertext.asByteArray();
            changed[at] ^= 1;
            assertThatThrownBy(() -> decrypt(SdkBytes.fromByteArray(changed), CONTEXT))
                    .as("byte %d", at)
                    .extracting("errorName")
                    .isIn("InvalidCiphertextException", "NotFoundException");
        }
        fails("InvalidCiphertextException", () -> decrypt(SdkBytes.fromUtf8String("x"), CONTEXT));
    }

    @Test
    void givesDataKeysAndEncryptsAgainUnderAnotherKey() {
        String first = create();
        String second = create();
        GenerateDataKeyResponse data = crypto.generateDataKey(GenerateDataKeyRequest.builder()
                .keyId(first)
                .keySpec("AES_256")
                .encryptionContext(CONTEXT)
                .build());
        assertThat(data.plaintext().asByteArray()).hasSize(32);
        assertThat(decrypt(data.ciphertextBlob(), CONTEXT).plaintext()).isEqualTo(data.plaintext());
        SdkBytes moved = crypto.reEncrypt(ReEncryptRequest.builder()
                        .ciphertextBlob(data.ciphertextBlob())
                        .sourceEncryptionContext(CONTEXT)
                        .destinationKeyId(second)
                        .build())
                .ciphertextBlob();
        assertThat(decrypt(moved, Map.of()).keyId()).endsWith(second);
        assertThat(decrypt(moved, Map.of()).plaintext()).isEqualTo(data.plaintext());
        fails(
                "IncorrectKeyException",
                () -> crypto.decrypt(DecryptRequest.builder()
                        .keyId(first)
                        .ciphertextBlob(moved)
                        .build()));
    }

    @Test
    void isNotUsedWhileDisabledAndGoneAfterItsTime() {
        String key = create();
        SdkBytes ciphertext = encrypt(key);
        operations.disableKey(DisableKeyRequest.builder().keyId(key).build());
        fails("DisabledException", () -> decrypt(ciphertext, CONTEXT));
        operations.enableKey(EnableKeyRequest.builder().keyId(key).build());
        aliases.createAlias(CreateAliasRequest.builder()
                .aliasName("alias/artifacts")
                .targetKeyId(key)
                .build());
        assertThat(decrypt(encrypt("alias/artifacts"), CONTEXT).plaintext()).isEqualTo(PLAIN);
        schedule(key, 7);
        fails("KMSInvalidStateException", () -> decrypt(ciphertext, CONTEXT));
        operations.cancelKeyDeletion(
                CancelKeyDeletionRequest.builder().keyId(key).build());
        fails("DisabledException", () -> decrypt(ciphertext, CONTEXT));
        schedule(key, 7);
        testing.now.set(testing.clock.instant().plus(Duration.ofDays(7)));
        fails("NotFoundException", () -> decrypt(ciphertext, CONTEXT));
        assertThat(operations.listKeys(ListKeysRequest.builder().build()).keys())
                .isEmpty();
        assertThat(aliases.listAliases(ListAliasesRequest.builder().build()).aliases())
                .isEmpty();
        int left = testing.database
                .jdbi()
                .withHandle(handle -> handle.select("SELECT COUNT(*) FROM kms_material")
                        .mapTo(Integer.class)
                        .one());
        assertThat(left).as("the material is destroyed").isZero();
    }

    private void schedule(String key, int days) {
        operations.scheduleKeyDeletion(ScheduleKeyDeletionRequest.builder()
                .keyId(key)
                .pendingWindowInDays(days)
                .build());
    }

    @Test
    void opensOldVersionsAfterARotation() {
        String key = create();
        settings.enableKeyRotation(EnableKeyRotationRequest.builder().keyId(key).build());
        SdkBytes first = encrypt(key);
        GetKeyRotationStatusResponse before = rotation(key);
        assertThat(before.rotationPeriodInDays()).isEqualTo(365);
        testing.now.set(testing.clock.instant().plus(Duration.ofDays(365)));
        SdkBytes second = encrypt(key);
        assertThat(KeyCiphertext.parse(first.asByteArray()).orElseThrow().version())
                .isEqualTo(1);
        assertThat(KeyCiphertext.parse(second.asByteArray()).orElseThrow().version())
                .isEqualTo(2);
        assertThat(decrypt(first, CONTEXT).plaintext()).isEqualTo(PLAIN);
        assertThat(decrypt(second, CONTEXT).plaintext()).isEqualTo(PLAIN);
        assertThat(rotation(key).nextRotationDate()).isAfter(before.nextRotationDate());
    }

    private GetKeyRotationStatusResponse rotation(String key) {
        return settings.getKeyRotationStatus(
                GetKeyRotationStatusRequest.builder().keyId(key).build());
    }

    @Test
    void refusesPoliciesThatLockEverybodyOutOrAreNotUnderstood() {
        refuses(
                "{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"arn:aws:iam::000000000000:role/x\"},"
                        + " \"Action\": \"kms:*\", \"Resource\": \"*\"}]}");
        refuses("{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"*\"},"
                + " \"Action\": \"kms:*\", \"Resource\": \"arn:aws:kms:::key/other\"}]}");
        refuses("{\"Statement\": [{\"Effect\": \"Allow\", \"Principal\": {\"AWS\": \"*\"}, \"Action\": \"kms:*\","
                + " \"Resource\": \"*\", \"Condition\": {\"StringEquals\": {\"kms:ViaService\": \"s3\"}}}]}");
        refuses("{}");
        fails(
                "UnsupportedOperationException",
                () -> operations.createKey(
                        caller(), CreateKeyRequest.builder().keySpec("RSA_2048").build()));
    }

    private void refuses(String policy) {
        fails(
                "MalformedPolicyDocumentException",
                () -> operations.createKey(
                        caller(), CreateKeyRequest.builder().policy(policy).build()));
    }
}
