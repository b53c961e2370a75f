package io.millrace.server;

import io.millrace.catalog.classifier.ClassifierOperations;
import io.millrace.catalog.connection.ConnectionOperations;
import io.millrace.catalog.function.UserDefinedFunctionOperations;
import io.millrace.catalog.metadata.ColumnStatisticsOperations;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.registry.RegistryTags;
import io.millrace.catalog.search.SearchOperations;
import io.millrace.catalog.setting.EncryptionSettingsOperations;
import io.millrace.catalog.setting.ResourcePolicyOperations;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.tag.CatalogTags;
import io.millrace.catalog.tag.TagOperations;
import io.millrace.catalog.tag.TaggedResources;
import io.millrace.server.identity.ConnectionCipher;
import io.millrace.server.service.GlueEntityOperations;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Puts Glue's operations on the catalog's smaller entities together. */
final class EntityAssembly {
    private final ServerContext context;
    private final PageTokens tokens;

    EntityAssembly(ServerContext context, PageTokens tokens) {
        this.context = context;
        this.tokens = tokens;
    }

    /** @param others the resources with tags that are not in the catalog's store, by their type in an ARN */
    GlueEntityOperations operations(Map<String, TaggedResources> others) {
        CatalogStore catalog = context.catalog();
        InstantSource clock = context.clock();
        return new GlueEntityOperations(
                new ColumnStatisticsOperations(catalog),
                new UserDefinedFunctionOperations(catalog, tokens, clock),
                new ConnectionOperations(catalog, tokens, clock, new ConnectionCipher(context.masterKey())),
                new ClassifierOperations(catalog, tokens, clock),
                new SearchOperations(catalog, tokens),
                new TagOperations(context.config().region(), tagged(others)),
                new EncryptionSettingsOperations(catalog),
                new ResourcePolicyOperations(catalog, clock, context.config().region()));
    }

    private Map<String, TaggedResources> tagged(Map<String, TaggedResources> others) {
        Map<String, TaggedResources> tagged = new HashMap<>(others);
        tagged.put("database", CatalogTags.ofDatabases(context.catalog()));
        tagged.put("table", CatalogTags.ofTables(context.catalog()));
        tagged.put("connection", ConnectionOperations.tags(context.catalog()));
        tagged.put("registry", RegistryTags.ofRegistries(context.catalog()));
        tagged.put("schema", RegistryTags.ofSchemas(context.catalog()));
        return tagged;
    }
}
