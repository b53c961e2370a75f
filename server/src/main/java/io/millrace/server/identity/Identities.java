package io.millrace.server.identity;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.server.auth.AccessKey;
import io.millrace.server.auth.AccessKeys;
import io.millrace.server.auth.AuthenticationException;
import io.millrace.server.auth.Principal;
import io.millrace.server.data.MasterKeyCipher;
import io.millrace.server.identity.IdentitySnapshot.ActiveKey;
import io.millrace.server.identity.IdentitySnapshot.ActiveRole;
import io.millrace.server.identity.RoleSessions.Session;
import io.millrace.server.identity.policy.MalformedPolicyException;
import io.millrace.server.identity.policy.Policy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys and policies that a running server goes by: a snapshot, which the first call after half a second holds against the
 * store's revision. So a change by any process that shares the store counts within a second, and one by this server at once: stacks
 * and pipelines act with a role as soon as it is made. When the store does not answer the
 * last snapshot counts for ten seconds more; then calls fail. Thread-safe.
 */
public final class Identities implements AccessKeys {
    static final Duration CHECK_INTERVAL = Duration.ofMillis(500);
    static final Duration MAX_STALENESS = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(Identities.class);

    private final CatalogStore store;
    private final MasterKeyCipher cipher;
    private final RoleSessions sessions;
    private final InstantSource clock;
    private final ReentrantLock refreshing = new ReentrantLock();
    private volatile Checked current;

    /** A snapshot and when it was last known to be the newest. */
    private record Checked(IdentitySnapshot snapshot, Instant at) {
        boolean isFresh(Instant now, Duration age) {
            // A clock that was set back makes it stale, not fresh for hours.
            return !now.isBefore(at) && now.isBefore(at.plus(age));
        }
    }

    /** Reads the store. Keys whose secrets do not open are refused, and the log says so. */
    public Identities(CatalogStore store, MasterKeyCipher cipher, InstantSource clock) {
        this.store = store;
        this.cipher = cipher;
        this.sessions = new RoleSessions(cipher, clock);
        this.clock = clock;
        Instant now = clock.instant();
        this.current = new Checked(store.read(this::load), now);
    }

    @Override
    public Optional<AccessKey> find(String accessKeyId, @Nullable String sessionToken) {
        return sessionToken != null
                ? sessions.open(accessKeyId, sessionToken).flatMap(this::whileItLasts)
                : active(accessKeyId).map(ActiveKey::key);
    }

    /** The session's key, if its very role is still there. */
    private Optional<AccessKey> whileItLasts(Session session) {
        Instant now = clock.instant();
        if (!session.expiresAt().isAfter(now)) {
            throw AuthenticationException.expired();
        }
        return Optional.ofNullable(snapshot(now).roles().get(session.role()))
                .filter(role -> role.role().id().equals(session.roleId()))
                .map(role -> session.key());
    }

    /** The policy of who calls; of a key that does not work (any more) and a role that is gone, one that allows nothing. */
    public Policy policyOf(Principal principal) {
        return RoleSessions.roleOf(principal.arn()).isPresent()
                ? policyOfPrincipal(principal.arn())
                : active(principal.accessKeyId()).map(ActiveKey::policy).orElse(Policy.NOTHING);
    }

    /** The policy of a user that has a key which works, or of a session's role; of any other, one that allows nothing. */
    public Policy policyOfPrincipal(String arn) {
        Instant now = clock.instant();
        Optional<String> role = RoleSessions.roleOf(arn);
        if (role.isPresent()) {
            ActiveRole active = snapshot(now).roles().get(role.get());
            return active == null ? Policy.NOTHING : active.policy();
        }
        return snapshot(now).findPrincipal(arn, now).map(ActiveKey::policy).orElse(Policy.NOTHING);
    }

    /** Makes the next call ask the store: this server has just changed something. */
    public void expire() {
        // A refresh that began before the change must not count after it.
        refreshing.lock();
        try {
            current = new Checked(current.snapshot(), Instant.EPOCH);
        } finally {
            refreshing.unlock();
        }
    }

    private Optional<ActiveKey> active(String accessKeyId) {
        Instant now = clock.instant();
        return snapshot(now).find(accessKeyId, now);
    }

    private IdentitySnapshot snapshot(Instant now) {
        Checked known = current;
        if (known.isFresh(now, CHECK_INTERVAL)) {
            return known.snapshot();
        }
        // One call asks the store; the others go on with what is known, as long as that is not too old.
        boolean mayGoOn = known.isFresh(now, MAX_STALENESS);
        if (mayGoOn && !refreshing.tryLock()) {
            return known.snapshot();
        }
        if (!mayGoOn) {
            refreshing.lock();
        }
        try {
            return refresh(now);
        } finally {
            refreshing.unlock();
        }
    }

    private IdentitySnapshot refresh(Instant now) {
        Checked known = current;
        if (known.isFresh(now, CHECK_INTERVAL)) {
            return known.snapshot();
        }
        try {
            IdentitySnapshot newest = store.read(tx -> {
                boolean same =
                        new IdentityRows(tx).revision() == known.snapshot().revision();
                return same ? known.snapshot() : load(tx);
            });
            current = new Checked(newest, now);
            return newest;
        } catch (RuntimeException e) { // whatever the store's driver throws
            if (known.isFresh(now, MAX_STALENESS)) {
                LOG.warn("Access keys could not be read; those of {} still count", known.at(), e);
                return known.snapshot();
            }
            throw new IllegalStateException("Access keys cannot be read", e);
        }
    }

    private IdentitySnapshot load(CatalogTransaction tx) {
        IdentityRows rows = new IdentityRows(tx);
        Map<String, StoredUser> users = rows.users().stream().collect(Collectors.toMap(StoredUser::name, user -> user));
        List<StoredKey> active = rows.keys().stream()
                .filter(key -> key.status() == KeyStatus.ACTIVE)
                .toList();
        Map<String, Policy> policies = new HashMap<>();
        Map<String, ActiveKey> keys = new HashMap<>();
        for (StoredKey key : active) {
            open(key).ifPresent(opened -> {
                Policy policy = policies.computeIfAbsent(key.userName(), name -> policy(name, users));
                keys.put(key.id(), new ActiveKey(opened, policy, key.validUntil()));
            });
        }
        return new IdentitySnapshot(rows.revision(), keys, RolePolicies.load(new RoleRows(tx)));
    }

    /** One key that does not open must not shut out all others. */
    private Optional<AccessKey> open(StoredKey key) {
        try {
            String secret = cipher.decrypt(key.sealedSecret(), key.id());
            return Optional.of(new AccessKey(key.id(), secret, null, IdentityNames.arn(key.userName())));
        } catch (IllegalStateException e) {
            LOG.error("The access key {} is refused, because its secret does not open", key.id(), e);
            return Optional.empty();
        }
    }

    private static Policy policy(String userName, Map<String, StoredUser> users) {
        if (userName.equals(IdentityNames.ADMINISTRATOR)) {
            return Policy.ADMINISTRATOR;
        }
        Optional<String> document = Optional.ofNullable(users.get(userName)).flatMap(StoredUser::policy);
        try {
            return document.map(Policy::parse).orElse(Policy.NOTHING);
        } catch (MalformedPolicyException e) {
            // It was accepted once, by another version; less is allowed now, never more.
            LOG.error("The policy of the user {} is not understood, so it allows nothing", userName, e);
            return Policy.NOTHING;
        }
    }
}
