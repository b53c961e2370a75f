package io.millrace.catalog.registry;

import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.tag.TaggedResources;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The tags of registries and schemas, which their definitions hold. */
public final class RegistryTags {
    private RegistryTags() {}

    /** The tags of registries. */
    public static TaggedResources ofRegistries(CatalogStore store) {
        return new TaggedResources() {
            @Override
            public Optional<Map<String, String>> find(String name) {
                return store.read(tx -> new RegistryRows(tx).findRegistry(name).map(StoredRegistry::tags));
            }

            @Override
            public boolean change(String name, UnaryOperator<Map<String, String>> change) {
                return store.write(tx -> {
                    RegistryRows rows = new RegistryRows(tx);
                    Optional<StoredRegistry> found = rows.findRegistry(name);
                    found.ifPresent(registry -> rows.update(registry.withTags(change.apply(registry.tags()))));
                    return found.isPresent();
                });
            }
        };
    }

    /** The tags of schemas, whose names in an ARN are {@code registry/schema}. */
    public static TaggedResources ofSchemas(CatalogStore store) {
        return new TaggedResources() {
            @Override
            public Optional<Map<String, String>> find(String name) {
                return store.read(tx -> findSchema(new RegistryRows(tx), name).map(StoredSchema::tags));
            }

            @Override
            public boolean change(String name, UnaryOperator<Map<String, String>> change) {
                return store.write(tx -> {
                    RegistryRows rows = new RegistryRows(tx);
                    Optional<StoredSchema> found = findSchema(rows, name);
                    found.ifPresent(schema -> rows.update(schema.withTags(change.apply(schema.tags()))));
                    return found.isPresent();
                });
            }
        };
    }

    private static Optional<StoredSchema> findSchema(RegistryRows rows, String name) {
        // Neither name may hold a slash.
        int slash = name.indexOf('/');
        return slash < 0 ? Optional.empty() : rows.findSchema(name.substring(0, slash), name.substring(slash + 1));
    }
}
