package io.millrace.server.identity;

import io.millrace.catalog.store.CatalogStore;
import java.util.function.Function;

/** Roles and managed policies, in the catalog: servers that share it share them. Thread-safe. */
public final class RoleStore {
    private final CatalogStore store;

    /** Roles of a catalog. */
    public RoleStore(CatalogStore store) {
        this.store = store;
    }

    /** Reads in one transaction. */
    public <T> T read(Function<RoleRows, T> work) {
        return store.read(tx -> work.apply(new RoleRows(tx)));
    }

    /** Changes in one transaction; every server follows within a second. */
    public <T> T change(Function<RoleRows, T> work) {
        return store.write(tx -> {
            T result = work.apply(new RoleRows(tx));
            new IdentityRows(tx).raiseRevision();
            return result;
        });
    }
}
