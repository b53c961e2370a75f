package io.millrace.server.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.EntityKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Roles and managed policies as entities of one catalog transaction. Deleted roles are found only where it is said. */
public final class RoleRows {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> PATH = List.of("identity");
    private static final int PAGE = 1000;
    private static final EntityKind<StoredRole> ROLE =
            new EntityKind<>("identity-role", RoleRows::write, text -> read(text, StoredRole.class)).withoutHistory();
    private static final EntityKind<StoredManagedPolicy> POLICY = new EntityKind<>(
                    "identity-policy", RoleRows::write, text -> read(text, StoredManagedPolicy.class))
            .withoutHistory();

    private final CatalogTransaction tx;

    RoleRows(CatalogTransaction tx) {
        this.tx = tx;
    }

    /** A role that is there. */
    public Optional<StoredRole> role(String name) {
        return roleOrMark(name).filter(role -> !role.deleted());
    }

    /** A role, or the mark of a deleted one. */
    public Optional<StoredRole> roleOrMark(String name) {
        return tx.entities().find(ROLE, PATH, name);
    }

    /** The roles that are there, by name. */
    public List<StoredRole> roles() {
        return all(ROLE, StoredRole::name).stream()
                .filter(role -> !role.deleted())
                .toList();
    }

    /** Inserts or replaces it. */
    public void put(StoredRole role) {
        if (!tx.entities().update(ROLE, PATH, role.name(), role)) {
            tx.entities().insert(ROLE, PATH, role.name(), role);
        }
    }

    /** Leaves the mark of it. */
    public void delete(StoredRole role) {
        put(role.asDeleted());
    }

    /** A customer managed policy. */
    public Optional<StoredManagedPolicy> policy(String arn) {
        return tx.entities()
                .find(POLICY, PATH, arn.substring(arn.lastIndexOf('/') + 1))
                .filter(policy -> policy.arn().equals(arn));
    }

    /** A customer managed policy, whatever its path. */
    public Optional<StoredManagedPolicy> policyNamed(String name) {
        return tx.entities().find(POLICY, PATH, name);
    }

    /** The customer managed policies, by name. */
    public List<StoredManagedPolicy> policies() {
        return all(POLICY, StoredManagedPolicy::name);
    }

    /** Inserts or replaces it. */
    public void put(StoredManagedPolicy policy) {
        if (!tx.entities().update(POLICY, PATH, policy.name(), policy)) {
            tx.entities().insert(POLICY, PATH, policy.name(), policy);
        }
    }

    /** Removes it. */
    public void delete(StoredManagedPolicy policy) {
        tx.entities().delete(POLICY, PATH, policy.name());
    }

    private <T> List<T> all(EntityKind<T> kind, Function<T, String> name) {
        List<T> all = new ArrayList<>();
        List<T> page;
        do {
            String after = all.isEmpty() ? "" : name.apply(all.get(all.size() - 1));
            page = tx.entities().list(kind, PATH, after, PAGE);
            all.addAll(page);
        } while (page.size() == PAGE);
        return all;
    }

    private static String write(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Cannot write " + value.getClass().getSimpleName(), e);
        }
    }

    private static <T> T read(String text, Class<T> type) {
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The store holds a broken role or policy", e);
        }
    }
}
