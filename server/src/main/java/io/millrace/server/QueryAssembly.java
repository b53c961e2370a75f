package io.millrace.server;

import io.millrace.etl.lakehouse.LakeTables;
import io.millrace.etl.orc.OrcLibrary;
import io.millrace.etl.sql.DuckDbEngine;
import io.millrace.etl.sql.DuckDbSettings;
import io.millrace.etl.sql.S3ObjectCache;
import io.millrace.etl.sql.TableCatalog;
import io.millrace.server.athena.AthenaSettings;
import io.millrace.server.athena.CatalogTables;
import io.millrace.server.athena.PermittedTables;
import io.millrace.server.athena.QueryOperations;
import io.millrace.server.athena.WorkGroupOperations;
import io.millrace.server.identity.access.TableReaders;

/** Puts Athena together: DuckDB over a cache of objects, tables from the catalog. */
final class QueryAssembly {
    private static final int CONCURRENT_QUERIES = 2;
    private static final long CACHE_BYTES = 10L << 30;
    private static final long QUERY_MEMORY_BYTES = 1L << 30;

    private final QueryOperations queries;
    private final WorkGroupOperations workGroups;

    QueryAssembly(ServerContext context, TableReaders readers) {
        S3ObjectCache cache = context.parts()
                .add(new S3ObjectCache(context.s3(), context.folder().queryCache(), CACHE_BYTES));
        DuckDbSettings duckDb = new DuckDbSettings(
                QUERY_MEMORY_BYTES,
                Runtime.getRuntime().availableProcessors(),
                context.folder().queryScratch().resolve("spill"));
        AthenaSettings settings = new AthenaSettings(
                context.config().queryOutputLocation(),
                CONCURRENT_QUERIES,
                context.folder().queryScratch().resolve("results"));
        TableCatalog tables = new PermittedTables(new CatalogTables(context.catalog()), readers::refusal);
        LakeTables lakes =
                new LakeTables(context.s3(), context.folder().queryScratch().resolve("lakehouse"));
        this.queries = context.parts()
                .add(new QueryOperations(
                        context.jdbi(),
                        new DuckDbEngine(
                                tables,
                                lakes,
                                cache,
                                new OrcLibrary(() -> context.home().jobClassPathFile()),
                                duckDb),
                        context.s3(),
                        settings,
                        context.clock()));
        this.workGroups = new WorkGroupOperations(settings);
    }

    QueryOperations queries() {
        return queries;
    }

    WorkGroupOperations workGroups() {
        return workGroups;
    }
}
