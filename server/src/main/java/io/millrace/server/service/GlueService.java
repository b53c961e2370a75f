package io.millrace.server.service;

import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.glue.model.BatchCreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchDeletePartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchDeleteTableRequest;
import software.amazon.awssdk.services.glue.model.BatchDeleteTableVersionRequest;
import software.amazon.awssdk.services.glue.model.BatchGetCrawlersRequest;
import software.amazon.awssdk.services.glue.model.BatchGetJobsRequest;
import software.amazon.awssdk.services.glue.model.BatchGetPartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchGetTriggersRequest;
import software.amazon.awssdk.services.glue.model.BatchStopJobRunRequest;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequest;
import software.amazon.awssdk.services.glue.model.CreateCrawlerRequest;
import software.amazon.awssdk.services.glue.model.CreateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.CreatePartitionIndexRequest;
import software.amazon.awssdk.services.glue.model.CreatePartitionRequest;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.CreateTriggerRequest;
import software.amazon.awssdk.services.glue.model.DeleteCrawlerRequest;
import software.amazon.awssdk.services.glue.model.DeleteDatabaseRequest;
import software.amazon.awssdk.services.glue.model.DeleteJobRequest;
import software.amazon.awssdk.services.glue.model.DeletePartitionIndexRequest;
import software.amazon.awssdk.services.glue.model.DeletePartitionRequest;
import software.amazon.awssdk.services.glue.model.DeleteTableRequest;
import software.amazon.awssdk.services.glue.model.DeleteTableVersionRequest;
import software.amazon.awssdk.services.glue.model.DeleteTriggerRequest;
import software.amazon.awssdk.services.glue.model.GetCrawlerMetricsRequest;
import software.amazon.awssdk.services.glue.model.GetCrawlerRequest;
import software.amazon.awssdk.services.glue.model.GetCrawlersRequest;
import software.amazon.awssdk.services.glue.model.GetDatabaseRequest;
import software.amazon.awssdk.services.glue.model.GetDatabasesRequest;
import software.amazon.awssdk.services.glue.model.GetJobRequest;
import software.amazon.awssdk.services.glue.model.GetJobRunRequest;
import software.amazon.awssdk.services.glue.model.GetJobRunsRequest;
import software.amazon.awssdk.services.glue.model.GetJobsRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionIndexesRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionRequest;
import software.amazon.awssdk.services.glue.model.GetPartitionsRequest;
import software.amazon.awssdk.services.glue.model.GetTableRequest;
import software.amazon.awssdk.services.glue.model.GetTableVersionRequest;
import software.amazon.awssdk.services.glue.model.GetTableVersionsRequest;
import software.amazon.awssdk.services.glue.model.GetTablesRequest;
import software.amazon.awssdk.services.glue.model.GetTriggerRequest;
import software.amazon.awssdk.services.glue.model.GetTriggersRequest;
import software.amazon.awssdk.services.glue.model.ListCrawlersRequest;
import software.amazon.awssdk.services.glue.model.ListCrawlsRequest;
import software.amazon.awssdk.services.glue.model.ListJobsRequest;
import software.amazon.awssdk.services.glue.model.ListTriggersRequest;
import software.amazon.awssdk.services.glue.model.StartCrawlerRequest;
import software.amazon.awssdk.services.glue.model.StartCrawlerScheduleRequest;
import software.amazon.awssdk.services.glue.model.StartJobRunRequest;
import software.amazon.awssdk.services.glue.model.StartTriggerRequest;
import software.amazon.awssdk.services.glue.model.StopCrawlerRequest;
import software.amazon.awssdk.services.glue.model.StopCrawlerScheduleRequest;
import software.amazon.awssdk.services.glue.model.StopTriggerRequest;
import software.amazon.awssdk.services.glue.model.UpdateCrawlerRequest;
import software.amazon.awssdk.services.glue.model.UpdateCrawlerScheduleRequest;
import software.amazon.awssdk.services.glue.model.UpdateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.UpdateJobRequest;
import software.amazon.awssdk.services.glue.model.UpdatePartitionRequest;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;
import software.amazon.awssdk.services.glue.model.UpdateTriggerRequest;

/** Glue on the wire. */
final class GlueService {
    private GlueService() {}

    static ServiceDefinition of(GlueOperations operations) {
        ServiceDefinition.Builder glue = ServiceDefinition.builder("glue");
        addCatalog(glue, operations);
        addCrawlers(glue, operations.crawlers());
        addJobs(glue, operations);
        WorkflowService.add(glue, operations.workflows());
        SchemaRegistryService.add(glue, operations.schemaRegistry());
        GlueEntityService.add(glue, operations.entities());
        BookmarkService.add(glue, operations.bookmarks());
        return glue.transactions(GlueTransactions.rules(operations)).build();
    }

    private static void addCatalog(ServiceDefinition.Builder glue, GlueOperations operations) {
        glue.operation(CreateDatabaseRequest.class, operations.databases()::createDatabase)
                .operation(GetDatabaseRequest.class, operations.databases()::getDatabase)
                .operation(GetDatabasesRequest.class, operations.databases()::getDatabases)
                .operation(UpdateDatabaseRequest.class, operations.databases()::updateDatabase)
                .operation(DeleteDatabaseRequest.class, operations.databases()::deleteDatabase)
                .operation(CreateTableRequest.class, operations.tables()::createTable)
                .operation(GetTableRequest.class, operations.tables()::getTable)
                .operation(GetTablesRequest.class, operations.tables()::getTables)
                .operation(UpdateTableRequest.class, operations.tables()::updateTable)
                .operation(DeleteTableRequest.class, operations.tables()::deleteTable)
                .operation(BatchDeleteTableRequest.class, operations.tables()::batchDeleteTable)
                .operation(GetTableVersionRequest.class, operations.tableVersions()::getTableVersion)
                .operation(GetTableVersionsRequest.class, operations.tableVersions()::getTableVersions)
                .operation(DeleteTableVersionRequest.class, operations.tableVersions()::deleteTableVersion)
                .operation(BatchDeleteTableVersionRequest.class, operations.tableVersions()::batchDeleteTableVersion)
                .operation(CreatePartitionRequest.class, operations.partitions()::createPartition)
                .operation(GetPartitionRequest.class, operations.partitions()::getPartition)
                .operation(GetPartitionsRequest.class, operations.partitions()::getPartitions)
                .operation(UpdatePartitionRequest.class, operations.partitions()::updatePartition)
                .operation(DeletePartitionRequest.class, operations.partitions()::deletePartition)
                .operation(BatchCreatePartitionRequest.class, operations.partitionBatches()::batchCreatePartition)
                .operation(BatchGetPartitionRequest.class, operations.partitionBatches()::batchGetPartition)
                .operation(BatchUpdatePartitionRequest.class, operations.partitionBatches()::batchUpdatePartition)
                .operation(BatchDeletePartitionRequest.class, operations.partitionBatches()::batchDeletePartition)
                .operation(CreatePartitionIndexRequest.class, operations.partitionIndexes()::createPartitionIndex)
                .operation(DeletePartitionIndexRequest.class, operations.partitionIndexes()::deletePartitionIndex)
                .operation(GetPartitionIndexesRequest.class, operations.partitionIndexes()::getPartitionIndexes);
    }

    private static void addCrawlers(ServiceDefinition.Builder glue, CrawlerFamily family) {
        glue.operation(CreateCrawlerRequest.class, family.crawlers()::createCrawler)
                .operation(GetCrawlerRequest.class, family.crawlers()::getCrawler)
                .operation(GetCrawlersRequest.class, family.crawlers()::getCrawlers)
                .operation(ListCrawlersRequest.class, family.crawlers()::listCrawlers)
                .operation(BatchGetCrawlersRequest.class, family.crawlers()::batchGetCrawlers)
                .operation(UpdateCrawlerRequest.class, family.crawlers()::updateCrawler)
                .operation(DeleteCrawlerRequest.class, family.crawlers()::deleteCrawler)
                .operation(StartCrawlerRequest.class, family.crawlers()::startCrawler)
                .operation(StopCrawlerRequest.class, family.crawlers()::stopCrawler)
                .operation(StartCrawlerScheduleRequest.class, family.schedules()::startCrawlerSchedule)
                .operation(StopCrawlerScheduleRequest.class, family.schedules()::stopCrawlerSchedule)
                .operation(UpdateCrawlerScheduleRequest.class, family.schedules()::updateCrawlerSchedule)
                .operation(ListCrawlsRequest.class, family.history()::listCrawls)
                .operation(GetCrawlerMetricsRequest.class, family.history()::getCrawlerMetrics);
    }

    private static void addJobs(ServiceDefinition.Builder glue, GlueOperations operations) {
        glue.operation(CreateJobRequest.class, operations.jobs()::createJob)
                .operation(GetJobRequest.class, operations.jobs()::getJob)
                .operation(GetJobsRequest.class, operations.jobs()::getJobs)
                .operation(ListJobsRequest.class, operations.jobs()::listJobs)
                .operation(BatchGetJobsRequest.class, operations.jobs()::batchGetJobs)
                .operation(UpdateJobRequest.class, operations.jobs()::updateJob)
                .operation(DeleteJobRequest.class, operations.jobs()::deleteJob)
                .operation(StartJobRunRequest.class, operations.jobRuns()::startJobRun)
                .operation(GetJobRunRequest.class, operations.jobRuns()::getJobRun)
                .operation(GetJobRunsRequest.class, operations.jobRuns()::getJobRuns)
                .operation(BatchStopJobRunRequest.class, operations.jobRuns()::batchStopJobRun)
                .operation(CreateTriggerRequest.class, operations.triggers()::createTrigger)
                .operation(GetTriggerRequest.class, operations.triggers()::getTrigger)
                .operation(GetTriggersRequest.class, operations.triggers()::getTriggers)
                .operation(ListTriggersRequest.class, operations.triggers()::listTriggers)
                .operation(BatchGetTriggersRequest.class, operations.triggers()::batchGetTriggers)
                .operation(UpdateTriggerRequest.class, operations.triggers()::updateTrigger)
                .operation(DeleteTriggerRequest.class, operations.triggers()::deleteTrigger)
                .operation(StartTriggerRequest.class, operations.triggers()::startTrigger)
                .operation(StopTriggerRequest.class, operations.triggers()::stopTrigger);
    }
}
