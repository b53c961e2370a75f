package io.millrace.server.identity;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.server.auth.AccessKey;
import io.millrace.server.data.AdministratorKey;
import io.millrace.server.data.MasterKeyCipher;
import io.millrace.server.identity.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What an administrator does with access keys. Every change is one transaction and raises the revision that running servers
 * follow. What is refused is an {@link IllegalArgumentException} with a sentence for people. Thread-safe.
 */
public final class AccessKeyOperations {
    private final CatalogStore store;
    private final MasterKeyCipher cipher;
    private final InstantSource clock;

    /** Operations on the keys of a store. */
    public AccessKeyOperations(CatalogStore store, MasterKeyCipher cipher, InstantSource clock) {
        this.store = store;
        this.cipher = cipher;
        this.clock = clock;
    }

    /**
     * Makes a user with one key; the secret is in the answer and never told again.
     *
     * @param userName empty names the user after the key
     * @param policy IAM policy JSON; empty allows nothing until one is put
     */
    public AccessKey create(Optional<String> userName, Optional<String> policy) {
        policy.ifPresent(Policy::parse);
        AccessKey draft = AccessKey.generate("");
        String name = IdentityNames.requireUserName(userName.orElse(draft.id()));
        return change(rows -> {
            if (name.equals(IdentityNames.ADMINISTRATOR) || rows.user(name).isPresent()) {
                throw new IllegalArgumentException(
                        "There is a user " + name + " already. Rotate its key, or choose another --name.");
            }
            rows.put(new StoredUser(name, policy));
            return insert(rows, draft, name);
        });
    }

    /** All keys in order of their ids, without what was deleted. */
    public List<AccessKeySummary> list() {
        Instant now = clock.instant();
        return store.read(tx -> {
            IdentityRows rows = new IdentityRows(tx);
            return rows.keys().stream()
                    .filter(key -> key.status() != KeyStatus.DELETED)
                    .map(key -> summary(rows, key, now))
                    .toList();
        });
    }

    /** One key. */
    public AccessKeySummary find(String id) {
        Instant now = clock.instant();
        return store.read(tx -> {
            IdentityRows rows = new IdentityRows(tx);
            return summary(rows, load(rows, id), now);
        });
    }

    /** From now on the key is refused, until it is enabled again. */
    public void disable(String id) {
        update(id, key -> key.with(KeyStatus.INACTIVE));
    }

    /** The key works again. */
    public void enable(String id) {
        update(id, key -> {
            if (key.isExpired(clock.instant())) {
                throw new IllegalArgumentException("The access key " + id + " was rotated and has ended.");
            }
            return key.with(KeyStatus.ACTIVE);
        });
    }

    /**
     * Makes a second key of the same user.
     *
     * @param grace how long the old key goes on; after that, with none at once, it is gone
     */
    public AccessKey rotate(String id, Duration grace) {
        return change(rows -> {
            StoredKey old = load(rows, id);
            if (!old.isUsable(clock.instant())) {
                throw new IllegalArgumentException("The access key " + id + " does not work, so it is not rotated.");
            }
            AccessKey next = insert(rows, AccessKey.generate(""), old.userName());
            end(rows, old, grace);
            return next;
        });
    }

    /** Removes the key, and its user with its policy if it was the last one. */
    public void delete(String id) {
        change(rows -> {
            StoredKey key = load(rows, id);
            remove(rows, key);
            boolean last =
                    rows.keys().stream().noneMatch(other -> other.userName().equals(key.userName()));
            if (last) {
                rows.deleteUser(key.userName());
            }
            return key;
        });
    }

    /** The policy of the key's user as it was put. */
    public Optional<String> policy(String id) {
        return store.read(tx -> {
            IdentityRows rows = new IdentityRows(tx);
            return rows.user(load(rows, id).userName()).flatMap(StoredUser::policy);
        });
    }

    /**
     * Replaces the policy of the key's user.
     *
     * @throws io.millrace.server.identity.policy.MalformedPolicyException saying what is wrong and where
     */
    public void putPolicy(String id, String policy) {
        Policy.parse(policy);
        change(rows -> {
            StoredKey key = load(rows, id);
            if (key.userName().equals(IdentityNames.ADMINISTRATOR)) {
                throw new IllegalArgumentException(
                        "The administrator may do everything; its policy cannot be changed.");
            }
            rows.put(new StoredUser(key.userName(), Optional.of(policy)));
            return key;
        });
    }

    /**
     * Makes the store know the administrator key of a data folder. Every start does it; the file says what the secret is.
     *
     * @throws IllegalStateException if the key was disabled or deleted, or the store is sealed under another master key
     */
    public void register(AdministratorKey administrator) {
        String id = administrator.accessKeyId();
        Optional<StoredKey> known = store.read(tx -> {
            IdentityRows rows = new IdentityRows(tx);
            requireOwnMasterKey(rows);
            return rows.key(id);
        });
        if (known.isPresent() && known.get().status() != KeyStatus.ACTIVE) {
            throw new IllegalStateException("The administrator key " + id + " of this data folder is "
                    + (known.get().status() == KeyStatus.DELETED ? "deleted" : "disabled") + ". Enable it, or remove "
                    + AdministratorKey.FILE_NAME + " from the data folder to have a new one made.");
        }
        boolean same = known.isPresent()
                && cipher.decrypt(known.get().sealedSecret(), id).equals(administrator.secretAccessKey());
        if (!same) {
            AccessKey key = AccessKey.of(id, administrator.secretAccessKey());
            change(rows -> insert(rows, key, IdentityNames.ADMINISTRATOR));
        }
    }

    private AccessKeySummary summary(IdentityRows rows, StoredKey key, Instant now) {
        boolean administrator = key.userName().equals(IdentityNames.ADMINISTRATOR);
        boolean own = rows.user(key.userName()).flatMap(StoredUser::policy).isPresent();
        return new AccessKeySummary(
                key.id(),
                key.userName(),
                IdentityNames.arn(key.userName()),
                key.status() == KeyStatus.INACTIVE ? "Inactive" : key.isExpired(now) ? "Expired" : "Active",
                key.createdAt(),
                key.validUntil(),
                administrator ? "administrator" : own ? "own" : "none");
    }

    private AccessKey insert(IdentityRows rows, AccessKey draft, String userName) {
        rows.put(new StoredKey(
                draft.id(),
                userName,
                cipher.encrypt(draft.secret(), draft.id()),
                KeyStatus.ACTIVE,
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                Optional.empty()));
        return new AccessKey(draft.id(), draft.secret(), null, IdentityNames.arn(userName));
    }

    private void end(IdentityRows rows, StoredKey old, Duration grace) {
        if (grace.isZero()) {
            remove(rows, old);
        } else {
            rows.put(old.until(clock.instant().plus(grace)));
        }
    }

    private static void remove(IdentityRows rows, StoredKey key) {
        if (key.userName().equals(IdentityNames.ADMINISTRATOR)) {
            rows.put(new StoredKey(key.id(), key.userName(), "", KeyStatus.DELETED, key.createdAt(), Optional.empty()));
        } else {
            rows.deleteKey(key.id());
        }
    }

    private void update(String id, UnaryOperator<StoredKey> update) {
        change(rows -> {
            StoredKey key = update.apply(load(rows, id));
            rows.put(key);
            return key;
        });
    }

    private <T> T change(Function<IdentityRows, T> work) {
        return store.write(tx -> {
            IdentityRows rows = new IdentityRows(tx);
            requireOwnMasterKey(rows);
            removeExpired(rows);
            T result = work.apply(rows);
            rows.raiseRevision();
            return result;
        });
    }

    /** A key that is sealed under another master key than its neighbours would be of no use to the servers that follow. */
    private void requireOwnMasterKey(IdentityRows rows) {
        rows.keys().stream()
                .filter(key -> key.status() != KeyStatus.DELETED)
                .forEach(key -> cipher.requireOwnKey(key.sealedSecret()));
    }

    /** What a rotation left, once its grace is over for a day: until then the list tells what became of it. */
    private void removeExpired(IdentityRows rows) {
        Instant dayAgo = clock.instant().minus(Duration.ofDays(1));
        rows.keys().stream().filter(key -> key.isExpired(dayAgo)).forEach(key -> remove(rows, key));
    }

    private static StoredKey load(IdentityRows rows, String id) {
        return rows.key(id)
                .filter(key -> key.status() != KeyStatus.DELETED)
                .orElseThrow(() -> new IllegalArgumentException("There is no access key " + id + "."));
    }
}
