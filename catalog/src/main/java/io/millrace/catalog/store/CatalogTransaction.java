package io.millrace.catalog.store;

/** One transaction's view of the catalog. Bound to the thread and the call that it was made for; never keep it. */
public interface CatalogTransaction {
    /** The databases. */
    DatabaseRows databases();

    /** The tables and their archived versions. */
    TableRows tables();

    /** The partitions. */
    PartitionRows partitions();

    /** The partition indexes. */
    PartitionIndexRows partitionIndexes();

    /** The smaller entities: functions, statistics, connections, keys … */
    EntityRows entities();

    /** The bookmarks of jobs; not when the past is read. */
    BookmarkRows bookmarks();
}
