package io.millrace.etl.job.iceberg;

import io.millrace.etl.job.arguments.BatchArguments;
import io.millrace.etl.job.column.Names;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.failure.TaskFailures;
import io.millrace.etl.job.rows.CheckedRows;
import io.millrace.etl.job.run.RunPlan;
import io.millrace.etl.job.source.SourceObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.Table;
import org.apache.iceberg.expressions.Expressions;
import org.apache.iceberg.spark.SparkSchemaUtil;
import org.apache.iceberg.types.Types.NestedField;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriterV2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/** Writes a run's rows into an Iceberg table, in one snapshot that carries the batch's name. */
public final class IcebergWriter {
    private static final String INCOMING = "millrace_incoming";
    private static final String BATCH_OPTION = "snapshot-property." + IcebergTarget.BATCH;
    private static final String JOB_OPTION = "snapshot-property." + IcebergTarget.JOB;
    private static final String SESSION = "spark.sql.iceberg.";

    private final SparkSession spark;
    private final RunPlan plan;
    private final CheckedRows checked;
    private final Dataset<Row> rows;

    /** Plans the rows, and reads none. */
    public IcebergWriter(SparkSession spark, RunPlan plan, List<SourceObject> inputs) {
        this.spark = spark;
        this.plan = plan;
        this.checked = CheckedRows.of(spark, plan.source(), inputs, plan.projection(), plan.arguments());
        this.rows = checked.output();
    }

    /** What was written. Of a merge rows out are the rows that were merged, files those that were written with all rows in them. */
    public record Written(long rowsRead, long rowsOut, int files) {}

    Dataset<Row> rows() {
        return rows;
    }

    /** Writes. When the call returns the rows are visible; on any exception they are or are not, which the table's history knows. */
    public Written write(String sparkName, Table table, String batch) {
        try {
            add(sparkName, table, batch);
        } catch (SparkException | RuntimeException e) {
            throw TaskFailures.explained(e);
        }
        table.refresh();
        CheckedRows.Counts counts = checked.counts();
        Snapshot snapshot = IcebergTarget.snapshot(table, batch)
                .orElseThrow(() -> new JobFailureException(
                        "Table %s has no snapshot of batch %s, which was committed just now; somebody may have rolled it back, run it again"
                                .formatted(plan.arguments().target(), batch)));
        return new Written(counts.read(), counts.kept(), Math.toIntExact(count(snapshot, "added-data-files")));
    }

    // Spark is written in Scala and throws what it does not declare.
    private void add(String sparkName, Table table, String batch) throws SparkException {
        if (plan.mode() == BatchArguments.WriteMode.MERGE) {
            merge(sparkName, table, batch);
        } else {
            put(sparkName, table, batch);
        }
    }

    /** Of a run without input: the table is emptied. */
    static void clear(Table table, String job, String batch) {
        table.newDelete()
                .deleteFromRowFilter(Expressions.alwaysTrue())
                .set(IcebergTarget.BATCH, batch)
                .set(IcebergTarget.JOB, job)
                .commit();
    }

    /** A count from a snapshot's summary. */
    static long count(Snapshot snapshot, String name) {
        return Long.parseLong(snapshot.summary().getOrDefault(name, "0"));
    }

    private String job() {
        return plan.arguments().batch().jobName();
    }

    private void put(String sparkName, Table table, String batch) {
        DataFrameWriterV2<Row> writer = complete(table)
                .writeTo(sparkName)
                .option(BATCH_OPTION, batch)
                .option(JOB_OPTION, job())
                .option("compression-codec", plan.arguments().compression().sparkName())
                .option(
                        "target-file-size-bytes",
                        Long.toString(plan.arguments().layout().targetFileBytes()));
        try {
            switch (plan.mode()) {
                case OVERWRITE -> writer.overwrite(functions.lit(true));
                case OVERWRITE_PARTITIONS -> writer.overwritePartitions();
                default -> writer.append();
            }
        } catch (NoSuchTableException e) {
            throw new JobFailureException(
                    "Table %s was dropped while the run wrote it; run it again"
                            .formatted(plan.arguments().target()),
                    e);
        }
    }

    /** The rows with null in the table's columns that the run does not write. */
    private Dataset<Row> complete(Table table) {
        List<String> given = List.of(rows.columns());
        List<Column> columns = new ArrayList<>();
        given.forEach(column -> columns.add(functions.col(Names.quoted(column))));
        for (NestedField field : table.schema().columns()) {
            if (!given.contains(field.name())) {
                columns.add(functions
                        .lit(null)
                        .cast(SparkSchemaUtil.convert(field.type()))
                        .as(field.name()));
            }
        }
        return rows.select(columns.toArray(Column[]::new));
    }

    /**
     * Rows whose keys the table has replace what it has in the run's columns, others are added. Null is a key like any other: otherwise every run
     * would add such rows anew.
     */
    private void merge(String sparkName, Table table, String batch) {
        // A merge reads its source more than once.
        Dataset<Row> incoming = rows.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            checkKeysOnce(incoming);
            incoming.createOrReplaceTempView(INCOMING);
            spark.conf().set(SESSION + BATCH_OPTION, batch);
            spark.conf().set(SESSION + JOB_OPTION, job());
            spark.sql(mergeStatement(sparkName, table));
        } finally {
            spark.conf().unset(SESSION + BATCH_OPTION);
            spark.conf().unset(SESSION + JOB_OPTION);
            spark.catalog().dropTempView(INCOMING);
            incoming.unpersist();
        }
    }

    private void checkKeysOnce(Dataset<Row> incoming) {
        List<String> keys = plan.arguments().format().mergeKeys();
        List<Row> twice = incoming.groupBy(
                        keys.stream().map(Names::quoted).map(functions::col).toArray(Column[]::new))
                .count()
                .filter("count > 1")
                .limit(1)
                .collectAsList();
        if (!twice.isEmpty()) {
            throw new JobFailureException(
                    "The input has %d rows whose merge keys %s are %s, and which of them counts is unknown; choose among them in --where, or give more keys"
                            .formatted(
                                    twice.get(0).getLong(keys.size()),
                                    keys,
                                    Stream.iterate(0, i -> i < keys.size(), i -> i + 1)
                                            .map(i ->
                                                    String.valueOf(twice.get(0).get(i)))
                                            .toList()));
        }
    }

    private String mergeStatement(String sparkName, Table table) {
        List<String> given = List.of(rows.columns());
        List<String> keys = plan.arguments().format().mergeKeys();
        String condition = joined(keys, " AND ", key -> "t.%1$s <=> s.%1$s".formatted(key));
        List<String> others =
                given.stream().filter(column -> !keys.contains(column)).toList();
        String update = others.isEmpty()
                ? ""
                : " WHEN MATCHED THEN UPDATE SET " + joined(others, ", ", c -> "t.%1$s = s.%1$s".formatted(c));
        List<String> all =
                table.schema().columns().stream().map(NestedField::name).toList();
        String values = all.stream()
                .map(column -> given.contains(column) ? "s." + Names.quoted(column) : "NULL")
                .collect(Collectors.joining(", "));
        return "MERGE INTO %s t USING %s s ON %s%s WHEN NOT MATCHED THEN INSERT (%s) VALUES (%s)"
                .formatted(sparkName, INCOMING, condition, update, joined(all, ", ", column -> column), values);
    }

    private static String joined(List<String> names, String separator, java.util.function.UnaryOperator<String> text) {
        return names.stream().map(Names::quoted).map(text).collect(Collectors.joining(separator));
    }
}
