package io.millrace.catalog.tag;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.EntityKind;
import io.millrace.catalog.store.EntityPath;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.glue.model.GetTagsResponse;

/** The tags of one type of the catalog's entities, kept below the entity's path, with which they go. Thread-safe. */
public final class CatalogTags implements TaggedResources {
    private static final EntityKind<GetTagsResponse> KIND =
            EntityKind.ofSdk("tags", GetTagsResponse.class, GetTagsResponse::builder);
    private static final String NAME = "tags";

    private final CatalogStore store;
    private final BiFunction<CatalogTransaction, String, Optional<List<String>>> locate;

    /**
     * Tags in a store.
     *
     * @param locate the path below which the tags of a named entity are, empty if there is no such entity
     */
    public CatalogTags(CatalogStore store, BiFunction<CatalogTransaction, String, Optional<List<String>>> locate) {
        this.store = store;
        this.locate = locate;
    }

    /** The tags of databases. */
    public static CatalogTags ofDatabases(CatalogStore store) {
        return new CatalogTags(store, (tx, arnName) -> {
            String name = arnName.toLowerCase(Locale.ROOT);
            return tx.databases().find(name).map(found -> EntityPath.database(name));
        });
    }

    /** The tags of tables, whose names in an ARN are {@code database/table}. */
    public static CatalogTags ofTables(CatalogStore store) {
        return new CatalogTags(store, (tx, arnName) -> {
            String[] names = arnName.toLowerCase(Locale.ROOT).split("/", 2);
            return names.length < 2
                    ? Optional.empty()
                    : tx.tables().find(names[0], names[1]).map(found -> EntityPath.table(names[0], names[1]));
        });
    }

    @Override
    public Optional<Map<String, String>> find(String name) {
        return store.read(tx -> locate.apply(tx, name).map(path -> read(tx, path)));
    }

    @Override
    public boolean change(String name, UnaryOperator<Map<String, String>> change) {
        return store.write(tx -> {
            Optional<List<String>> path = locate.apply(tx, name);
            path.ifPresent(found -> write(tx, found, change.apply(read(tx, found))));
            return path.isPresent();
        });
    }

    /** The tags at a path. */
    public static Map<String, String> read(CatalogTransaction tx, List<String> path) {
        return tx.entities().find(KIND, path, NAME).map(GetTagsResponse::tags).orElse(Map.of());
    }

    /** Puts tags in place of those at a path. */
    public static void write(CatalogTransaction tx, List<String> path, Map<String, String> tags) {
        if (tags.isEmpty()) {
            tx.entities().delete(KIND, path, NAME);
            return;
        }
        GetTagsResponse document = GetTagsResponse.builder().tags(tags).build();
        if (!tx.entities().update(KIND, path, NAME, document)) {
            tx.entities().insert(KIND, path, NAME, document);
        }
    }
}
