package io.millrace.server.identity;

import io.millrace.catalog.store.CatalogStore;
import java.util.function.Function;

/** Roles and managed policies, in the catalog: servers that share it share them. Thread-safe. */
public final class RoleStore {
    private final CatalogStore store;
    private final Runnable changed;

    /** Roles of a catalog, to be read. */
    public RoleStore(CatalogStore store) {
        this(store, () -> {});
    }

    /**
     * Roles of a catalog.
     *
     * @param changed called after each change by this server
     */
    public RoleStore(CatalogStore store, Runnable changed) {
        this.store = store;
        this.changed = changed;
    }

    /** Reads in one transaction. */
    public <T> T read(Function<RoleRows, T> work) {
        return store.read(tx -> work.apply(new RoleRows(tx)));
    }

    /** Changes in one transaction; every other server follows within a second. */
    public <T> T change(Function<RoleRows, T> work) {
        T done = store.write(tx -> {
            T result = work.apply(new RoleRows(tx));
            new IdentityRows(tx).raiseRevision();
            return result;
        });
        changed.run();
        return done;
    }
}
