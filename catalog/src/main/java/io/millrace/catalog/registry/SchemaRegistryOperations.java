package io.millrace.catalog.registry;

import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.CatalogStore;
import java.time.InstantSource;

/** The families of the schema registry's operations. */
public record SchemaRegistryOperations(
        RegistryOperations registries,
        SchemaOperations schemas,
        SchemaVersionOperations versions,
        SchemaVersionDeletion deletion,
        SchemaMetadataOperations metadata) {
    /** Operations on a store; {@code region} is what the ARNs name. */
    public static SchemaRegistryOperations of(
            CatalogStore store, PageTokens tokens, InstantSource clock, String region) {
        RegistryRequests requests = new RegistryRequests(new RegistryArns(region), clock);
        SchemaRegistration registration = new SchemaRegistration(store, requests);
        return new SchemaRegistryOperations(
                new RegistryOperations(store, tokens, requests),
                new SchemaOperations(store, tokens, requests, registration),
                new SchemaVersionOperations(store, tokens, requests, registration),
                new SchemaVersionDeletion(store, requests),
                new SchemaMetadataOperations(store, tokens, requests));
    }
}
