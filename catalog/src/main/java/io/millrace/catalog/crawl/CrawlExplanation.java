package io.millrace.catalog.crawl;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a crawl would do, and why: the result of a dry run. Written as JSON by {@code millrace crawl --dry-run --json}, so
 * the names of its members are an interface to users.
 *
 * @param tables what would happen to each table
 * @param groupings why folders became one table, or did not
 * @param skipped one sentence for each object or folder that became part of no table, with the reason
 */
public record CrawlExplanation(
        String database,
        List<TableChange> tables,
        List<GroupingDecision> groupings,
        List<String> skipped,
        CrawlCost cost) {
    /** Copies the lists. */
    public CrawlExplanation {
        tables = List.copyOf(tables);
        groupings = List.copyOf(groupings);
        skipped = List.copyOf(skipped);
    }

    /** What would happen to a table. */
    public enum Action {
        CREATE,
        UPDATE,
        UNCHANGED,
        DEPRECATE,
        DELETE,
        /** The schema change policy is LOG: the difference is logged, the table stays. */
        LOG_ONLY
    }

    /**
     * A table.
     *
     * @param differences one sentence for each thing that would change
     * @param parameters the table parameters as they would be
     */
    public record TableChange(
            Action action,
            String name,
            String location,
            String classification,
            List<ColumnReason> columns,
            List<ColumnReason> partitionKeys,
            PartitionCounts partitions,
            Map<String, String> parameters,
            List<String> differences) {
        /** Copies the collections. */
        public TableChange {
            columns = List.copyOf(columns);
            partitionKeys = List.copyOf(partitionKeys);
            parameters = Map.copyOf(parameters);
            differences = List.copyOf(differences);
        }
    }

    /** How many partitions would be added, changed, removed (or deprecated), and left. */
    public record PartitionCounts(long added, long updated, long removed, long unchanged) {}

    /**
     * A column and the reason of its type.
     *
     * @param originalName the name in the files, where it differs
     * @param sample a value that needs this type
     * @param broken the value that the next narrower type could not hold, with that type and where it was found
     */
    public record ColumnReason(
            String name,
            String type,
            Optional<String> originalName,
            Optional<String> sample,
            Optional<String> broken) {}

    /**
     * A folder that was looked at as the root of a table.
     *
     * @param folder its location
     * @param table whether it became one
     * @param reason the shares and kinds that decided, as a sentence
     */
    public record GroupingDecision(String folder, boolean table, String reason) {}
}
