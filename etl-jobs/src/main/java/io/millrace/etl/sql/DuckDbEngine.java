package io.millrace.etl.sql;

import io.millrace.etl.lakehouse.LakeSnapshots;
import io.millrace.etl.lakehouse.LakeTableException;
import io.millrace.etl.orc.OrcConversion;
import io.millrace.etl.sql.SqlException.Code;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs statements on an in-memory DuckDB each. Thread-safe. */
public final class DuckDbEngine {
    /** A query may read any number of bytes. */
    public static final long NO_READ_LIMIT = Long.MAX_VALUE;

    private final TableCatalog catalog;
    private final ObjectCache cache;
    private final DuckDbSettings settings;
    private final LakeSnapshots snapshots;
    private final OrcConversion orc;

    /** An engine over a catalog and the objects that the cache brings. */
    public DuckDbEngine(TableCatalog catalog, ObjectCache cache, DuckDbSettings settings) {
        this(catalog, LakeSnapshots.NONE, cache, OrcConversion.NONE, settings);
    }

    /** The same that also reads tables with metadata of their own, and ORC files. */
    public DuckDbEngine(
            TableCatalog catalog,
            LakeSnapshots snapshots,
            ObjectCache cache,
            OrcConversion orc,
            DuckDbSettings settings) {
        this.catalog = catalog;
        this.snapshots = snapshots;
        this.cache = cache;
        this.orc = orc;
        this.settings = settings;
    }

    /**
     * Runs the statement and hands its result over row by row.
     *
     * @param defaultDatabase the database of tables without one; empty for none
     * @return the bytes of the objects that were read (whole objects, also for Parquet, where Athena counts columns)
     * @throws SqlException when it cannot be run; rows may have been handed over before
     */
    public long run(SqlStatement statement, String defaultDatabase, ResultRows rows, QueryCancellation cancellation) {
        return run(statement, defaultDatabase, rows, cancellation, NO_READ_LIMIT);
    }

    /**
     * The same for a query that may read only so many bytes of objects. What it would read is known from the listing, so nothing
     * of the objects that are too much is fetched.
     *
     * @throws ReadLimitException if it needs more; no row was handed over
     */
    public long run(
            SqlStatement statement,
            String defaultDatabase,
            ResultRows rows,
            QueryCancellation cancellation,
            long readLimit) {
        TableScans scans = new TableScans(catalog, defaultDatabase);
        String sql = new QueryRenderer(scans).render(statement.query());
        try (DuckDbSession session = new DuckDbSession(settings, cache.folder());
                ScanViews views = new ScanViews(session, catalog, snapshots, cache, orc, readLimit)) {
            try {
                for (TableScan scan : scans.scans()) {
                    cancellation.check();
                    views.create(scan);
                }
                execute(session, sql, rows, cancellation);
            } catch (SQLException e) {
                cancellation.check();
                throw EngineErrors.translate(e, views.objectsByFile());
            } catch (LakeTableException e) {
                throw EngineErrors.translate(e);
            }
            return views.scannedBytes();
        } catch (SQLException e) {
            throw new SqlException(Code.GENERIC_INTERNAL_ERROR, "Cannot open or close the engine", e);
        }
    }

    private static void execute(DuckDbSession session, String sql, ResultRows rows, QueryCancellation cancellation)
            throws SQLException {
        try (Statement statement = session.statement()) {
            cancellation.begin(statement);
            try (ResultSet result = statement.executeQuery(sql)) {
                List<ResultColumn> columns = ResultColumns.of(result.getMetaData());
                rows.columns(columns);
                while (result.next()) {
                    cancellation.check();
                    List<@Nullable String> values = new ArrayList<>(columns.size());
                    for (int i = 0; i < columns.size(); i++) {
                        values.add(ValueText.of(result, i + 1, columns.get(i)));
                    }
                    rows.row(values);
                }
            } finally {
                cancellation.end();
            }
        }
    }
}
