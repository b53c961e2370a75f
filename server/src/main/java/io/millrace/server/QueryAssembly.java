package io.millrace.server;

import io.millrace.catalog.page.PageTokens;
import io.millrace.etl.lakehouse.LakeTables;
import io.millrace.etl.orc.OrcLibrary;
import io.millrace.etl.sql.DuckDbEngine;
import io.millrace.etl.sql.DuckDbSettings;
import io.millrace.etl.sql.S3ObjectCache;
import io.millrace.etl.sql.TableCatalog;
import io.millrace.server.athena.AthenaSettings;
import io.millrace.server.athena.AthenaTagOperations;
import io.millrace.server.athena.CatalogTables;
import io.millrace.server.athena.MetadataOperations;
import io.millrace.server.athena.NamedQueries;
import io.millrace.server.athena.NamedQueryOperations;
import io.millrace.server.athena.PermittedTables;
import io.millrace.server.athena.QueryOperations;
import io.millrace.server.athena.StoredContents;
import io.millrace.server.athena.WorkGroupOperations;
import io.millrace.server.athena.WorkGroups;
import io.millrace.server.identity.PageSeal;
import io.millrace.server.identity.access.TableReaders;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServicePages;
import io.millrace.server.service.AthenaFamily;

/** Puts Athena together: DuckDB over a cache of objects, tables from the catalog. */
final class QueryAssembly {
    private static final int CONCURRENT_QUERIES = 2;
    private static final long CACHE_BYTES = 10L << 30;
    private static final long QUERY_MEMORY_BYTES = 1L << 30;

    private final AthenaFamily athena;

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
        WorkGroups groups =
                new WorkGroups(context.jdbi(), settings, context.config().region());
        QueryOperations queries = context.parts()
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
                        groups,
                        context.clock()));
        this.athena = family(context, readers, groups, queries);
    }

    private static AthenaFamily family(
            ServerContext context, TableReaders readers, WorkGroups groups, QueryOperations queries) {
        ServicePages pages =
                new ServicePages(new PageTokens(PageSeal.under(context.masterKey())), "InvalidRequestException");
        ResourceTags tags = new ResourceTags(context.jdbi());
        NamedQueries named = new NamedQueries(context.jdbi());
        return new AthenaFamily(
                queries,
                new WorkGroupOperations(
                        context.jdbi(), groups, new StoredContents(queries, named), tags, pages, context.clock()),
                new NamedQueryOperations(context.jdbi(), named, groups, pages),
                new AthenaTagOperations(groups, tags),
                new MetadataOperations(context.catalog(), readers::refusal, readers::refusal, pages));
    }

    AthenaFamily athena() {
        return athena;
    }
}
