package io.millrace.server.service;

import io.millrace.catalog.job.JobOperations;
import io.millrace.catalog.job.JobRunOperations;
import io.millrace.catalog.metadata.DatabaseOperations;
import io.millrace.catalog.metadata.PartitionBatchOperations;
import io.millrace.catalog.metadata.PartitionIndexOperations;
import io.millrace.catalog.metadata.PartitionOperations;
import io.millrace.catalog.metadata.TableOperations;
import io.millrace.catalog.metadata.TableVersionOperations;
import io.millrace.catalog.registry.SchemaRegistryOperations;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.trigger.TriggerOperations;

/** The families of Glue's operations. */
public record GlueOperations(
        DatabaseOperations databases,
        TableOperations tables,
        TableVersionOperations tableVersions,
        PartitionOperations partitions,
        PartitionBatchOperations partitionBatches,
        PartitionIndexOperations partitionIndexes,
        CrawlerFamily crawlers,
        JobOperations jobs,
        JobRunOperations jobRuns,
        TriggerOperations triggers,
        WorkflowFamily workflows,
        SchemaRegistryOperations schemaRegistry,
        GlueEntityOperations entities,
        BookmarkFamily bookmarks,
        CatalogStore store) {}
