package io.millrace.catalog.crawl.database;

import static io.millrace.catalog.crawl.database.TestingTarget.connection;
import static io.millrace.catalog.crawl.database.TestingTarget.locations;
import static io.millrace.catalog.crawl.database.TestingTarget.rawTypes;
import static io.millrace.catalog.crawl.database.TestingTarget.read;
import static io.millrace.catalog.crawl.database.TestingTarget.target;
import static io.millrace.catalog.crawl.database.TestingTarget.types;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.millrace.catalog.crawl.database.DatabaseTable.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Connection;

class TestMariaDbTables {
    @BeforeAll
    static void createUser() {
        MariaDbServer.execute(
                "CREATE OR REPLACE USER crawler@'127.0.0.1' IDENTIFIED BY 's3cret'",
                "GRANT SELECT, SHOW VIEW ON `kinds`.* TO crawler@'127.0.0.1'",
                "GRANT SELECT, SHOW VIEW ON `shop`.* TO crawler@'127.0.0.1'",
                "GRANT SELECT, SHOW VIEW ON `a\\_\\%`.* TO crawler@'127.0.0.1'",
                "GRANT SELECT, SHOW VIEW ON `many`.* TO crawler@'127.0.0.1'");
    }

    private static Connection login() {
        return connection(url("mysql"), "crawler", "s3cret");
    }

    private static String url(String scheme) {
        return "jdbc:%s://127.0.0.1:%d/shop?useSSL=false".formatted(scheme, MariaDbServer.port());
    }

    @Test
    void mapsTypes() throws Exception {
        MariaDbServer.execute(
                "CREATE DATABASE kinds",
                "CREATE TABLE kinds.kinds (a tinyint, b tinyint unsigned, c tinyint(1), d smallint, e smallint unsigned, f mediumint,"
                        + " g mediumint unsigned, h int, i int unsigned zerofill, j bigint, k bigint unsigned, l float, m double, n decimal(10,2),"
                        + " o decimal(65,30), p bit, q bit(8), r date, s datetime(6), t timestamp, u time, v year, w char(3), x varchar(20),"
                        + " y text, z longtext, za binary(4), zb varbinary(4), zc blob, zd enum('a','b'), ze set('a','b'), zf json, zg geometry,"
                        + " zh uuid, zi inet6)");

        DatabaseTable table = read(target("kinds/kinds"), login()).tables().get(0);

        assertThat(types(table))
                .containsExactly(
                        entry("a", "tinyint"),
                        entry("b", "smallint"),
                        entry("c", "boolean"),
                        entry("d", "smallint"),
                        entry("e", "int"),
                        entry("f", "int"),
                        entry("g", "int"),
                        entry("h", "int"),
                        entry("i", "bigint"),
                        entry("j", "bigint"),
                        entry("k", "decimal(20,0)"),
                        entry("l", "float"),
                        entry("m", "double"),
                        entry("n", "decimal(10,2)"),
                        entry("o", "string"),
                        entry("p", "boolean"),
                        entry("q", "binary"),
                        entry("r", "date"),
                        entry("s", "timestamp"),
                        entry("t", "timestamp"),
                        entry("u", "string"),
                        entry("v", "int"),
                        entry("w", "string"),
                        entry("x", "string"),
                        entry("y", "string"),
                        entry("z", "string"),
                        entry("za", "binary"),
                        entry("zb", "binary"),
                        entry("zc", "binary"),
                        entry("zd", "string"),
                        entry("ze", "string"),
                        entry("zf", "string"),
                        entry("zg", "string"),
                        entry("zh", "string"),
                        entry("zi", "string"));
        assertThat(rawTypes(table)).contains(entry("n", "decimal(10,2)"), entry("x", "varchar(20)"));
    }

    @Test
    void findsTablesAndViewsWithComments() throws Exception {
        MariaDbServer.execute(
                "CREATE DATABASE shop",
                "CREATE TABLE shop.orders (id int COMMENT 'the key', Total decimal(8,2)) COMMENT 'all orders'",
                "CREATE TABLE shop.history (id int) WITH SYSTEM VERSIONING",
                "CREATE VIEW shop.ids AS SELECT id FROM shop.orders",
                "CREATE SEQUENCE shop.numbers",
                "CREATE DATABASE hidden",
                "CREATE TABLE hidden.secrets (id int)");

        DatabaseContents contents = read(target("%/%", "kinds/*", "many/*", "a_%/*"), login());

        assertThat(contents.product()).isEqualTo(DatabaseProduct.MYSQL);
        assertThat(contents.tables())
                .extracting(DatabaseTable::location, DatabaseTable::kind)
                .containsExactly(
                        Tuple.tuple("shop.history", Kind.TABLE),
                        Tuple.tuple("shop.ids", Kind.VIEW),
                        Tuple.tuple("shop.orders", Kind.TABLE));
        DatabaseTable orders = contents.tables().get(2);
        assertThat(orders.comment()).contains("all orders");
        assertThat(orders.columns().get(0).comment()).isEqualTo(Optional.of("the key"));
        assertThat(orders.columns().get(1).name()).isEqualTo("Total");
        assertThat(locations(read(target("shop/%", "h*", "i?s"), login()))).containsExactly("shop.orders");
        assertThat(read(target("hidden/%"), login()).tables()).isEmpty();
        assertThat(read(target("shop/orders"), connection(url("mariadb"), "crawler", "s3cret"))
                        .product())
                .isEqualTo(DatabaseProduct.MARIADB);
    }

    @Test
    void readsNamesOfAnyKind() throws Exception {
        MariaDbServer.execute(
                "CREATE DATABASE `a_%`",
                "CREATE DATABASE `aXb`",
                "CREATE TABLE `a_%`.`it's \\ a \"table\"; drop table x --` (`Größe ``cm``` int, `100%` int)",
                "CREATE TABLE `a_%`.`\u6570\u636e.v1` (id int)",
                "CREATE TABLE `aXb`.`other` (id int)");

        DatabaseContents contents = read(target("a_%/%"), login());

        assertThat(contents.tables())
                .extracting(DatabaseTable::name)
                .containsExactly("it's \\ a \"table\"; drop table x --", "\u6570\u636e.v1");
        assertThat(contents.tables().get(0).columns())
                .extracting(DatabaseColumn::name)
                .containsExactly("Größe `cm`", "100%");
        assertThat(DatabaseTable.parts(contents.tables().get(1).location())).containsExactly("a_%", "\u6570\u636e.v1");
    }

    @Test
    void readsManyTablesInPages() throws Exception {
        String[] statements = new String[301];
        statements[0] = "CREATE DATABASE many";
        for (int i = 1; i < statements.length; i++) {
            statements[i] = "CREATE TABLE many.part_%d (id int, name text) ENGINE=MEMORY"
                    .formatted(i)
                    .replace(" text", " char(2)");
        }
        MariaDbServer.execute(statements);
        DatabaseSettings small = new DatabaseSettings(Duration.ofSeconds(5), Duration.ofSeconds(30), 1000, 50);

        DatabaseContents contents = target("many/%").read(login(), small, () -> false);

        assertThat(contents.tables())
                .hasSize(300)
                .allMatch(table -> table.columns().size() == 2);
    }

    @Test
    void saysWhatIsWrongWithoutThePassword() {
        assertThatThrownBy(() -> read(target("shop/%"), connection(url("mysql"), "crawler", "wr0ng")))
                .isInstanceOf(DatabaseUnreadableException.class)
                .hasMessageContaining("crawler")
                .hasMessageNotContaining("wr0ng")
                .hasNoCause();
        assertThatThrownBy(
                        () -> read(target("shop/%"), connection("jdbc:mysql://127.0.0.1:1/shop", "crawler", "wr0ng")))
                .isInstanceOf(DatabaseUnreadableException.class)
                .hasMessageContaining("Cannot connect to 127.0.0.1:1");
    }

    @Test
    void stopsWhileTheDatabaseIsSilent() throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        try (DatabaseSession session =
                DatabaseSession.open(DatabaseLogin.of(login()), DatabaseSettings.defaults(), stopped::get)) {
            long begin = System.nanoTime();

            assertThatThrownBy(() -> session.ask((connection, metadata) -> {
                        stopped.set(true);
                        return connection.createStatement().execute("SELECT SLEEP(60)");
                    }))
                    .isInstanceOf(CancellationException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void encryptsWhereItIsAskedTo() throws Exception {
        String url = "jdbc:mysql://127.0.0.1:%d/shop".formatted(MariaDbServer.port());

        assertThat(read(target("none/%"), connection(url + "?sslMode=required", "crawler", "s3cret"))
                        .tables())
                .isEmpty();
        assertThat(read(target("none/%"), connection(url, "crawler", "s3cret")).tables())
                .isEmpty();
    }
}
