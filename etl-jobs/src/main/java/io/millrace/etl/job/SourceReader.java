package io.millrace.etl.job;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.JsonKeys;
import io.millrace.etl.job.JobArguments.OnError;
import io.millrace.etl.job.SourceTable.Folder;
import io.millrace.etl.job.SourceTable.SourceColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A catalog table as Spark rows, every column in the type that the catalog gives it. The schema is never inferred. With
 * {@link OnError#FAIL} a row with too few or too many fields and a cell that does not parse end the reading; an empty cell is
 * null.
 */
final class SourceReader {
    /** The crawlers' parameter for JSON files that are not one object a line. */
    static final String JSON_LAYOUT = "millrace.json-layout";

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
        return read(table, folders, new SourceFiles(spark.sparkContext().hadoopConfiguration()).paths(table, folders));
    }

    /** The rows of exactly these objects. */
    Dataset<Row> readObjects(SourceTable table, List<SourceObject> objects) {
        List<Folder> folders =
                objects.stream().map(SourceObject::folder).distinct().toList();
        return read(
                table,
                folders,
                objects.stream()
                        .map(object -> S3Paths.toHadoop(object.object().uri()).toString())
                        .toArray(String[]::new));
    }

    private Dataset<Row> read(SourceTable table, List<Folder> folders, String[] paths) {
        DataFrameReader reader = spark.read()
                .option("mode", onError == OnError.FAIL ? "FAILFAST" : "PERMISSIVE")
                // Values come from the catalog; Spark must not guess them from folder names or take a name for a
                // pattern.
                .option("recursiveFileLookup", "true")
                .option("__globPaths__", "false");
        if (table.format() == SourceTable.Format.JSON && table.parameters().containsKey(JSON_LAYOUT)) {
            return documents(table, folders, reader.format("binaryFile").load(paths));
        }
        Dataset<Row> rows = switch (table.format()) {
            case CSV ->
                reader.options(CsvOptions.of(table)).schema(csvSchema(table)).csv(paths);
            case JSON -> reader.schema(jsonSchema(table)).json(paths);
            case ORC ->
                reader.schema(schema(table, SourceColumn::name, HiveTypes::toSpark))
                        .orc(paths);
            case PARQUET ->
                reader.schema(schema(table, SourceColumn::name, HiveTypes::toSparkParquet))
                        .parquet(paths);
        };
        return rows.select(columns(table, folders, rows));
    }

    /** The rows of JSON files that are not one object a line. A malformed file ends the reading, whatever is to happen to bad cells. */
    private Dataset<Row> documents(SourceTable table, List<Folder> folders, Dataset<Row> files) {
        SerializableConfiguration configuration =
                new SerializableConfiguration(spark.sessionState().newHadoopConf());
        StructType texts = new StructType().add("file", DataTypes.StringType).add("json", DataTypes.StringType);
        Dataset<Row> objects = files.select("path").flatMap(new DocumentTexts(configuration), Encoders.row(texts));
        StructType schema = jsonSchema(table);
        Map<String, String> options = Map.of("mode", onError == OnError.FAIL ? "FAILFAST" : "PERMISSIVE");
        Column parsed = functions.from_json(functions.col("json"), schema, options);
        Dataset<Row> rows = objects.select(functions.col("file"), parsed.as("object"));
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            columns.add(rows.col("object").getField(schema.fieldNames()[i]));
        }
        return rows.select(columns(table, folders, columns, functions.col("file")));
    }

    /** Opens files in the tasks. */
    private record DocumentTexts(SerializableConfiguration configuration) implements FlatMapFunction<Row, Row> {
        @Override
        public Iterator<Row> call(Row file) throws IOException {
            Path path = new Path(file.getString(0));
            String uri = path.toUri().toString();
            JsonDocuments documents = JsonDocuments.open(path, configuration.value());
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return documents.hasNext();
                }

                @Override
                public Row next() {
                    return RowFactory.create(uri, documents.next());
                }
            };
        }
    }

    private static Column[] columns(SourceTable table, List<Folder> folders, Dataset<Row> rows) {
        List<Column> found = Arrays.stream(rows.columns())
                .map(name -> rows.col(Names.quoted(name)))
                .toList();
        return columns(table, folders, found, functions.col("_metadata.file_path"));
    }

    /** @param found the table's columns in its order; {@code file}: the URI of the file that a row is from */
    private static Column[] columns(SourceTable table, List<Folder> folders, List<Column> found, Column file) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            SourceColumn column = table.columns().get(i);
            columns.add(found.get(i).cast(HiveTypes.toSpark(column.type())).as(column.name()));
        }
        for (int i = 0; i < table.keys().size(); i++) {
            SourceColumn key = table.keys().get(i);
            UserDefinedFunction value = functions.udf(FolderValues.ofKey(folders, i), DataTypes.StringType);
            columns.add(value.apply(file).cast(HiveTypes.toSpark(key.type())).as(key.name()));
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
