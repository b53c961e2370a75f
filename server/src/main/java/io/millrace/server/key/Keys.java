package io.millrace.server.key;

import io.millrace.server.data.MasterKeyCipher;
import io.millrace.server.identity.access.KeyPolicies;
import io.millrace.server.resource.Documents;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServiceArns;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.kms.model.AliasListEntry;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyResponse;
import software.amazon.awssdk.services.kms.model.GetKeyRotationStatusResponse;
import software.amazon.awssdk.services.kms.model.KeyMetadata;
import software.amazon.awssdk.services.kms.model.KeyState;

/**
 * The keys of KMS with their policies, rotation and aliases. A key whose waiting time before deletion is over is gone, and its material
 * with it. Calls join the transaction that the calling thread is in. Thread-safe.
 */
public final class Keys implements KeyPolicies {
    private static final String ALIAS = "alias/";

    private final Jdbi jdbi;
    private final Documents<KeyMetadata> keys;
    private final Documents<GetKeyPolicyResponse> policies;
    private final Documents<GetKeyRotationStatusResponse> rotations;
    private final Documents<AliasListEntry> aliases;
    private final KeyMaterial material;
    private final ResourceTags tags;
    private final ServiceArns arns;
    private final InstantSource clock;

    /**
     * The keys in a database with the server's migrations.
     *
     * @param cipher seals their material
     * @param region of their ARNs
     */
    public Keys(Jdbi jdbi, ResourceTags tags, MasterKeyCipher cipher, String region, InstantSource clock) {
        this.jdbi = jdbi;
        this.keys = new Documents<>(jdbi, "kms/key", KeyMetadata.class, () -> (SdkPojo) KeyMetadata.builder());
        this.policies = new Documents<>(
                jdbi, "kms/policy", GetKeyPolicyResponse.class, () -> (SdkPojo) GetKeyPolicyResponse.builder());
        this.rotations = new Documents<>(jdbi, "kms/rotation", GetKeyRotationStatusResponse.class, () ->
                (SdkPojo) GetKeyRotationStatusResponse.builder());
        this.aliases =
                new Documents<>(jdbi, "kms/alias", AliasListEntry.class, () -> (SdkPojo) AliasListEntry.builder());
        this.material = new KeyMaterial(jdbi, cipher, clock);
        this.tags = tags;
        this.arns = new ServiceArns("kms", region);
        this.clock = clock;
    }

    Jdbi jdbi() {
        return jdbi;
    }

    Instant now() {
        return clock.instant();
    }

    KeyMaterial material() {
        return material;
    }

    String arn(String keyId) {
        return arns.of("key/" + keyId);
    }

    String aliasArn(String alias) {
        return arns.of(alias);
    }

    /** A key by id, ARN, alias, or the alias's ARN. */
    Optional<KeyMetadata> find(String name) {
        String own = arns.of("");
        String local = name.startsWith(own) ? name.substring(own.length()) : name;
        if (local.startsWith(ALIAS)) {
            return aliases.find(local).flatMap(alias -> find(alias.targetKeyId()));
        }
        boolean full = name.startsWith(own + "key/");
        return keys.find(full ? local.substring("key/".length()) : name).flatMap(this::kept);
    }

    private Optional<KeyMetadata> kept(KeyMetadata key) {
        if (key.deletionDate() == null || key.deletionDate().isAfter(now())) {
            return Optional.of(key);
        }
        delete(key);
        return Optional.empty();
    }

    private void delete(KeyMetadata key) {
        jdbi.useTransaction(handle -> {
            material.destroy(key.keyId());
            aliases(Optional.of(key.keyId())).forEach(alias -> aliases.delete(alias.aliasName()));
            policies.delete(key.keyId());
            rotations.delete(key.keyId());
            keys.delete(key.keyId());
            tags.removeAll(key.arn());
        });
    }

    /** @throws io.millrace.server.wire.ServiceException NotFoundException if there is none */
    KeyMetadata load(String name) {
        return find(name)
                .orElseThrow(() -> KeyErrors.notFound(
                        name.contains(ALIAS)
                                ? "Alias " + name
                                : "Key '" + (name.startsWith("arn:") ? name : arn(name)) + "'"));
    }

    /** The key if it is not to be deleted. */
    KeyMetadata loadKept(String name) {
        KeyMetadata key = load(name);
        if (key.keyState() == KeyState.PENDING_DELETION) {
            throw KeyErrors.state(key.arn(), "pending deletion");
        }
        return key;
    }

    /** The key if it may be used. */
    KeyMetadata loadUsable(String name) {
        KeyMetadata key = loadKept(name);
        if (key.keyState() == KeyState.DISABLED) {
            throw KeyErrors.disabled(key.arn());
        }
        return key;
    }

    List<KeyMetadata> list(String after) {
        return keys.list("", after, Integer.MAX_VALUE).stream()
                .filter(key -> kept(key).isPresent())
                .toList();
    }

    void put(KeyMetadata key) {
        keys.put(key.keyId(), key);
    }

    String policy(String keyId) {
        return policies.find(keyId).map(GetKeyPolicyResponse::policy).orElseThrow();
    }

    void putPolicy(String keyId, String policy) {
        policies.put(keyId, GetKeyPolicyResponse.builder().policy(policy).build());
    }

    /** How often the key's material is made anew, if it is. */
    Optional<Duration> rotation(String keyId) {
        return rotations.find(keyId).map(rotation -> Duration.ofDays(rotation.rotationPeriodInDays()));
    }

    void rotateEvery(String keyId, int days) {
        rotations.put(
                keyId,
                GetKeyRotationStatusResponse.builder()
                        .keyRotationEnabled(true)
                        .rotationPeriodInDays(days)
                        .build());
    }

    void stopRotation(String keyId) {
        rotations.delete(keyId);
    }

    Optional<AliasListEntry> findAlias(String alias) {
        return aliases.find(alias);
    }

    /** All aliases, or those of one key, by name. */
    List<AliasListEntry> aliases(Optional<String> keyId) {
        return aliases.all("").stream()
                .filter(alias -> keyId.isEmpty() || keyId.get().equals(alias.targetKeyId()))
                .toList();
    }

    void putAlias(AliasListEntry alias) {
        aliases.put(alias.aliasName(), alias);
    }

    void deleteAlias(String alias) {
        aliases.delete(alias);
    }

    @Override
    public Optional<KeyPolicy> policyOf(String name) {
        return find(name).map(key -> new KeyPolicy(key.arn(), policy(key.keyId())));
    }

    @Override
    public Optional<KeyPolicy> policyOf(byte[] ciphertext) {
        return KeyCiphertext.parse(ciphertext).flatMap(parsed -> policyOf(parsed.keyId()));
    }
}
