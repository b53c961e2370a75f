package io.millrace.catalog.crawl.database;

import io.millrace.catalog.crawl.database.JdbcUrl.Encryption;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a database for one crawl, read-only, with time-outs. A thread watches whether the crawl was stopped, because
 * a driver that waits for its server does not notice: then the connection is cut. Used by one thread.
 */
final class DatabaseSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseSession.class);
    private static final long WATCH_MILLIS = 200;

    private final DatabaseLogin login;
    private final BooleanSupplier cancelled;
    private final Connection connection;
    private final ScheduledExecutorService watch;
    private final ScheduledFuture<?> watching;

    private DatabaseSession(DatabaseLogin login, BooleanSupplier cancelled, Connection connection) {
        this.login = login;
        this.cancelled = cancelled;
        this.connection = connection;
        this.watch = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "crawl-database-watch");
            thread.setDaemon(true);
            return thread;
        });
        Thread reader = Thread.currentThread();
        this.watching = watch.scheduleWithFixedDelay(
                () -> cutIfStopped(reader), WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** What may be asked of a database. */
    interface Question<T> {
        T ask(Connection connection, DatabaseMetaData metadata) throws SQLException;
    }

    static DatabaseSession open(DatabaseLogin login, DatabaseSettings settings, BooleanSupplier cancelled)
            throws DatabaseUnreadableException {
        try {
            Connection connection = connect(login, settings);
            connection.setReadOnly(true);
            return new DatabaseSession(login, cancelled, connection);
        } catch (SQLException e) {
            throw failure("connect to", login, e);
        }
    }

    private static Connection connect(DatabaseLogin login, DatabaseSettings settings) throws SQLException {
        if (login.url().product() == DatabaseProduct.POSTGRESQL) {
            return DriverManager.getConnection(postgresqlUrl(login.url()), postgresql(login, settings));
        }
        Encryption encryption = login.url().encryption();
        try {
            return DriverManager.getConnection(mariadbUrl(login.url()), mariadb(login, settings, encryption));
        } catch (SQLException e) {
            boolean noTls = encryption == Encryption.IF_OFFERED
                    && String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("ssl not supported");
            if (!noTls) {
                throw e;
            }
            return DriverManager.getConnection(mariadbUrl(login.url()), mariadb(login, settings, Encryption.NONE));
        }
    }

    private static String postgresqlUrl(JdbcUrl url) {
        return "jdbc:postgresql://%s:%d/%s"
                .formatted(
                        url.host(), url.port(), URLEncoder.encode(url.database().orElse(""), StandardCharsets.UTF_8));
    }

    private static Properties postgresql(DatabaseLogin login, DatabaseSettings settings) {
        Properties properties = login(login);
        String seconds = String.valueOf(settings.connectTimeout().toSeconds());
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("loginTimeout", seconds);
        properties.setProperty(
                "socketTimeout", String.valueOf(settings.queryTimeout().toSeconds()));
        properties.setProperty("ApplicationName", "millrace crawler");
        properties.setProperty("readOnlyMode", "always");
        // "All tables to which the user named in the connection has access" (Glue developer guide, "define-crawler").
        properties.setProperty("hideUnprivilegedObjects", "true");
        switch (login.url().encryption()) {
            case NONE -> properties.setProperty("sslmode", "disable");
            case IF_OFFERED -> properties.setProperty("sslmode", "prefer");
            case REQUIRED -> properties.setProperty("sslmode", "require");
            case VERIFIED -> {
                properties.setProperty("sslmode", "verify-full");
                properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
            }
        }
        return properties;
    }

    /** Without a database: it is named in each question. */
    private static String mariadbUrl(JdbcUrl url) {
        return "jdbc:mariadb://%s:%d/".formatted(url.host(), url.port());
    }

    private static Properties mariadb(DatabaseLogin login, DatabaseSettings settings, Encryption encryption) {
        Properties properties = login(login);
        properties.setProperty(
                "connectTimeout", String.valueOf(settings.connectTimeout().toMillis()));
        properties.setProperty(
                "socketTimeout", String.valueOf(settings.queryTimeout().toMillis()));
        // A server can ask its client for any file, and for the password in the clear.
        properties.setProperty("allowLocalInfile", "false");
        properties.setProperty(
                "restrictedAuth", "mysql_native_password,client_ed25519,parsec,caching_sha2_password,sha256_password");
        properties.setProperty(
                "sslMode",
                switch (encryption) {
                    case NONE -> "disable";
                    case IF_OFFERED, REQUIRED -> "trust";
                    case VERIFIED -> "verify-full";
                });
        return properties;
    }

    private static Properties login(DatabaseLogin login) {
        Properties properties = new Properties();
        properties.setProperty("user", login.user());
        properties.setProperty("password", login.password());
        return properties;
    }

    /**
     * Asks.
     *
     * @throws CancellationException if the crawl was stopped
     */
    <T> T ask(Question<T> question) throws DatabaseUnreadableException {
        check();
        try {
            return question.ask(connection, connection.getMetaData());
        } catch (SQLException e) {
            check();
            throw failure("read", login, e);
        }
    }

    /** @throws CancellationException if the crawl was stopped */
    void check() {
        if (cancelled.getAsBoolean() || Thread.currentThread().isInterrupted()) {
            throw new CancellationException("The crawl was stopped");
        }
    }

    private void cutIfStopped(Thread reader) {
        if (cancelled.getAsBoolean() || reader.isInterrupted()) {
            try {
                connection.abort(Runnable::run);
            } catch (SQLException e) {
                LOG.debug("Cannot cut the connection {}: state {}", login.connection(), e.getSQLState());
            }
        }
    }

    /** Drivers' messages quote what they were given, so a message with the password in it is left out, and none is kept as a cause. */
    static DatabaseUnreadableException failure(String what, DatabaseLogin login, SQLException e) {
        String message = String.valueOf(e.getMessage()).replaceAll("\\p{Cntrl}+", " ");
        if (!login.password().isEmpty() && message.contains(login.password())) {
            message = "the driver's message is left out, as it quotes the password";
        }
        String shown = message.length() <= 500 ? message : message.substring(0, 500) + "...";
        String state = e instanceof SQLTimeoutException ? "time-out" : "SQL state " + e.getSQLState();
        return new DatabaseUnreadableException("Cannot %s %s:%d by connection %s: %s (%s)"
                .formatted(what, login.url().host(), login.url().port(), login.connection(), shown, state));
    }

    @Override
    public void close() {
        watching.cancel(true);
        watch.shutdownNow();
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("Cannot close the connection {}: state {}", login.connection(), e.getSQLState());
        }
    }
}
