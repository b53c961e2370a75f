package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.Inference;
import io.millrace.catalog.layout.TableRoots.Grouping;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A crawler's {@code Configuration} JSON (Glue developer guide, "crawler-configuration", "crawler-table-level",
 * "crawler-maximum-number-of-tables"), and beside Glue's members ours:
 * {@code {"Millrace": {"Inference": "glue"|"precise", "SparkThreshold": N}}}. A member or value that is not listed there is refused: a crawler that
 * ignored one would make other tables than its owner asked for.
 *
 * @param grouping {@code Grouping.TableGroupingPolicy}
 * @param tableLevel {@code Grouping.TableLevelConfiguration}: how deep tables lie, the bucket being 1
 * @param columns {@code CrawlerOutput.Tables.AddOrUpdateBehavior}
 * @param tableThreshold {@code CrawlerOutput.Tables.TableThreshold}: a crawl that finds more tables fails and writes nothing
 * @param partitionIndex {@code CreatePartitionIndex}
 * @param inference {@code Millrace.Inference}
 * @param sparkThreshold {@code Millrace.SparkThreshold}: after so many listed objects a crawl that has a {@link FileCluster} lets it
 *     read; 0 for never
 */
record CrawlerConfiguration(
        Grouping grouping,
        OptionalInt tableLevel,
        ColumnChange columns,
        OptionalInt tableThreshold,
        PartitionIndexing partitionIndex,
        Inference inference,
        long sparkThreshold) {
    /** More objects than one machine reads in minutes. */
    static final long DEFAULT_SPARK_THRESHOLD = 5_000_000;

    /** The configuration of a crawler that has none. */
    static final CrawlerConfiguration DEFAULT = new CrawlerConfiguration(
            Grouping.SIMILAR_SCHEMAS,
            OptionalInt.empty(),
            ColumnChange.AS_FOUND,
            OptionalInt.empty(),
            PartitionIndexing.NONE,
            Inference.PRECISE,
            DEFAULT_SPARK_THRESHOLD);

    /** What a crawl does to the columns of a table that is there. */
    enum ColumnChange {
        /** Adds, removes and changes them. */
        AS_FOUND,
        /** {@code MergeNewColumns}: adds new ones; a table whose format, compression or delimiter changed is deprecated. */
        MERGE_NEW
    }

    /** Whether new tables get a partition index over all their keys. */
    enum PartitionIndexing {
        NONE,
        ALL_KEYS
    }

    /** @throws CrawlFailedException if a crawl found more tables than {@code TableThreshold} allows */
    void requireWithinThreshold(int tables) throws CrawlFailedException {
        if (tables > tableThreshold.orElse(Integer.MAX_VALUE)) {
            throw new CrawlFailedException(
                    "The number of tables detected by crawler: %d is greater than the table threshold value provided: %d. Failing crawler without writing to Data Catalog."
                            .formatted(tables, tableThreshold.getAsInt()));
        }
    }

    /** @throws IllegalArgumentException if it is no JSON object, or has what is not known */
    static CrawlerConfiguration parse(@Nullable String json) {
        return json == null || json.isBlank() ? DEFAULT : CrawlerConfigurationReader.read(json);
    }
}
