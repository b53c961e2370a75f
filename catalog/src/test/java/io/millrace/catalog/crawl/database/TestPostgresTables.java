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
import io.millrace.catalog.store.jdbc.PostgresServer;
import io.millrace.catalog.store.jdbc.PostgresSettings;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Connection;

// Fields are set before each test.
@SuppressWarnings("NullAway.Init")
class TestPostgresTables {
    private PostgresSettings database;
    private String name;

    @BeforeEach
    void createDatabase() {
        database = PostgresServer.newDatabase();
        name = database.url().substring(database.url().lastIndexOf('/') + 1);
    }

    private Connection login() {
        return connection(database.url(), database.user(), database.password());
    }

    private void execute(String... statements) {
        try (var connection = DriverManager.getConnection(database.url(), database.user(), database.password());
                var statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void mapsTypes() throws Exception {
        execute(
                "CREATE TYPE mood AS ENUM ('good', 'bad')",
                "CREATE DOMAIN cents AS numeric(10,2)",
                "CREATE TABLE kinds (a_smallint smallint, b_int int, c_bigint bigint, d_serial serial, e_real real, f_double double precision,"
                        + " g_bool boolean, h_decimal numeric(10,2), i_numeric numeric, j_wide numeric(60,5),"
                        + " l_text text, m_varchar varchar(20), n_char char(3), o_date date, p_timestamp timestamp, q_timestamptz timestamptz(3),"
                        + " r_time time, s_interval interval, t_bytea bytea, u_uuid uuid, v_json json, w_jsonb jsonb, x_ints int[],"
                        + " y_mood mood, z_cents cents, za_money money, zb_bit bit, zc_bits bit(8), zd_varbit varbit(8), ze_inet inet)");

        DatabaseTable table =
                read(target(name + "/public/kinds"), login()).tables().get(0);

        assertThat(types(table))
                .containsExactly(
                        entry("a_smallint", "smallint"),
                        entry("b_int", "int"),
                        entry("c_bigint", "bigint"),
                        entry("d_serial", "int"),
                        entry("e_real", "float"),
                        entry("f_double", "double"),
                        entry("g_bool", "boolean"),
                        entry("h_decimal", "decimal(10,2)"),
                        entry("i_numeric", "decimal(38,18)"),
                        entry("j_wide", "string"),
                        entry("l_text", "string"),
                        entry("m_varchar", "string"),
                        entry("n_char", "string"),
                        entry("o_date", "date"),
                        entry("p_timestamp", "timestamp"),
                        entry("q_timestamptz", "timestamp"),
                        entry("r_time", "string"),
                        entry("s_interval", "string"),
                        entry("t_bytea", "binary"),
                        entry("u_uuid", "string"),
                        entry("v_json", "string"),
                        entry("w_jsonb", "string"),
                        entry("x_ints", "string"),
                        entry("y_mood", "string"),
                        entry("z_cents", "decimal(10,2)"),
                        entry("za_money", "string"),
                        entry("zb_bit", "boolean"),
                        entry("zc_bits", "string"),
                        entry("zd_varbit", "string"),
                        entry("ze_inet", "string"));
        assertThat(rawTypes(table))
                .contains(
                        entry("h_decimal", "numeric(10,2)"),
                        entry("i_numeric", "numeric"),
                        entry("l_text", "text"),
                        entry("m_varchar", "varchar(20)"),
                        entry("w_jsonb", "jsonb"),
                        entry("x_ints", "_int4"));
    }

    @Test
    void findsTablesAndViewsOfTheWantedSchemas() throws Exception {
        execute(
                "CREATE SCHEMA sales",
                "CREATE SCHEMA sales_old",
                "CREATE TABLE sales.orders (id int)",
                "CREATE TABLE sales.parts (id int, day date) PARTITION BY RANGE (day)",
                "CREATE VIEW sales.open_orders AS SELECT * FROM sales.orders",
                "CREATE MATERIALIZED VIEW sales.totals AS SELECT count(*) AS n FROM sales.orders",
                "CREATE SEQUENCE sales.numbers",
                "CREATE TABLE sales.nothing ()",
                "CREATE TABLE sales_old.orders (id int)",
                "CREATE TABLE public.people (id int)");

        DatabaseContents contents = read(target(name + "/sales/%"), login());

        assertThat(contents.tables())
                .extracting(DatabaseTable::name, DatabaseTable::kind)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("open_orders", Kind.VIEW),
                        org.assertj.core.groups.Tuple.tuple("orders", Kind.TABLE),
                        org.assertj.core.groups.Tuple.tuple("parts", Kind.TABLE),
                        org.assertj.core.groups.Tuple.tuple("totals", Kind.VIEW));
        assertThat(contents.skipped())
                .singleElement()
                .asString()
                .contains("sales.nothing")
                .contains("no columns");
        assertThat(locations(read(target(name + "/%", "sales/**"), login())))
                .containsExactly(name + ".public.people", name + ".sales_old.orders");
        assertThat(read(target(name + "/none/%"), login()).skipped())
                .singleElement()
                .asString()
                .contains("no table or view");
    }

    @Test
    void readsNamesOfAnyKind() throws Exception {
        execute(
                "CREATE SCHEMA \"a_%\"",
                "CREATE SCHEMA \"aXb\"",
                "CREATE TABLE \"a_%\".\"it's \\ a \"\"table\"\"; drop table x --\" (\"Größe \"\"cm\"\"\" int, \"100%\" int)",
                "CREATE TABLE \"a_%\".\"\u6570\u636e.v1\" (id int)",
                "CREATE TABLE \"a_%\".\"new\nline\" (id int)",
                "CREATE TABLE \"aXb\".\"other\" (id int)");

        DatabaseContents contents = read(target(name + "/a_%/%"), login());

        assertThat(contents.tables())
                .extracting(DatabaseTable::name)
                .containsExactly("it's \\ a \"table\"; drop table x --", "new\nline", "\u6570\u636e.v1");
        assertThat(contents.tables().get(0).columns())
                .extracting(DatabaseColumn::name)
                .containsExactly("Größe \"cm\"", "100%");
        for (DatabaseTable table : contents.tables()) {
            assertThat(DatabaseTable.parts(table.location())).containsExactly(name, "a_%", table.name());
            assertThat(target(name + "/a_%/%").covers("shop", table.location())).isTrue();
            assertThat(target(name + "/aXb/%").covers("shop", table.location())).isFalse();
            assertThat(target(name + "/a_%/%").covers("other", table.location()))
                    .isFalse();
        }
    }

    @Test
    void readsComments() throws Exception {
        execute(
                "CREATE TABLE t (id int, n int)",
                "COMMENT ON TABLE t IS 'all of them'",
                "COMMENT ON COLUMN t.id IS 'the key'");

        DatabaseTable table = read(target(name + "/public/t"), login()).tables().get(0);

        assertThat(table.comment()).contains("all of them");
        assertThat(table.columns())
                .extracting(DatabaseColumn::comment)
                .containsExactly(Optional.of("the key"), Optional.empty());
    }

    @Test
    void showsOnlyWhatTheUserMayRead() throws Exception {
        execute(
                "CREATE TABLE open_table (id int)",
                "CREATE TABLE closed_table (id int)",
                "CREATE ROLE reader_" + name + " LOGIN PASSWORD 'pw'",
                "GRANT SELECT ON open_table TO reader_" + name);

        assertThat(locations(read(target(name + "/%"), connection(database.url(), "reader_" + name, "pw"))))
                .containsExactly(name + ".public.open_table");
    }

    @Test
    void readsManyTablesInPages() throws Exception {
        execute(
                "DO $$ BEGIN FOR i IN 1..1000 LOOP EXECUTE format('CREATE TABLE public.part_%s (id int, name text)', i); END LOOP; END $$");
        DatabaseSettings small = new DatabaseSettings(Duration.ofSeconds(5), Duration.ofSeconds(30), 1000, 50);

        DatabaseContents contents = target(name + "/public/%").read(login(), small, () -> false);

        assertThat(contents.tables())
                .hasSize(1000)
                .allMatch(table -> table.columns().size() == 2);
        DatabaseSettings tooSmall = new DatabaseSettings(Duration.ofSeconds(5), Duration.ofSeconds(30), 999, 50);
        assertThatThrownBy(() -> target(name + "/public/%").read(login(), tooSmall, () -> false))
                .isInstanceOf(DatabaseUnreadableException.class)
                .hasMessageContaining("more than 999 tables");
    }

    @Test
    void refusesAnotherDatabaseThanTheConnections() {
        assertThatThrownBy(() -> read(target("elsewhere/public/%"), login()))
                .isInstanceOf(DatabaseUnreadableException.class)
                .hasMessageContaining("names another database than connection shop");
    }

    @Test
    void saysWhatIsWrongWithoutThePassword() {
        assertThatThrownBy(() -> read(target(name + "/%"), connection(database.url(), "nobody", "s3cret")))
                .isInstanceOf(DatabaseUnreadableException.class)
                .hasMessageContaining("connection shop")
                .hasMessageContaining("nobody")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
        // The driver quotes the user; here it is the password too.
        assertThatThrownBy(() -> read(target(name + "/%"), connection(database.url(), "s3cret", "s3cret")))
                .hasMessageContaining("left out")
                .hasMessageNotContaining("s3cret")
                .hasNoCause();
        assertThat(DatabaseLogin.of(connection(database.url(), "u", "s3cret")).toString())
                .doesNotContain("s3cret");
    }

    @Test
    void stopsWhileTheDatabaseIsSilent() throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        try (DatabaseSession session =
                DatabaseSession.open(DatabaseLogin.of(login()), DatabaseSettings.defaults(), stopped::get)) {
            long begin = System.nanoTime();

            assertThatThrownBy(() -> session.ask((connection, metadata) -> {
                        stopped.set(true);
                        return connection.createStatement().execute("SELECT pg_sleep(60)");
                    }))
                    .isInstanceOf(CancellationException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
        }
    }

    @Test
    void givesUpOnADatabaseThatDoesNotAnswer() throws Exception {
        DatabaseSettings hasty = new DatabaseSettings(Duration.ofSeconds(1), Duration.ofSeconds(1), 10, 10);
        try (DatabaseSession session = DatabaseSession.open(DatabaseLogin.of(login()), hasty, () -> false)) {
            assertThatThrownBy(() -> session.ask((connection, metadata) ->
                            connection.createStatement().execute("SELECT pg_sleep(60)")))
                    .isInstanceOf(DatabaseUnreadableException.class)
                    .hasMessageContaining("Cannot read");
        }
    }

    @Test
    void onlyReads() throws Exception {
        try (DatabaseSession session =
                DatabaseSession.open(DatabaseLogin.of(login()), DatabaseSettings.defaults(), () -> false)) {
            assertThatThrownBy(() -> session.ask((connection, metadata) ->
                            connection.createStatement().execute("CREATE TABLE x (i int)")))
                    .hasMessageContaining("read-only");
        }
    }

    @Test
    void refusesConnectionsThatItCannotUse() {
        Connection secret = login().toBuilder()
                .connectionPropertiesWithStrings(
                        java.util.Map.of("JDBC_CONNECTION_URL", database.url(), "SECRET_ID", "prod/db"))
                .build();

        assertThatThrownBy(() -> read(target(name + "/%"), secret)).hasMessageContaining("Secrets Manager");
        assertThatThrownBy(() -> read(
                        target(name + "/%"),
                        login().toBuilder().connectionType("KAFKA").build()))
                .hasMessageContaining("of type KAFKA");
        assertThatThrownBy(() -> read(target(name + "/%"), connection("jdbc:sqlite:/x?password=s3cret", "u", "p")))
                .hasMessageContaining("Connection shop: JDBC_CONNECTION_URL must be")
                .hasMessageNotContaining("s3cret");
    }
}
