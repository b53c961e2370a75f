package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.FormatDetail;
import io.millrace.catalog.crawl.database.DatabaseTarget;
import io.millrace.catalog.layout.Folder;
import io.millrace.catalog.layout.TableRoots;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * What a crawl found, before it meets the catalog. It always describes the whole of each target: what a recrawl did not open
 * again is as the ledger has it.
 *
 * @param skipped one sentence for each object or folder that became part of no table, with the reason
 */
record CrawlPlan(List<PlannedTarget> targets, List<PlannedDatabase> databases, List<String> skipped, CrawlCost cost) {
    CrawlPlan {
        targets = List.copyOf(targets);
        databases = List.copyOf(databases);
        skipped = List.copyOf(skipped);
    }

    /**
     * A target.
     *
     * @param locations the locations of all its folders with data objects, whether they became part of a table or not
     * @param newLocations those of them that no crawl saw before
     * @param folders its folders that have a schema
     * @param grouping the tables that these folders make
     * @param news whether anything differs from what the last crawl left
     */
    record PlannedTarget(
            CrawlTarget target,
            Set<String> locations,
            Set<String> newLocations,
            List<Folder<FolderSchema>> folders,
            TableRoots.Result<FolderSchema> grouping,
            News news) {
        PlannedTarget {
            folders = List.copyOf(folders);
        }
    }

    /**
     * A JDBC target.
     *
     * @param tables what its database has
     * @param skipped one sentence for each thing that became no table
     */
    record PlannedDatabase(DatabaseTarget target, List<TableDraft> tables, List<String> skipped) implements CrawlPlace {
        PlannedDatabase {
            tables = List.copyOf(tables);
            skipped = List.copyOf(skipped);
        }

        @Override
        public boolean covers(Table table) {
            String connection = table.parameters().getOrDefault("connectionName", "");
            return target.covers(connection, table.storageDescriptor().location());
        }
    }

    /** Whether a target differs from what the last crawl left. */
    enum News {
        SOMETHING,
        NOTHING
    }

    /** The tables of all targets, as {@code crawler} types and names them. */
    List<TableDraft> drafts(CrawlPolicy crawler) {
        List<TableDraft> drafts = new ArrayList<>();
        Set<String> owned = new HashSet<>();
        for (PlannedTarget planned : targets) {
            for (TableRoots.Root<FolderSchema> root : planned.grouping().roots()) {
                boolean isOwned = root.folders().get(0).schema().schema().detail() instanceof FormatDetail.TableFormat;
                // An S3 target and one of a table format may both find it.
                if (!isOwned || owned.add(planned.target().location(root.path()))) {
                    drafts.add(TableDraft.of(
                            crawler.crawler(), crawler.configuration().inference(), planned.target(), root));
                }
            }
        }
        databases.forEach(planned -> drafts.addAll(planned.tables()));
        return drafts;
    }

    /** The locations of all folders of all targets. */
    Set<String> locations() {
        Set<String> locations = new HashSet<>();
        targets.forEach(planned -> locations.addAll(planned.locations()));
        return locations;
    }

    /** The targets themselves. */
    List<CrawlPlace> crawled() {
        List<CrawlPlace> crawled = new ArrayList<>(databases);
        targets.forEach(planned -> crawled.add(planned.target()));
        return crawled;
    }
}
