package io.millrace.etl.job.rows;

import io.millrace.catalog.type.HiveType;
import io.millrace.etl.job.column.HiveTypes;
import io.millrace.etl.job.column.Names;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.job.source.SourceTable.SourceColumn;
import io.millrace.etl.job.storage.S3Paths;
import io.millrace.etl.lakehouse.EqualityDelete;
import io.millrace.etl.lakehouse.EqualityDelete.ComparedColumn;
import io.millrace.etl.lakehouse.LakeColumn;
import io.millrace.etl.lakehouse.LakeFile;
import io.millrace.etl.lakehouse.LakeSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A snapshot of an Iceberg, Delta or Hudi table as Spark rows: its files by Spark's Parquet reader, columns by number or name in the files, without the
 * rows that are deleted.
 */
final class LakeRows {
    private static final String FILE = "millrace.file";
    private static final String ROW = "millrace.row";

    private final SparkSession spark;
    private final SourceTable table;
    private final LakeSnapshot snapshot;
    private final List<SourceColumn> columns;

    /** The columns to read of the files, in the order in which they were asked for, by what tells them apart. */
    private final Map<String, LakeSchemas.FileColumn> read = new LinkedHashMap<>();

    LakeRows(SparkSession spark, SourceTable table, LakeSnapshot snapshot) {
        this.spark = spark;
        this.table = table;
        this.snapshot = snapshot;
        this.columns =
                Stream.concat(table.columns().stream(), table.keys().stream()).toList();
    }

    /** Columns and then partition keys. @throws JobFailureException for columns that the table no longer has */
    Dataset<Row> rows() {
        if (snapshot.files().isEmpty()) {
            StructType schema = new StructType();
            for (SourceColumn column : columns) {
                schema = schema.add(column.name(), HiveTypes.toSpark(column.type()), true);
            }
            return spark.createDataFrame(List.<Row>of(), schema);
        }
        List<Column> selected = new ArrayList<>();
        for (SourceColumn column : columns) {
            selected.add(value(lakeColumn(column), column.type()).as(column.name()));
        }
        Map<EqualityDelete, List<Column>> compared = new LinkedHashMap<>();
        for (EqualityDelete delete : snapshot.equalityDeletes()) {
            compared.put(
                    delete,
                    delete.columns().stream()
                            .map(column -> value(column.column(), HiveType.parse(column.type())))
                            .toList());
        }
        Dataset<Row> rows = withoutDeleted(files());
        int index = 0;
        for (Map.Entry<EqualityDelete, List<Column>> delete : compared.entrySet()) {
            rows = withoutEqual(rows, delete.getKey(), delete.getValue(), index++);
        }
        return rows.select(selected.toArray(Column[]::new));
    }

    private LakeColumn lakeColumn(SourceColumn column) {
        LakeColumn found = snapshot.column(table.name(), column.name());
        if (found.initial().isPresent()) {
            throw new JobFailureException(
                    "Cannot read column %s of table %s: it has a value for rows that are older than itself, which Spark's reader does not know; read it with SQL, or have Iceberg rewrite the data files"
                            .formatted(column.name(), table.name()));
        }
        return found;
    }

    /** The column over those that are read, which the call adds it to. */
    private Column value(LakeColumn column, HiveType type) {
        LakeSchemas.FileColumn file = LakeSchemas.column(table.name(), column, type);
        // A number tells a column apart whatever it was called.
        String name = column.id().isPresent()
                ? "id." + column.id().getAsInt()
                : column.fileNames().get(0);
        read.putIfAbsent(name.toLowerCase(Locale.ROOT), file.named(name));
        Column stored = functions.col(Names.quoted(name)).cast(HiveTypes.toSpark(type));
        String constant = column.name().toLowerCase(Locale.ROOT);
        if (snapshot.files().stream().noneMatch(each -> each.constants().containsKey(constant))) {
            return stored;
        }
        Column value = functions
                .udf(LakeFileValues.ofConstant(snapshot, constant), DataTypes.StringType)
                .apply(functions.col(Names.quoted(FILE)));
        return functions.coalesce(stored, value.cast(HiveTypes.toSpark(type)));
    }

    private DataFrameReader reader(StructType schema) {
        return spark.read()
                .option("recursiveFileLookup", "true")
                .option("__globPaths__", "false")
                .schema(schema);
    }

    private Dataset<Row> files() {
        StructType schema = new StructType();
        for (LakeSchemas.FileColumn column : read.values()) {
            schema = schema.add(column.field());
        }
        String[] paths = snapshot.files().stream()
                .map(LakeFile::uri)
                .map(uri -> S3Paths.toHadoop(uri).toString())
                .toArray(String[]::new);
        return reader(schema)
                .parquet(paths)
                .select(
                        functions.col("*"),
                        functions.col("_metadata.file_path").as(FILE),
                        functions.col("_metadata.row_index").as(ROW));
    }

    private Dataset<Row> withoutDeleted(Dataset<Row> rows) {
        if (snapshot.files().stream().allMatch(file -> file.deleted().isEmpty())) {
            return rows;
        }
        return rows.filter(functions.not(functions
                .udf(LakeFileValues.DeletedRows.of(snapshot), DataTypes.BooleanType)
                .apply(functions.col(Names.quoted(FILE)), functions.col(Names.quoted(ROW)))));
    }

    private Dataset<Row> withoutEqual(Dataset<Row> rows, EqualityDelete delete, List<Column> compared, int index) {
        StructType schema = new StructType();
        List<Column> values = new ArrayList<>();
        for (ComparedColumn column : delete.columns()) {
            String name = "millrace.deleted." + index + "." + values.size();
            HiveType type = HiveType.parse(column.type());
            schema = schema.add(LakeSchemas.column(table.name(), column.column(), type)
                    .named(name)
                    .field());
            values.add(functions
                    .col(Names.quoted(name))
                    .cast(HiveTypes.toSpark(type))
                    .as(name));
        }
        String path =
                S3Paths.toHadoop("s3://" + delete.bucket() + "/" + delete.key()).toString();
        Dataset<Row> deleted = reader(schema).parquet(path).select(values.toArray(Column[]::new));
        Column condition = functions
                .udf(LakeFileValues.Applies.of(snapshot, index), DataTypes.BooleanType)
                .apply(functions.col(Names.quoted(FILE)));
        for (int i = 0; i < compared.size(); i++) {
            condition = condition.and(
                    compared.get(i).eqNullSafe(functions.col(Names.quoted("millrace.deleted." + index + "." + i))));
        }
        return rows.join(deleted, condition, "left_anti");
    }
}
