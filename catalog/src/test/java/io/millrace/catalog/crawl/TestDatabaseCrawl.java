package io.millrace.catalog.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.catalog.connection.ConnectionOperations;
import io.millrace.catalog.connection.StoredConnections;
import io.millrace.catalog.connection.TestingSecretCipher;
import io.millrace.catalog.crawl.database.DatabaseSettings;
import io.millrace.catalog.crawl.database.MariaDbServer;
import io.millrace.catalog.crawl.ledger.CrawlLedger;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.JdbcChangeLog;
import io.millrace.catalog.store.jdbc.PostgresServer;
import io.millrace.catalog.store.jdbc.PostgresSettings;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CreateConnectionRequest;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.JdbcTarget;
import software.amazon.awssdk.services.glue.model.SchemaChangePolicy;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.UpdateBehavior;

/** Crawls of real databases into a catalog in SQLite. */
// Fields are set before each test.
@SuppressWarnings("NullAway.Init")
class TestDatabaseCrawl {
    private static final ObjectReader NO_OBJECTS = new ObjectReader() {
        @Override
        public void list(String bucket, String prefix, String after, PageConsumer pages) throws IOException {
            throw new IOException("There is no store");
        }

        @Override
        public List<String> listFolders(String bucket, String prefix, String after) throws IOException {
            throw new IOException("There is no store");
        }

        @Override
        public ObjectPart read(StoredObject object, long offset, int length) throws IOException {
            throw new IOException("There is no store");
        }
    };

    @TempDir
    Path folder;

    private SqliteDatabase sqlite;
    private CatalogStore catalog;
    private ConnectionOperations connections;
    private CrawlEngine engine;
    private PostgresSettings postgres;
    private String name;

    @BeforeEach
    void open() {
        postgres = PostgresServer.newDatabase();
        name = postgres.url().substring(postgres.url().lastIndexOf('/') + 1);
        sqlite = SqliteDatabase.open(folder.resolve("catalog.db"));
        catalog = new JdbcCatalogStore(sqlite);
        TestingSecretCipher cipher = new TestingSecretCipher();
        connections = new ConnectionOperations(catalog, PageTokens.withChecksum(), InstantSource.system(), cipher);
        engine = new CrawlEngine(
                NO_OBJECTS,
                catalog,
                new CrawlDatabases(new StoredConnections(catalog, cipher), DatabaseSettings.defaults()),
                new CrawlMemory(CrawlLedger.NONE, new JdbcChangeLog(sqlite)),
                CrawlSettings.defaults(),
                InstantSource.system());
        catalog.write(tx -> tx.databases().insert(Database.builder().name("raw").build()));
        connect("shop", postgres.url(), postgres.user(), postgres.password());
    }

    @AfterEach
    void close() {
        engine.close();
        sqlite.close();
    }

    private void connect(String connection, String url, String user, String password) {
        connections.createConnection(CreateConnectionRequest.builder()
                .connectionInput(input -> input.name(connection)
                        .connectionType("JDBC")
                        .connectionPropertiesWithStrings(
                                Map.of("JDBC_CONNECTION_URL", url, "USERNAME", user, "PASSWORD", password)))
                .build());
    }

    private void execute(String... statements) {
        try (var connection = DriverManager.getConnection(postgres.url(), postgres.user(), postgres.password());
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Crawler crawler(JdbcTarget... targets) {
        return CrawlerDefinitions.complete(Crawler.builder()
                .name("shop-crawler")
                .role("crawler")
                .databaseName("raw")
                .tablePrefix("src_")
                .targets(to -> to.jdbcTargets(targets))
                .build());
    }

    private JdbcTarget target(String path, String... exclusions) {
        return JdbcTarget.builder()
                .connectionName("shop")
                .path(path)
                .exclusions(exclusions)
                .build();
    }

    private static Crawler with(Crawler crawler, DeleteBehavior delete) {
        return crawler.toBuilder()
                .schemaChangePolicy(SchemaChangePolicy.builder()
                        .updateBehavior(UpdateBehavior.UPDATE_IN_DATABASE)
                        .deleteBehavior(delete)
                        .build())
                .build();
    }

    private CrawlReport crawl(Crawler crawler) throws Exception {
        return engine.crawl(crawler, List.of(), CrawlMonitor.NONE);
    }

    private Table table(String table) {
        return catalog.read(tx -> tx.tables().find("raw", table)).orElseThrow();
    }

    private List<String> tables() {
        return catalog.read(tx -> tx.tables().list("raw", "", 100)).stream()
                .map(Table::name)
                .toList();
    }

    @Test
    void registersTablesAsGlueDoes() throws Exception {
        execute(
                "CREATE SCHEMA sales",
                "CREATE TABLE sales.\"Orders\" (\"Id\" int, price numeric(8,2), tags text[])",
                "COMMENT ON TABLE sales.\"Orders\" IS 'all'",
                "COMMENT ON COLUMN sales.\"Orders\".price IS 'in euros'",
                "CREATE VIEW sales.cheap AS SELECT * FROM sales.\"Orders\" WHERE price < 5",
                "CREATE TABLE sales.tmp_x (id int)");

        CrawlReport report = crawl(crawler(target(name + "/sales/%", "tmp_*").toBuilder()
                .enableAdditionalMetadataWithStrings("COMMENTS", "RAWTYPES")
                .build()));

        assertThat(report.tablesCreated()).isEqualTo(2);
        assertThat(tables()).containsExactly("src_" + name + "_sales_cheap", "src_" + name + "_sales_orders");
        Table orders = table("src_" + name + "_sales_orders");
        assertThat(orders.tableType()).isEqualTo("EXTERNAL_TABLE");
        assertThat(orders.partitionKeys()).isEmpty();
        assertThat(orders.storageDescriptor().location()).isEqualTo(name + ".sales.Orders");
        assertThat(orders.storageDescriptor().inputFormat()).isNull();
        assertThat(orders.storageDescriptor().outputFormat()).isNull();
        assertThat(orders.storageDescriptor().serdeInfo().serializationLibrary())
                .isNull();
        assertThat(orders.storageDescriptor().columns())
                .containsExactly(
                        Column.builder()
                                .name("id")
                                .type("int")
                                .parameters(Map.of("millrace.original-name", "Id", "rawType", "int4"))
                                .build(),
                        Column.builder()
                                .name("price")
                                .type("decimal(8,2)")
                                .comment("in euros")
                                .parameters(Map.of("rawType", "numeric(8,2)"))
                                .build(),
                        Column.builder()
                                .name("tags")
                                .type("string")
                                .parameters(Map.of("rawType", "_text"))
                                .build());
        assertThat(orders.parameters())
                .contains(
                        entry("classification", "postgresql"),
                        entry("connectionName", "shop"),
                        entry("typeOfData", "table"),
                        entry("compressionType", "none"),
                        entry("UPDATED_BY_CRAWLER", "shop-crawler"),
                        entry("comment", "all"));
        assertThat(table("src_" + name + "_sales_cheap").parameters()).contains(entry("typeOfData", "view"));
        assertThat(orders.toString()).doesNotContain(postgres.url());
    }

    @Test
    void followsChangesByThePolicy() throws Exception {
        execute("CREATE TABLE a (id int)", "CREATE TABLE b (id int)");
        Crawler crawler = crawler(target(name + "/public/%"));
        crawl(crawler);
        assertThat(crawl(crawler).tablesUpdated()).isZero();
        assertThat(table("src_" + name + "_public_a").versionId()).isEqualTo("0");

        execute("ALTER TABLE a ADD COLUMN n bigint", "DROP TABLE b");
        CrawlReport logged = crawl(with(crawler, DeleteBehavior.LOG));
        assertThat(logged.tablesUpdated()).isEqualTo(1);
        assertThat(AbstractCrawlTests.columns(table("src_" + name + "_public_a")))
                .isEqualTo("id:int n:bigint");
        assertThat(table("src_" + name + "_public_a").versionId()).isEqualTo("1");

        crawl(with(crawler, DeleteBehavior.DEPRECATE_IN_DATABASE));
        assertThat(table("src_" + name + "_public_b").parameters()).containsKey("DEPRECATED_BY_CRAWLER");
        execute("CREATE TABLE b (id int)");
        crawl(crawler);
        assertThat(table("src_" + name + "_public_b").parameters()).doesNotContainKey("DEPRECATED_BY_CRAWLER");

        execute("DROP TABLE b");
        assertThat(crawl(with(crawler, DeleteBehavior.DELETE_FROM_DATABASE)).tablesDeleted())
                .isEqualTo(1);
        assertThat(tables()).containsExactly("src_" + name + "_public_a");
    }

    @Test
    void leavesTablesOfOtherPlacesAlone() throws Exception {
        execute("CREATE SCHEMA s", "CREATE TABLE s.a (id int)", "CREATE TABLE public.b (id int)");
        crawl(crawler(target(name + "/%")));
        execute("DROP TABLE s.a", "DROP TABLE public.b");

        crawl(with(crawler(target(name + "/s/%")), DeleteBehavior.DELETE_FROM_DATABASE));

        assertThat(tables()).containsExactly("src_" + name + "_public_b");
    }

    @Test
    void keepsTablesApartWhoseNamesBecomeTheSame() throws Exception {
        execute(
                "CREATE TABLE \"a b\" (id int)",
                "CREATE TABLE \"a_b\" (id bigint)",
                "CREATE TABLE \"A_B\" (id text)",
                "CREATE TABLE \"a/b\" (id date)",
                "CREATE TABLE \"a.b\" (\"X\" int, \"x\" int, \"y\nz\" int)");
        Crawler crawler = crawler(target(name + "/public/%"));

        assertThat(crawl(crawler).tablesCreated()).isEqualTo(5);
        assertThat(tables()).allMatch(table -> table.matches("src_" + name + "_public_+a_b_?(_[0-9a-f]{32})?"));
        assertThat(crawl(crawler).tablesUpdated()).isZero();
        assertThat(tables()).hasSize(5);
        assertThat(tables())
                .anyMatch(table -> AbstractCrawlTests.columns(table(table)).equals("x:int x_1:int y_z:int"));
    }

    @Test
    void readsMariaDbWithADatabaseForASchema() throws Exception {
        MariaDbServer.execute(
                "CREATE OR REPLACE DATABASE crawled",
                "CREATE TABLE crawled.people (id int unsigned, born date)",
                "CREATE OR REPLACE USER reader@'127.0.0.1' IDENTIFIED BY 's3cret'",
                "GRANT SELECT ON crawled.* TO reader@'127.0.0.1'");
        connect("maria", "jdbc:mariadb://127.0.0.1:" + MariaDbServer.port() + "/crawled", "reader", "s3cret");

        crawl(crawler(
                JdbcTarget.builder().connectionName("maria").path("crawled/%").build()));

        Table people = table("src_crawled_people");
        assertThat(AbstractCrawlTests.columns(people)).isEqualTo("id:bigint born:date");
        assertThat(people.storageDescriptor().location()).isEqualTo("crawled.people");
        assertThat(people.parameters()).contains(entry("classification", "mariadb"), entry("connectionName", "maria"));
    }

    @Test
    void failsWithoutChangesIfADatabaseCannotBeRead() throws Exception {
        execute("CREATE TABLE a (id int)");
        crawl(crawler(target(name + "/public/%")));
        connect("wrong", postgres.url(), postgres.user() + "x", "s3cret");

        assertThatThrownBy(() -> crawl(crawler(
                        target(name + "/none/%"),
                        target(name + "/%").toBuilder().connectionName("wrong").build())))
                .isInstanceOf(CrawlFailedException.class)
                .hasMessageContaining("Cannot connect to")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> crawl(crawler(
                        target(name + "/%").toBuilder().connectionName("gone").build())))
                .hasMessage("Connection gone not found.");
        assertThat(tables()).containsExactly("src_" + name + "_public_a");
        assertThat(crawl(crawler(target(name + "/none/%"))).warning()).contains("no table or view");
    }

    @Test
    void canBeStopped() {
        CrawlMonitor stopped = new CrawlMonitor() {
            @Override
            public boolean cancelled() {
                return true;
            }

            @Override
            public void progressed(CrawlProgress progress) {}
        };

        assertThatThrownBy(() -> engine.crawl(crawler(target(name + "/%")), List.of(), stopped))
                .isInstanceOf(CrawlCancelledException.class);
    }
}
