package io.millrace.etl.job.catalog;

import io.millrace.etl.job.arguments.RunProcess;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.lakehouse.LakeSnapshot;
import io.millrace.etl.lakehouse.LakeSnapshots;
import io.millrace.etl.lakehouse.LakeTableException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.ErrorDetail;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionError;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.PartitionValueList;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** The Data Catalog through the Glue API, of Millrace or of AWS. */
public final class GlueCatalog implements SourceCatalog, TargetCatalog, RunStates {
    /** https://docs.aws.amazon.com/glue/latest/webapi/API_BatchCreatePartition.html */
    static final int BATCH_CREATE_PARTITION_MAX_ENTRIES = 100;

    /** https://docs.aws.amazon.com/glue/latest/webapi/API_BatchUpdatePartition.html */
    static final int BATCH_UPDATE_PARTITION_MAX_ENTRIES = 100;

    /** https://docs.aws.amazon.com/glue/latest/webapi/API_BatchDeletePartition.html */
    private static final int BATCH_DELETE_PARTITION_MAX_ENTRIES = 25;

    private static final Logger LOG = LoggerFactory.getLogger(GlueCatalog.class);

    private static final Set<JobRunState> AT_WORK =
            EnumSet.of(JobRunState.STARTING, JobRunState.RUNNING, JobRunState.STOPPING, JobRunState.WAITING);

    private final GlueClient glue;
    private final LakeSnapshots lakes;

    public GlueCatalog(GlueClient glue, LakeSnapshots lakes) {
        this.glue = glue;
        this.lakes = lakes;
    }

    @Override
    public Table loadTable(String database, String table) {
        return findTable(database, table)
                .orElseThrow(() -> new JobFailureException(
                        "Cannot read table %s.%s: the catalog has no such table; has its crawler run?"
                                .formatted(database, table)));
    }

    @Override
    public Optional<LakeSnapshot> findSnapshot(Table table) {
        try {
            return lakes.read(table);
        } catch (LakeTableException e) {
            throw new JobFailureException(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public Optional<Table> findTable(String database, String table) {
        try {
            return Optional.of(
                    glue.getTable(request -> request.databaseName(database).name(table))
                            .table());
        } catch (EntityNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public List<Partition> listPartitions(String database, String table) {
        List<Partition> partitions = new ArrayList<>();
        glue.getPartitionsPaginator(request -> request.databaseName(database).tableName(table))
                .forEach(page -> partitions.addAll(page.partitions()));
        return partitions;
    }

    @Override
    public void ensureDatabase(String database) {
        try {
            glue.getDatabase(request -> request.name(database));
        } catch (EntityNotFoundException missing) {
            createDatabase(database);
        }
    }

    private void createDatabase(String database) {
        try {
            glue.createDatabase(request -> request.databaseInput(input -> input.name(database)));
        } catch (AlreadyExistsException e) {
            LOG.debug("Database {} was created by another client just now", database);
        }
    }

    @Override
    public void createTable(String database, TableInput table) {
        glue.createTable(request -> request.databaseName(database).tableInput(table));
    }

    @Override
    public void updateTable(String database, Table current, TableInput table) {
        glue.updateTable(request -> request.databaseName(database)
                .tableInput(table)
                .versionId(current.versionId())
                .skipArchive(true));
    }

    @Override
    public void createPartitions(String database, String table, List<PartitionInput> partitions) {
        for (List<PartitionInput> batch : batches(partitions, BATCH_CREATE_PARTITION_MAX_ENTRIES)) {
            List<PartitionError> errors = glue.batchCreatePartition(request ->
                            request.databaseName(database).tableName(table).partitionInputList(batch))
                    .errors();
            check("add", database, table, errors, "AlreadyExistsException");
        }
    }

    @Override
    public void updatePartitions(String database, String table, List<PartitionInput> partitions) {
        for (List<PartitionInput> batch : batches(partitions, BATCH_UPDATE_PARTITION_MAX_ENTRIES)) {
            List<BatchUpdatePartitionRequestEntry> entries = batch.stream()
                    .map(input -> BatchUpdatePartitionRequestEntry.builder()
                            .partitionValueList(input.values())
                            .partitionInput(input)
                            .build())
                    .toList();
            List<PartitionError> errors = glue
                    .batchUpdatePartition(request ->
                            request.databaseName(database).tableName(table).entries(entries))
                    .errors()
                    .stream()
                    .map(error -> PartitionError.builder()
                            .partitionValues(error.partitionValueList())
                            .errorDetail(error.errorDetail())
                            .build())
                    .toList();
            check("update", database, table, errors, "");
        }
    }

    @Override
    public void deletePartitions(String database, String table, List<List<String>> values) {
        for (List<List<String>> batch : batches(values, BATCH_DELETE_PARTITION_MAX_ENTRIES)) {
            List<PartitionValueList> keys = batch.stream()
                    .map(key -> PartitionValueList.builder().values(key).build())
                    .toList();
            List<PartitionError> errors = glue.batchDeletePartition(request ->
                            request.databaseName(database).tableName(table).partitionsToDelete(keys))
                    .errors();
            check("remove", database, table, errors, "EntityNotFoundException");
        }
    }

    @Override
    public boolean isAtWork(String job, String runId) {
        Optional<RunProcess> process = RunProcess.parse(runId);
        if (process.isPresent()) {
            return process.get().isAtWorkElsewhere();
        }
        try {
            return AT_WORK.contains(
                    glue.getJobRun(request -> request.jobName(job).runId(runId))
                            .jobRun()
                            .jobRunState());
        } catch (EntityNotFoundException e) {
            return false;
        }
    }

    private static void check(
            String verb, String database, String table, List<PartitionError> errors, String fineErrorCode) {
        String problems = errors.stream()
                .filter(error -> !fineErrorCode.equals(error.errorDetail().errorCode()))
                .limit(3)
                .map(error -> error.partitionValues() + ": " + text(error.errorDetail()))
                .collect(Collectors.joining("; "));
        if (!problems.isEmpty()) {
            throw new JobFailureException(
                    "Cannot %s partitions of table %s.%s: %s".formatted(verb, database, table, problems));
        }
    }

    private static String text(ErrorDetail error) {
        return error.errorCode() + " " + error.errorMessage();
    }

    private static <T> List<List<T>> batches(List<T> items, int size) {
        List<List<T>> batches = new ArrayList<>();
        for (int start = 0; start < items.size(); start += size) {
            batches.add(items.subList(start, Math.min(items.size(), start + size)));
        }
        return batches;
    }
}
