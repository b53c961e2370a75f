package io.millrace.catalog.connection;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.connection.ConnectionSecrets.Disclosure;
import io.millrace.catalog.metadata.MetadataRequests;
import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.setting.EncryptionSettings;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.EntityKind;
import io.millrace.catalog.tag.CatalogTags;
import io.millrace.catalog.tag.Tags;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.BatchDeleteConnectionRequest;
import software.amazon.awssdk.services.glue.model.BatchDeleteConnectionResponse;
import software.amazon.awssdk.services.glue.model.Connection;
import software.amazon.awssdk.services.glue.model.ConnectionStatus;
import software.amazon.awssdk.services.glue.model.CreateConnectionRequest;
import software.amazon.awssdk.services.glue.model.CreateConnectionResponse;
import software.amazon.awssdk.services.glue.model.DeleteConnectionRequest;
import software.amazon.awssdk.services.glue.model.DeleteConnectionResponse;
import software.amazon.awssdk.services.glue.model.ErrorDetail;
import software.amazon.awssdk.services.glue.model.GetConnectionRequest;
import software.amazon.awssdk.services.glue.model.GetConnectionResponse;
import software.amazon.awssdk.services.glue.model.GetConnectionsFilter;
import software.amazon.awssdk.services.glue.model.GetConnectionsRequest;
import software.amazon.awssdk.services.glue.model.GetConnectionsResponse;
import software.amazon.awssdk.services.glue.model.UpdateConnectionRequest;
import software.amazon.awssdk.services.glue.model.UpdateConnectionResponse;

/**
 * Glue's operations on connections. Names are kept as they are, case included. Passwords are stored encrypted, always; they are
 * given out plain unless the caller hides them or the catalog's encryption settings say otherwise. Thread-safe.
 */
public final class ConnectionOperations {
    /** Glue API, GetConnections: MaxResults. */
    static final int GET_CONNECTIONS_MAX_RESULTS = 1000;

    /** Glue API, BatchDeleteConnection: ConnectionNameList. */
    static final int BATCH_DELETE_CONNECTION_MAX_ENTRIES = 25;

    private static final int DEFAULT_PAGE = 100;
    private static final EntityKind<Connection> KIND =
            EntityKind.ofSdk("connection", Connection.class, Connection::builder);
    private static final List<String> PATH = List.of("connections");

    private final CatalogStore store;
    private final PageTokens tokens;
    private final InstantSource clock;
    private final ConnectionSecrets secrets;

    /** Operations on a store. */
    public ConnectionOperations(CatalogStore store, PageTokens tokens, InstantSource clock, SecretCipher cipher) {
        this.store = store;
        this.tokens = tokens;
        this.clock = clock;
        this.secrets = new ConnectionSecrets(cipher);
    }

    /** The tags of connections. */
    public static CatalogTags tags(CatalogStore store) {
        return new CatalogTags(
                store, (tx, name) -> tx.entities().find(KIND, PATH, name).map(found -> tagPath(name)));
    }

    private static List<String> tagPath(String name) {
        return List.of("connection", name);
    }

    /** CreateConnection. */
    public CreateConnectionResponse createConnection(CreateConnectionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        Map<String, String> tags = Tags.checked(request.tags());
        Connection connection = secrets.sealed(ConnectionDefinitions.of(request.connectionInput(), now(), now()));
        store.write(tx -> {
            if (!tx.entities().insert(KIND, PATH, connection.name(), connection)) {
                throw MetadataRequests.alreadyExists("Connection already exists.");
            }
            CatalogTags.write(tx, tagPath(connection.name()), tags);
            return connection;
        });
        return CreateConnectionResponse.builder()
                .createConnectionStatus(ConnectionStatus.READY)
                .build();
    }

    /** GetConnection. */
    public GetConnectionResponse getConnection(GetConnectionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        MetadataRequests.refuse(request.applyOverrideForComputeEnvironment(), "ApplyOverrideForComputeEnvironment");
        Connection found =
                store.read(tx -> secrets.disclosed(load(tx, request.name()), disclosure(tx, request.hidePassword())));
        return GetConnectionResponse.builder().connection(found).build();
    }

    /** GetConnections, by name, those that fit the filter. */
    public GetConnectionsResponse getConnections(GetConnectionsRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        int limit = request.maxResults() == null
                ? DEFAULT_PAGE
                : MetadataRequests.pageSize(request.maxResults(), GET_CONNECTIONS_MAX_RESULTS);
        Predicate<Connection> filter = filter(request.filter());
        Page<Connection> page = store.read(tx -> {
            Disclosure disclosure = disclosure(tx, request.hidePassword());
            Page<Connection> stored = tokens.page(
                    "GetConnections",
                    request.nextToken(),
                    limit,
                    (key, count) -> matching(tx, filter, key.isEmpty() ? "" : key.get(0), count),
                    connection -> List.of(connection.name()));
            return new Page<>(
                    stored.items().stream()
                            .map(connection -> secrets.disclosed(connection, disclosure))
                            .toList(),
                    stored.nextToken());
        });
        return GetConnectionsResponse.builder()
                .connectionList(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private static Predicate<Connection> filter(@Nullable GetConnectionsFilter filter) {
        if (filter == null) {
            return connection -> true;
        }
        return connection -> (filter.connectionTypeAsString() == null
                        || filter.connectionTypeAsString().equals(connection.connectionTypeAsString()))
                && (filter.connectionSchemaVersion() == null
                        || filter.connectionSchemaVersion().equals(connection.connectionSchemaVersion()))
                && connection.matchCriteria().containsAll(filter.matchCriteria());
    }

    private static List<Connection> matching(
            CatalogTransaction tx, Predicate<Connection> filter, String afterName, int limit) {
        List<Connection> found = new ArrayList<>();
        List<Connection> batch = tx.entities().list(KIND, PATH, afterName, DEFAULT_PAGE);
        while (!batch.isEmpty() && found.size() < limit) {
            batch.stream().filter(filter).forEach(found::add);
            batch = tx.entities().list(KIND, PATH, batch.get(batch.size() - 1).name(), DEFAULT_PAGE);
        }
        return found.subList(0, Math.min(limit, found.size()));
    }

    /** UpdateConnection: replaces all but the name and the creation time; a password that is not given is gone. */
    public UpdateConnectionResponse updateConnection(UpdateConnectionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        if (!request.name().equals(request.connectionInput().name())) {
            throw MetadataRequests.invalid("The name of connection " + request.name() + " cannot be changed.");
        }
        store.write(tx -> {
            Connection current = load(tx, request.name());
            Connection next =
                    secrets.sealed(ConnectionDefinitions.of(request.connectionInput(), current.creationTime(), now()));
            return tx.entities().update(KIND, PATH, request.name(), next);
        });
        return UpdateConnectionResponse.builder().build();
    }

    /** DeleteConnection. */
    public DeleteConnectionResponse deleteConnection(DeleteConnectionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        if (!store.write(tx -> delete(tx, request.connectionName()))) {
            throw notFound(request.connectionName());
        }
        return DeleteConnectionResponse.builder().build();
    }

    /** BatchDeleteConnection: deletes those that exist and names the others. */
    public BatchDeleteConnectionResponse batchDeleteConnection(BatchDeleteConnectionRequest request) {
        MetadataRequests.requireOwnCatalog(request.catalogId());
        MetadataRequests.requireAtMost(
                request.connectionNameList(), BATCH_DELETE_CONNECTION_MAX_ENTRIES, "connectionNameList");
        List<String> deleted = new ArrayList<>();
        Map<String, ErrorDetail> errors = new LinkedHashMap<>();
        store.write(tx -> {
            for (String name : request.connectionNameList()) {
                if (delete(tx, name)) {
                    deleted.add(name);
                } else {
                    errors.put(name, MetadataRequests.detail(notFound(name)));
                }
            }
            return deleted;
        });
        return BatchDeleteConnectionResponse.builder()
                .succeeded(deleted)
                .errors(errors)
                .build();
    }

    private static boolean delete(CatalogTransaction tx, String name) {
        tx.entities().deleteBelow(tagPath(name));
        return tx.entities().delete(KIND, PATH, name);
    }

    /** As it is stored: its secrets are sealed. */
    static Optional<Connection> find(CatalogTransaction tx, String name) {
        return tx.entities().find(KIND, PATH, name);
    }

    private static Connection load(CatalogTransaction tx, String name) {
        return find(tx, name).orElseThrow(() -> notFound(name));
    }

    private static CatalogException notFound(String name) {
        return MetadataRequests.notFound("Connection " + name + " not found.");
    }

    private static Disclosure disclosure(CatalogTransaction tx, @Nullable Boolean hidePassword) {
        if (Boolean.TRUE.equals(hidePassword)) {
            return Disclosure.HIDDEN;
        }
        return EncryptionSettings.returnsPasswordsEncrypted(tx) ? Disclosure.SEALED : Disclosure.PLAIN;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
