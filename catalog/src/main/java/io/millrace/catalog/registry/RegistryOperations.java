package io.millrace.catalog.registry;

import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.tag.Tags;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.CreateRegistryRequest;
import software.amazon.awssdk.services.glue.model.CreateRegistryResponse;
import software.amazon.awssdk.services.glue.model.DeleteRegistryRequest;
import software.amazon.awssdk.services.glue.model.DeleteRegistryResponse;
import software.amazon.awssdk.services.glue.model.GetRegistryRequest;
import software.amazon.awssdk.services.glue.model.GetRegistryResponse;
import software.amazon.awssdk.services.glue.model.ListRegistriesRequest;
import software.amazon.awssdk.services.glue.model.ListRegistriesResponse;
import software.amazon.awssdk.services.glue.model.RegistryListItem;
import software.amazon.awssdk.services.glue.model.RegistryStatus;
import software.amazon.awssdk.services.glue.model.UpdateRegistryRequest;
import software.amazon.awssdk.services.glue.model.UpdateRegistryResponse;

/** Glue's operations on schema registries. Thread-safe. Deleting one deletes its schemas at once, where Glue does so by and by. */
public final class RegistryOperations {
    /** AWS Glue quotas: number of registries. */
    static final int MAX_REGISTRIES = 100;

    private final CatalogStore store;
    private final PageTokens tokens;
    private final RegistryRequests requests;

    RegistryOperations(CatalogStore store, PageTokens tokens, RegistryRequests requests) {
        this.store = store;
        this.tokens = tokens;
        this.requests = requests;
    }

    /** CreateRegistry. */
    public CreateRegistryResponse createRegistry(CreateRegistryRequest request) {
        String now = requests.now();
        StoredRegistry registry = new StoredRegistry(
                request.registryName(), request.description(), Tags.checked(request.tags()), now, now);
        store.write(tx -> {
            RegistryRows rows = new RegistryRows(tx);
            if (rows.findRegistry(registry.name()).isPresent()) {
                throw RegistryRequests.alreadyExists("Registry already exists. RegistryName: " + registry.name());
            }
            insert(rows, registry);
            return registry;
        });
        CreateRegistryResponse.Builder created = CreateRegistryResponse.builder()
                .registryArn(requests.arns().registry(registry.name()))
                .registryName(registry.name())
                .description(registry.description());
        if (request.hasTags()) {
            created.tags(registry.tags());
        }
        return created.build();
    }

    private static void insert(RegistryRows rows, StoredRegistry registry) {
        if (rows.listRegistries("", MAX_REGISTRIES).size() == MAX_REGISTRIES) {
            throw RegistryRequests.limitExceeded(
                    "There are %d registries, which is the limit.".formatted(MAX_REGISTRIES));
        }
        rows.insert(registry);
    }

    /** The registry of schemas that say none is made when it is first used. */
    static void requireOrMake(RegistryRows rows, RegistryRequests requests, String name) {
        if (name.equals(RegistryRequests.DEFAULT_REGISTRY)
                && rows.findRegistry(name).isEmpty()) {
            String now = requests.now();
            insert(rows, new StoredRegistry(name, null, Map.of(), now, now));
        }
        requests.loadRegistry(rows, name);
    }

    /** GetRegistry. */
    public GetRegistryResponse getRegistry(GetRegistryRequest request) {
        String name = requests.requireRegistry(request.registryId());
        StoredRegistry found = store.read(tx -> requests.loadRegistry(new RegistryRows(tx), name));
        return GetRegistryResponse.builder()
                .registryName(found.name())
                .registryArn(requests.arns().registry(found.name()))
                .description(found.description())
                .status(RegistryStatus.AVAILABLE)
                .createdTime(found.createdTime())
                .updatedTime(found.updatedTime())
                .build();
    }

    /** ListRegistries, by name. */
    public ListRegistriesResponse listRegistries(ListRegistriesRequest request) {
        int limit = RegistryRequests.pageSize(request.maxResults(), RegistryRequests.MAX_RESULTS);
        Page<StoredRegistry> page = store.read(tx -> tokens.page(
                "ListRegistries",
                request.nextToken(),
                limit,
                (key, count) -> new RegistryRows(tx).listRegistries(key.isEmpty() ? "" : key.get(0), count),
                registry -> List.of(registry.name())));
        return ListRegistriesResponse.builder()
                .registries(page.items().stream().map(this::item).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private RegistryListItem item(StoredRegistry registry) {
        return RegistryListItem.builder()
                .registryName(registry.name())
                .registryArn(requests.arns().registry(registry.name()))
                .description(registry.description())
                .status(RegistryStatus.AVAILABLE)
                .createdTime(registry.createdTime())
                .updatedTime(registry.updatedTime())
                .build();
    }

    /** UpdateRegistry: replaces the description. */
    public UpdateRegistryResponse updateRegistry(UpdateRegistryRequest request) {
        String name = requests.requireRegistry(request.registryId());
        @Nullable String description = request.description();
        store.write(tx -> {
            RegistryRows rows = new RegistryRows(tx);
            StoredRegistry current = requests.loadRegistry(rows, name);
            if (description != null) {
                rows.update(current.describedAs(description, requests.now()));
            }
            return current;
        });
        return UpdateRegistryResponse.builder()
                .registryName(name)
                .registryArn(requests.arns().registry(name))
                .build();
    }

    /** DeleteRegistry, with its schemas and their versions. */
    public DeleteRegistryResponse deleteRegistry(DeleteRegistryRequest request) {
        String name = requests.requireRegistry(request.registryId());
        store.write(tx -> {
            RegistryRows rows = new RegistryRows(tx);
            StoredRegistry current = requests.loadRegistry(rows, name);
            rows.deleteRegistry(name);
            return current;
        });
        return DeleteRegistryResponse.builder()
                .registryName(name)
                .registryArn(requests.arns().registry(name))
                .status(RegistryStatus.DELETING)
                .build();
    }
}
