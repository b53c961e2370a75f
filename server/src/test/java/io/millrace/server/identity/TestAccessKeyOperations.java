package io.millrace.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.server.auth.AccessKey;
import io.millrace.server.auth.Principal;
import io.millrace.server.data.AdministratorKey;
import io.millrace.server.data.MasterKey;
import io.millrace.server.data.MasterKeyCipher;
import io.millrace.server.identity.policy.Caller;
import io.millrace.server.identity.policy.MalformedPolicyException;
import io.millrace.server.identity.policy.Policy;
import io.millrace.server.identity.policy.PolicyDecision;
import io.millrace.server.identity.policy.ResourceArn;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestAccessKeyOperations {
    private static final String ALLOW_ALL =
            "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}";
    private static final MasterKey MASTER = MasterKey.of(new byte[32]);

    @TempDir
    private Path folder;

    private SqliteDatabase database;
    private CatalogStore store;
    private Instant now = Instant.parse("2026-11-22T08:00:00Z");
    private AccessKeyOperations operations;
    private Identities identities;

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(folder.resolve("millrace.db"));
        store = new JdbcCatalogStore(database, () -> now);
        MasterKeyCipher cipher = new MasterKeyCipher(MASTER);
        operations = new AccessKeyOperations(store, cipher, () -> now);
        identities = new Identities(store, cipher, () -> now);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** What a running server knows after the longest time that it goes on without asking. */
    private Optional<AccessKey> known(AccessKey key) {
        now = now.plus(Identities.CHECK_INTERVAL);
        return identities.find(key.id(), null);
    }

    private PolicyDecision decision(AccessKey key) {
        now = now.plus(Identities.CHECK_INTERVAL);
        return identities
                .policyOf(principal(key))
                .decide("glue:X", ResourceArn.one("arn:aws:glue:::catalog"), new Caller(key.principal(), "us-east-1"));
    }

    @Test
    void aNewKeyIsKnownWithItsSecretAndPrincipal() {
        AccessKey key = operations.create(Optional.of("etl"), Optional.empty());
        assertThat(key.id()).matches("AKIA[A-Z2-7]{16}");
        assertThat(key.secret()).matches("[A-Za-z0-9]{40}");
        assertThat(key.principal()).isEqualTo("arn:aws:iam::000000000000:user/etl");
        assertThat(known(key)).contains(key);
    }

    @Test
    void theStoresFilesDoNotHoldTheSecret() throws Exception {
        AccessKey key = operations.create(Optional.of("etl"), Optional.empty());
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(bytes).doesNotContain(key.secret());
            }
        }
    }

    @Test
    void withoutAPolicyNothingIsAllowed() {
        AccessKey key = operations.create(Optional.empty(), Optional.empty());
        assertThat(key.principal()).endsWith(":user/" + key.id());
        assertThat(decision(key)).isEqualTo(PolicyDecision.NOT_ALLOWED);
        operations.putPolicy(key.id(), ALLOW_ALL);
        assertThat(operations.policy(key.id())).contains(ALLOW_ALL);
        assertThat(decision(key)).isEqualTo(PolicyDecision.ALLOWED);
    }

    @Test
    void aPrincipalsPolicyIsThatOfItsWorkingKeys() {
        AccessKey key = operations.create(Optional.of("etl"), Optional.of(ALLOW_ALL));
        assertThat(known(key)).isPresent();
        assertThat(identities.policyOfPrincipal(key.principal())).isSameAs(identities.policyOf(principal(key)));
        assertThat(identities.policyOfPrincipal("arn:aws:iam::000000000000:user/other"))
                .isSameAs(Policy.NOTHING);
        operations.disable(key.id());
        assertThat(known(key)).isEmpty();
        assertThat(identities.policyOfPrincipal(key.principal())).isSameAs(Policy.NOTHING);
    }

    @Test
    void changesCountOnlyOnceTheStoreIsAskedAgain() {
        AccessKey key = operations.create(Optional.of("etl"), Optional.of(ALLOW_ALL));
        assertThat(known(key)).isPresent();
        operations.disable(key.id());
        assertThat(identities.find(key.id(), null)).isPresent();
        now = now.plus(Identities.CHECK_INTERVAL);
        assertThat(identities.find(key.id(), null)).isEmpty();
        assertThat(identities.policyOf(principal(key))).isSameAs(Policy.NOTHING);
        operations.enable(key.id());
        assertThat(known(key)).isPresent();
        operations.delete(key.id());
        assertThat(known(key)).isEmpty();
    }

    @Test
    void rotationGivesTheSameUserANewKeyAndEndsTheOldOne() {
        AccessKey old = operations.create(Optional.of("etl"), Optional.of(ALLOW_ALL));
        AccessKey next = operations.rotate(old.id(), Duration.ZERO);
        assertThat(next.id()).isNotEqualTo(old.id());
        assertThat(next.secret()).isNotEqualTo(old.secret());
        assertThat(next.principal()).isEqualTo(old.principal());
        assertThat(known(old)).isEmpty();
        assertThat(decision(next)).isEqualTo(PolicyDecision.ALLOWED);
        assertThat(operations.list()).extracting(AccessKeySummary::id).containsExactly(next.id());
    }

    @Test
    void aRotatedKeyGoesOnForItsGrace() {
        AccessKey old = operations.create(Optional.of("etl"), Optional.of(ALLOW_ALL));
        AccessKey next = operations.rotate(old.id(), Duration.ofMinutes(10));
        assertThat(known(old)).isPresent();
        now = now.plus(Duration.ofMinutes(10));
        assertThat(identities.find(old.id(), null)).isEmpty();
        assertThat(known(next)).isPresent();
        assertThat(operations.find(old.id()).status()).isEqualTo("Expired");
        assertThatThrownBy(() -> operations.enable(old.id())).hasMessageContaining("was rotated and has ended");
        assertThatThrownBy(() -> operations.rotate(old.id(), Duration.ZERO)).hasMessageContaining("does not work");
        now = now.plus(Duration.ofDays(2));
        operations.disable(next.id());
        assertThat(operations.list()).extracting(AccessKeySummary::id).containsExactly(next.id());
    }

    @Test
    void listsWithoutSecrets() {
        AccessKey key = operations.create(Optional.of("etl"), Optional.of(ALLOW_ALL));
        operations.register(new AdministratorKey("AKIAADMINISTRATOR", "the administrator's secret"));
        List<AccessKeySummary> keys = operations.list();
        assertThat(keys)
                .extracting(AccessKeySummary::userName, AccessKeySummary::status, AccessKeySummary::policy)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("etl", "Active", "own"),
                        org.assertj.core.groups.Tuple.tuple("administrator", "Active", "administrator"));
        assertThat(keys.toString()).doesNotContain(key.secret(), "the administrator's secret");
    }

    @Test
    void aDeletedUsersNameIsFreeAndItsPolicyGone() {
        AccessKey key = operations.create(Optional.of("etl"), Optional.of(ALLOW_ALL));
        assertThatThrownBy(() -> operations.create(Optional.of("etl"), Optional.empty()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("There is a user etl already");
        operations.delete(key.id());
        AccessKey again = operations.create(Optional.of("etl"), Optional.empty());
        assertThat(decision(again)).isEqualTo(PolicyDecision.NOT_ALLOWED);
    }

    @Test
    void refusesBadNamesBadPoliciesAndUnknownKeys() {
        for (String name : List.of("", "a b", "a/b", "x".repeat(65))) {
            assertThatThrownBy(() -> operations.create(Optional.of(name), Optional.empty()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 to 64");
        }
        assertThatThrownBy(() -> operations.create(Optional.of("etl"), Optional.of("{")))
                .isInstanceOf(MalformedPolicyException.class);
        assertThatThrownBy(() -> operations.create(Optional.of("administrator"), Optional.empty()))
                .hasMessageContaining("There is a user administrator already");
        assertThat(operations.list()).isEmpty();
        assertThatThrownBy(() -> operations.disable("AKIANONE")).hasMessage("There is no access key AKIANONE.");
    }

    @Test
    void theAdministratorsKeyIsWhatItsFileSays() {
        AdministratorKey first = new AdministratorKey("AKIAADMINISTRATOR", "first");
        operations.register(first);
        operations.register(first);
        AdministratorKey edited = new AdministratorKey("AKIAADMINISTRATOR", "edited");
        operations.register(edited);
        AccessKey key = known(AccessKey.of("AKIAADMINISTRATOR", "")).orElseThrow();
        assertThat(key.secret()).isEqualTo("edited");
        assertThat(key.principal()).isEqualTo("arn:aws:iam::000000000000:user/administrator");
        assertThat(decision(key)).isEqualTo(PolicyDecision.ALLOWED);
        assertThatThrownBy(() -> operations.putPolicy(key.id(), ALLOW_ALL)).hasMessageContaining("cannot be changed");
    }

    @Test
    void aDeletedAdministratorKeyDoesNotComeBack() {
        AdministratorKey administrator = new AdministratorKey("AKIAADMINISTRATOR", "first");
        operations.register(administrator);
        operations.disable("AKIAADMINISTRATOR");
        assertThatThrownBy(() -> operations.register(administrator)).hasMessageContaining("is disabled");
        operations.delete("AKIAADMINISTRATOR");
        assertThatThrownBy(() -> operations.register(administrator))
                .hasMessageContaining("is deleted")
                .hasMessageContaining("remove credentials");
        assertThat(operations.list()).isEmpty();
    }

    @Test
    void refusesAStoreThatIsSealedUnderAnotherMasterKey() {
        AccessKey key = operations.create(Optional.of("etl"), Optional.empty());
        byte[] other = new byte[32];
        other[0] = 1;
        MasterKeyCipher wrong = new MasterKeyCipher(MasterKey.of(other));
        AccessKeyOperations elsewhere = new AccessKeyOperations(store, wrong, () -> now);
        assertThatThrownBy(() -> elsewhere.register(new AdministratorKey("AKIAX", "secret")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("security.master-key-file");
        assertThatThrownBy(() -> elsewhere.create(Optional.of("other"), Optional.empty()))
                .hasMessageContaining("security.master-key-file");
        assertThat(new Identities(store, wrong, () -> now).find(key.id(), null)).isEmpty();
        assertThat(known(key)).isPresent();
    }

    @Test
    void anotherServerOnTheStoreFollows() {
        try (SqliteDatabase second = SqliteDatabase.open(folder.resolve("millrace.db"))) {
            Identities other =
                    new Identities(new JdbcCatalogStore(second, () -> now), new MasterKeyCipher(MASTER), () -> now);
            AccessKey key = operations.create(Optional.of("etl"), Optional.empty());
            now = now.plus(Identities.CHECK_INTERVAL);
            assertThat(other.find(key.id(), null)).contains(key);
            operations.disable(key.id());
            now = now.plus(Identities.CHECK_INTERVAL);
            assertThat(other.find(key.id(), null)).isEmpty();
        }
    }

    @Test
    void aSilentStoreIsForgivenForTenSecondsOnly() {
        AccessKey key = operations.create(Optional.of("etl"), Optional.empty());
        assertThat(known(key)).isPresent();
        database.close();
        now = now.plus(Duration.ofSeconds(9));
        assertThat(identities.find(key.id(), null)).isPresent();
        now = now.plus(Duration.ofSeconds(1));
        assertThatThrownBy(() -> identities.find(key.id(), null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Access keys cannot be read");
    }

    private static Principal principal(AccessKey key) {
        return new Principal(key.id(), key.principal(), "us-east-1", "glue");
    }
}
