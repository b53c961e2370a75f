package io.millrace.etl.job;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.JsonKeys;
import io.millrace.etl.job.JobArguments.OnError;
import io.millrace.etl.job.SourceTable.Folder;
import io.millrace.etl.job.SourceTable.SourceColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A catalog table as Spark rows, every column in the type that the catalog gives it. The schema is never inferred. With
 * {@link OnError#FAIL} a row with too few or too many fields and a cell that does not parse end the reading; an empty cell is
 * null.
 */
final class SourceReader {
    private final SparkSession spark;
    private final OnError onError;

    SourceReader(SparkSession spark, OnError onError) {
        this.spark = spark;
        this.onError = onError;
    }

    /** The rows of the folders, columns and then partition keys. */
    Dataset<Row> read(SourceTable table, List<Folder> folders) {
        if (folders.isEmpty()) {
            return spark.createDataFrame(List.<Row>of(), emptySchema(table));
        }
        String[] paths = folders.stream()
                .map(folder -> S3Paths.toHadoop(folder.location()).toString())
                .toArray(String[]::new);
        DataFrameReader reader = spark.read()
                .option("mode", onError == OnError.FAIL ? "FAILFAST" : "PERMISSIVE")
                // Values come from the catalog; Spark must not guess them from folder names or take a name for a
                // pattern.
                .option("recursiveFileLookup", "true")
                .option("__globPaths__", "false");
        Dataset<Row> rows = switch (table.format()) {
            case CSV ->
                reader.options(CsvOptions.of(table)).schema(csvSchema(table)).csv(paths);
            case JSON -> reader.schema(jsonSchema(table)).json(paths);
            case PARQUET ->
                reader.schema(schema(table, SourceColumn::name, HiveTypes::toSparkParquet))
                        .parquet(paths);
        };
        return rows.select(columns(table, folders, rows));
    }

    private static Column[] columns(SourceTable table, List<Folder> folders, Dataset<Row> rows) {
        List<Column> columns = new ArrayList<>();
        String[] names = rows.columns();
        for (int i = 0; i < names.length; i++) {
            SourceColumn column = table.columns().get(i);
            columns.add(rows.col(Names.quoted(names[i]))
                    .cast(HiveTypes.toSpark(column.type()))
                    .as(column.name()));
        }
        for (int i = 0; i < table.keys().size(); i++) {
            SourceColumn key = table.keys().get(i);
            UserDefinedFunction value = functions.udf(FolderValues.ofKey(folders, i), DataTypes.StringType);
            columns.add(value.apply(functions.col("_metadata.file_path"))
                    .cast(HiveTypes.toSpark(key.type()))
                    .as(key.name()));
        }
        return columns.toArray(Column[]::new);
    }

    private static StructType csvSchema(SourceTable table) {
        for (SourceColumn column : table.columns()) {
            if (!HiveTypes.isFlat(column.type())) {
                throw new JobFailureException("Cannot read column %s of CSV table %s: type %s is not supported in CSV"
                        .formatted(column.name(), table.name(), column.type()));
            }
        }
        return schema(table, SourceColumn::name, HiveTypes::toSpark);
    }

    /** JSON keys are compared as they are written; {@link JsonKeys} knows them. */
    private static StructType jsonSchema(SourceTable table) {
        JsonKeys keys = JsonKeys.of(table.parameters());
        return schema(table, column -> keys.of(column.name()), type -> HiveTypes.toSpark(keys.written(type)));
    }

    private static StructType schema(
            SourceTable table, Function<SourceColumn, String> name, Function<HiveType, DataType> type) {
        StructType schema = new StructType();
        for (SourceColumn column : table.columns()) {
            schema = schema.add(name.apply(column), type.apply(column.type()), true);
        }
        return schema;
    }

    private static StructType emptySchema(SourceTable table) {
        StructType schema = schema(table, SourceColumn::name, HiveTypes::toSpark);
        for (SourceColumn key : table.keys()) {
            schema = schema.add(key.name(), HiveTypes.toSpark(key.type()), true);
        }
        return schema;
    }
}
