package io.millrace.catalog.crawl;

import io.millrace.catalog.CatalogException;
import io.millrace.catalog.connection.StoredConnections;
import io.millrace.catalog.crawl.CrawlPlan.PlannedDatabase;
import io.millrace.catalog.crawl.database.DatabaseContents;
import io.millrace.catalog.crawl.database.DatabaseSettings;
import io.millrace.catalog.crawl.database.DatabaseTarget;
import io.millrace.catalog.crawl.database.DatabaseUnreadableException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import software.amazon.awssdk.services.glue.model.Connection;
import software.amazon.awssdk.services.glue.model.JdbcTarget;

/** The databases that crawlers may read: those to which the catalog has connections. Thread-safe. */
public final class CrawlDatabases {
    /** For engines that have no connections: every JDBC target fails. */
    public static final CrawlDatabases NONE = new CrawlDatabases(name -> Optional.empty(), DatabaseSettings.defaults());

    private final Function<String, Optional<Connection>> connections;
    private final DatabaseSettings settings;

    /** Databases by their connections. */
    public CrawlDatabases(StoredConnections connections, DatabaseSettings settings) {
        this(connections::find, settings);
    }

    private CrawlDatabases(Function<String, Optional<Connection>> connections, DatabaseSettings settings) {
        this.connections = connections;
        this.settings = settings;
    }

    /** What a target of the crawler has. */
    PlannedDatabase read(String crawler, JdbcTarget target, BooleanSupplier cancelled)
            throws CrawlFailedException, CrawlCancelledException, InterruptedException {
        try {
            DatabaseTarget checked = DatabaseTarget.of(target);
            Connection login = connections
                    .apply(checked.connection())
                    .orElseThrow(() -> new CrawlFailedException("Connection " + checked.connection() + " not found."));
            DatabaseContents contents = checked.read(login, settings, cancelled);
            DatabaseDrafts drafts = new DatabaseDrafts(crawler, checked, contents.product());
            List<TableDraft> tables = contents.tables().stream().map(drafts::of).toList();
            return new PlannedDatabase(checked, tables, contents.skipped());
        } catch (CancellationException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException(e.getMessage());
            }
            throw new CrawlCancelledException();
        } catch (DatabaseUnreadableException | IllegalArgumentException | CatalogException e) {
            throw new CrawlFailedException(String.valueOf(e.getMessage()), e);
        }
    }
}
