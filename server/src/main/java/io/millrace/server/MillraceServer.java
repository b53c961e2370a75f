package io.millrace.server;

import io.millrace.catalog.storage.S3Clients;
import io.millrace.catalog.storage.S3Settings;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.ChangeLog;
import io.millrace.catalog.store.jdbc.CatalogDatabase;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.JdbcChangeLog;
import io.millrace.catalog.store.jdbc.PostgresDatabase;
import io.millrace.catalog.store.jdbc.PostgresSettings;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.server.config.NotificationConfig;
import io.millrace.server.config.ServerConfig;
import io.millrace.server.data.AdministratorKey;
import io.millrace.server.data.DataFolder;
import io.millrace.server.data.MasterKey;
import io.millrace.server.data.ServerNote;
import io.millrace.server.http.HttpEndpoint;
import io.millrace.server.http.HttpServer;
import io.millrace.server.http.HttpSettings;
import io.millrace.server.http.PathEndpoints;
import io.millrace.server.identity.role.RunRoles;
import io.millrace.server.pipeline.action.ApprovalPage;
import io.millrace.server.service.MillraceServices;
import io.millrace.server.storage.EmbeddedObjectStore;
import io.millrace.server.storage.EmbeddedStoreSettings;
import io.millrace.server.storage.ExternalObjectStore;
import io.millrace.server.storage.ObjectStore;
import io.millrace.server.topic.ConfirmationPage;
import io.millrace.server.wire.CallObserver;
import io.millrace.server.wire.ServiceDefinition;
import io.millrace.server.wire.ServiceRegistry;
import io.millrace.server.wire.WireEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One running Millrace: every service on one port over one data folder. Starting it ends what a server that died on the same
 * folder left behind; closing it ends its job runs and functions.
 */
public final class MillraceServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MillraceServer.class);
    private static final String MIGRATIONS = "io/millrace/server/migration";

    private final ServerConfig config;
    private final ServerParts parts;
    private final AdministratorKey key;
    private final S3Settings storage;
    private final HttpServer http;
    private final ServiceRegistry services;
    private final GlueAssembly glue;
    private final StackAssembly stacks;
    private final AtomicBoolean closed = new AtomicBoolean();

    private MillraceServer(
            ServerConfig config,
            ServerParts parts,
            AdministratorKey key,
            S3Settings storage,
            HttpServer http,
            ServiceRegistry services,
            GlueAssembly glue,
            StackAssembly stacks) {
        this.config = config;
        this.parts = parts;
        this.key = key;
        this.storage = storage;
        this.http = http;
        this.services = services;
        this.glue = glue;
        this.stacks = stacks;
    }

    /**
     * Starts a server and returns when it answers.
     *
     * @throws IllegalStateException if the data folder is in use, a port is taken, or the object store or the catalog's database
     *     refuses the key
     */
    public static MillraceServer start(ServerConfig config, MillraceHome home) {
        ServerParts parts = new ServerParts();
        try {
            MillraceServer server = start(config, home, parts);
            LOG.info("Millrace serves at {}", server.endpoint());
            return server;
        } catch (RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static MillraceServer start(ServerConfig config, MillraceHome home, ServerParts parts) {
        DataFolder folder = parts.add(DataFolder.open(config.dataFolder()));
        AdministratorKey key = AdministratorKey.loadOrCreate(folder.root());
        StoreStart objects = parts.add(StoreStart.begin(() -> openStore(config, home, folder, key)));
        DeferredEndpoint deferred = new DeferredEndpoint();
        Observability observability = parts.add(new Observability(config.observability()));
        HttpServer http = parts.add(listen(config, deferred, observability));
        SqliteDatabase database = parts.add(SqliteDatabase.open(folder.databaseFile()));
        database.migrate(MIGRATIONS, "server_schema_history");
        CatalogDatabase catalog = openCatalog(config, database, parts);
        ChangeLog changes = new JdbcChangeLog(catalog);
        InstantSource clock = InstantSource.system();
        HistoryPruning pruning = HistoryPruning.start(changes, config.catalog().historyRetention(), clock);
        parts.add(pruning::stop);
        S3Settings storage = objects.await().settings();
        CatalogStore store = new JdbcCatalogStore(observability.metered(catalog), clock);
        MasterKey masterKey = config.security().masterKey(folder.root());
        RunRoles roles = IdentityAssembly.runRoles(store, masterKey, config.security(), clock);
        ServerContext context = new ServerContext(
                config,
                home,
                folder,
                database.jdbi(),
                store,
                changes,
                masterKey,
                parts.add(S3Clients.create(storage)),
                roles,
                new ChildEnvironment(http.uri(), config.region(), key, storage, roles),
                clock,
                parts);
        EventAssembly events = new EventAssembly(context, http.uri());
        GlueAssembly glue = new GlueAssembly(context, observability.crawlMeter(), events.stateChanges());
        observability.watchPools(database);
        if (config.catalog().shared().isPresent()) {
            observability.watchPools(catalog);
        }
        FunctionAssembly functions =
                new FunctionAssembly(context, events.topics().destinations());
        StackAssembly stacks = new StackAssembly(context, http.uri(), key, functions.bucketSettings(), events.topics());
        ServiceRegistry services = open(context, glue, functions, events, stacks, deferred, key, observability);
        MillraceServer server = new MillraceServer(config, parts, key, storage, http, services, glue, stacks);
        new ServerNote(
                        server.endpoint(),
                        server.storageEndpoint(),
                        config.region(),
                        ProcessHandle.current().pid())
                .write(folder.root());
        parts.add(() -> ServerNote.remove(folder.root()));
        CatalogMaintenance maintenance = CatalogMaintenance.start(context.catalog());
        parts.add(maintenance::stop);
        observability.ready(context.catalog(), server.storageEndpoint());
        return server;
    }

    private static CatalogDatabase openCatalog(ServerConfig config, SqliteDatabase own, ServerParts parts) {
        Optional<PostgresSettings> shared = config.catalog().shared();
        if (shared.isEmpty()) {
            return own;
        }
        LOG.info("The catalog is at {}", shared.get());
        return parts.add(PostgresDatabase.open(shared.get()));
    }

    private static ServiceRegistry open(
            ServerContext context,
            GlueAssembly glue,
            FunctionAssembly functions,
            EventAssembly events,
            StackAssembly stacks,
            DeferredEndpoint deferred,
            AdministratorKey key,
            Observability observability) {
        IdentityAssembly identity = new IdentityAssembly(context, key);
        QueryAssembly queries = new QueryAssembly(context, identity.tableReaders());
        PipelineAssembly pipelines = new PipelineAssembly(context, events, identity.actingRoles());
        events.reach(functions.operations().invocations(), glue.runs());
        LogAssembly logs = new LogAssembly(context);
        KeyAssembly keys = new KeyAssembly(context, events);
        AlarmAssembly alarms = new AlarmAssembly(context, events, events.metrics());
        List<ServiceDefinition> others = new ArrayList<>(events.services());
        others.add(logs.service());
        others.add(keys.service());
        others.add(alarms.service());
        others.addAll(pipelines.services());
        ServiceRegistry registry = MillraceServices.registry(
                glue.operations(),
                functions.operations(),
                queries.athena(),
                identity.roles(),
                stacks.services(),
                others);
        glue.recover();
        pipelines.recover();
        List<CallObserver> observers = new ArrayList<>(observability.observers());
        observers.add(identity.audit());
        WireEndpoint endpoint =
                new WireEndpoint(registry, identity.verifier(), identity.authorizer(keys.policies()), observers);
        WebhookAssembly webhook = new WebhookAssembly(context, events, glue.crawlers(), functions);
        Map<String, HttpEndpoint> pages = new HashMap<>(webhook.endpoints());
        pages.put(ApprovalPage.PATH, new ApprovalPage());
        pages.put(ConfirmationPage.PATH, events.topics().confirmationPage());
        deferred.open(new PathEndpoints(endpoint, pages));
        glue.start();
        functions.start();
        events.start();
        webhook.start();
        logs.start();
        alarms.start();
        stacks.start();
        pipelines.start();
        return registry;
    }

    private static HttpServer listen(ServerConfig config, DeferredEndpoint endpoint, Observability observability) {
        try {
            HttpSettings settings = HttpSettings.on(config.bindAddress(), config.port());
            return observability.watched(HttpServer.start(settings, endpoint, observability.pages()));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    e.getMessage() + ". Choose another port with --port or server.port in millrace.properties.", e);
        }
    }

    private static ObjectStore openStore(
            ServerConfig config, MillraceHome home, DataFolder folder, AdministratorKey key) {
        Optional<S3Settings> external = config.storage().external();
        if (external.isEmpty()) {
            return EmbeddedObjectStore.start(new EmbeddedStoreSettings(
                    home.s3ProxyJar(),
                    folder.objects(),
                    config.bindAddress(),
                    config.storage().embeddedPort(),
                    new S3Settings.Credentials(key.accessKeyId(), key.secretAccessKey())));
        }
        for (NotificationConfig notification : config.notifications()) {
            ExternalObjectStore.connect(external.get(), notification.bucket(), notification.prefix());
        }
        return ExternalObjectStore.of(external.get());
    }

    /** The address of every AWS service. */
    public URI endpoint() {
        return http.uri();
    }

    /** The address of the object store. */
    public URI storageEndpoint() {
        return storage.endpoint().orElseGet(() -> URI.create("https://s3." + storage.region() + ".amazonaws.com"));
    }

    /** Endpoint and key of the object store. */
    public S3Settings storageSettings() {
        return storage;
    }

    /** The key that may do everything. */
    public AdministratorKey administratorKey() {
        return key;
    }

    /** The region that requests are signed for. */
    public String region() {
        return config.region();
    }

    /** What it serves; {@code COMPATIBILITY.md} is held against it. */
    ServiceRegistry services() {
        return services;
    }

    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        URI endpoint = endpoint();
        // Runs end first, while they still reach the services: a run must not fail of the stop before it is stopped.
        // Then calls
        // end, so that none meets a closed part.
        glue.stop();
        stacks.stop();
        http.close();
        parts.close();
        LOG.info("Millrace at {} has stopped", endpoint);
    }
}
