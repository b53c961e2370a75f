package io.millrace.catalog.setting;

import static io.millrace.catalog.CatalogErrorCode.CONDITION_CHECK_FAILURE;
import static io.millrace.catalog.CatalogErrorCode.ENTITY_NOT_FOUND;
import static io.millrace.catalog.CatalogErrorCode.INVALID_INPUT;
import static io.millrace.catalog.TestingStore.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.TestingStore;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.glue.model.CatalogEncryptionMode;
import software.amazon.awssdk.services.glue.model.DataCatalogEncryptionSettings;
import software.amazon.awssdk.services.glue.model.DeleteResourcePolicyRequest;
import software.amazon.awssdk.services.glue.model.ExistCondition;
import software.amazon.awssdk.services.glue.model.GetCatalogImportStatusRequest;
import software.amazon.awssdk.services.glue.model.GetDataCatalogEncryptionSettingsRequest;
import software.amazon.awssdk.services.glue.model.GetResourcePoliciesRequest;
import software.amazon.awssdk.services.glue.model.GetResourcePolicyRequest;
import software.amazon.awssdk.services.glue.model.GetResourcePolicyResponse;
import software.amazon.awssdk.services.glue.model.GluePolicy;
import software.amazon.awssdk.services.glue.model.PutDataCatalogEncryptionSettingsRequest;
import software.amazon.awssdk.services.glue.model.PutResourcePolicyRequest;

class TestSettings {
    private static final String POLICY = """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": "*",
             "Action": ["glue:GetTable"], "Resource": "arn:aws:glue:us-east-1:000000000000:*"}}""";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestingStore testing;

    @SuppressWarnings("NullAway.Init")
    private ResourcePolicyOperations policies;

    @SuppressWarnings("NullAway.Init")
    private EncryptionSettingsOperations encryption;

    @BeforeEach
    void open() {
        testing = new TestingStore(folder);
        policies = new ResourcePolicyOperations(testing.store, testing.clock(), "us-east-1");
        encryption = new EncryptionSettingsOperations(testing.store);
    }

    @AfterEach
    void close() {
        testing.close();
    }

    @Test
    void keepsAResourcePolicyUnderItsConditions() {
        assertRefused(ENTITY_NOT_FOUND, "Policy not found", this::get);
        assertThat(list()).isEmpty();
        assertRefused(
                CONDITION_CHECK_FAILURE,
                "Policy does not exist.",
                () -> put(POLICY, p -> p.policyExistsCondition(ExistCondition.MUST_EXIST)));
        assertRefused(
                CONDITION_CHECK_FAILURE,
                "Policy hash does not match.",
                () -> put(POLICY, p -> p.policyHashCondition("x")));

        String first = put(POLICY, p -> p.policyExistsCondition(ExistCondition.NOT_EXIST));
        assertThat(get().policyInJson()).isEqualTo(POLICY);
        assertThat(get().policyHash()).isEqualTo(first);
        assertRefused(
                CONDITION_CHECK_FAILURE,
                "Policy already exists.",
                () -> put(POLICY, p -> p.policyExistsCondition(ExistCondition.NOT_EXIST)));

        testing.setNow(TestingStore.NOW.plusSeconds(5));
        String second = put(POLICY.replace("Allow", "Deny"), p -> p.policyHashCondition(first));
        assertThat(second).isNotEqualTo(first);
        assertRefused(
                CONDITION_CHECK_FAILURE,
                "Policy hash does not match.",
                () -> put(POLICY, p -> p.policyHashCondition(first)));
        assertThat(get().createTime()).isEqualTo(TestingStore.NOW);
        assertThat(get().updateTime()).isEqualTo(TestingStore.NOW.plusSeconds(5));
        assertThat(list()).extracting(GluePolicy::policyHash).containsExactly(second);

        assertRefused(CONDITION_CHECK_FAILURE, "Policy hash does not match.", () -> delete(first));
        delete(second);
        assertRefused(ENTITY_NOT_FOUND, "Policy not found", () -> delete(null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{; it is not JSON (line 1, column 2).",
                "{} {}; it is not JSON (line 1, column 4).",
                "[]; the policy must be an object.",
                "{\"Statement\": [], \"Statement\": []}; it is not JSON (line 1, column 30).",
                "{\"Version\": \"2013\"}; Version must be one of 2008-10-17, 2012-10-17.",
                "{}; Statement is required.",
                "{\"Other\": 1}; the policy has the unknown member Other.",
                "{\"Statement\": [1]}; a statement must be an object.",
                "{\"Statement\": {\"Effect\": \"allow\"}}; Effect must be Allow or Deny.",
                "{\"Statement\": {\"Effect\": \"Deny\"}}; a statement must have either Principal or NotPrincipal.",
                "{\"Statement\": {\"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": {}}};"
                        + " Action must be a text or a list of texts.",
                "{\"Statement\": {\"Effect\": \"Deny\", \"Principal\": \"*\", \"Action\": \"a\", \"Resource\": [1]}};"
                        + " Resource must be a text or a list of texts."
            })
    void refusesWhatIsNoPolicy(String policy, String why) {
        assertRefused(INVALID_INPUT, "Invalid policy: " + why, () -> put(policy, p -> {}));
    }

    @Test
    void refusesPoliciesThatAreTooLargeOrTooDeepOrOfOtherResources() {
        assertRefused(
                INVALID_INPUT,
                "Invalid policy: it must have at most 10240 bytes.",
                () -> put(" ".repeat(10_300) + POLICY, p -> {}));
        assertThatThrownBy(() -> put("[".repeat(10_000), p -> {}))
                .isInstanceOf(CatalogException.class)
                .hasMessageStartingWith("Invalid policy: it is not JSON");
        String other = "arn:aws:glue:us-east-1:000000000000:database/x";
        assertRefused(
                ENTITY_NOT_FOUND,
                "Resource " + other
                        + " not found: only the catalog, arn:aws:glue:us-east-1:000000000000:catalog, has a policy.",
                () -> put(POLICY, p -> p.resourceArn(other)));
    }

    @Test
    void saysWhatIsTrueOfEncryption() {
        DataCatalogEncryptionSettings settings = settings();
        assertThat(settings.encryptionAtRest().catalogEncryptionMode()).isEqualTo(CatalogEncryptionMode.DISABLED);
        assertThat(settings.connectionPasswordEncryption().returnConnectionPasswordEncrypted())
                .isFalse();

        putSettings(s -> s.connectionPasswordEncryption(p -> p.returnConnectionPasswordEncrypted(true)));
        assertThat(settings().connectionPasswordEncryption().returnConnectionPasswordEncrypted())
                .isTrue();
        putSettings(s -> s.encryptionAtRest(r -> r.catalogEncryptionMode(CatalogEncryptionMode.DISABLED)));
        assertThat(settings()).isEqualTo(settings);

        assertRefused(
                INVALID_INPUT,
                "CatalogEncryptionMode SSE-KMS is not supported: there is no KMS; encrypt the disk of the database.",
                () -> putSettings(
                        s -> s.encryptionAtRest(r -> r.catalogEncryptionMode(CatalogEncryptionMode.SSE_KMS))));
        assertRefused(
                INVALID_INPUT,
                "Operation not supported: AwsKmsKeyId is not supported.",
                () -> putSettings(s -> s.connectionPasswordEncryption(
                        p -> p.returnConnectionPasswordEncrypted(true).awsKmsKeyId("k"))));
    }

    @Test
    void hasNothingToImport() {
        assertThat(encryption
                        .getCatalogImportStatus(
                                GetCatalogImportStatusRequest.builder().build())
                        .importStatus()
                        .importCompleted())
                .isTrue();
    }

    private String put(String policy, Consumer<PutResourcePolicyRequest.Builder> more) {
        return policies.putResourcePolicy(PutResourcePolicyRequest.builder()
                        .policyInJson(policy)
                        .applyMutation(more)
                        .build())
                .policyHash();
    }

    private GetResourcePolicyResponse get() {
        return policies.getResourcePolicy(GetResourcePolicyRequest.builder().build());
    }

    private List<GluePolicy> list() {
        return policies.getResourcePolicies(GetResourcePoliciesRequest.builder().build())
                .getResourcePoliciesResponseList();
    }

    private void delete(@Nullable String hash) {
        policies.deleteResourcePolicy(
                DeleteResourcePolicyRequest.builder().policyHashCondition(hash).build());
    }

    private DataCatalogEncryptionSettings settings() {
        return encryption
                .getDataCatalogEncryptionSettings(
                        GetDataCatalogEncryptionSettingsRequest.builder().build())
                .dataCatalogEncryptionSettings();
    }

    private void putSettings(Consumer<DataCatalogEncryptionSettings.Builder> settings) {
        encryption.putDataCatalogEncryptionSettings(PutDataCatalogEncryptionSettingsRequest.builder()
                .dataCatalogEncryptionSettings(settings)
                .build());
    }
}
