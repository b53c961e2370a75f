package io.millrace.etl.job.rows;

import io.millrace.catalog.record.ReadingRules;
import io.millrace.catalog.record.ReadingRules.BinaryText;
import io.millrace.catalog.record.ReadingRules.Unmatched;
import io.millrace.catalog.record.RecordFormat;
import io.millrace.catalog.type.JsonKeys;
import io.millrace.etl.job.arguments.JobArguments.OnError;
import io.millrace.etl.job.column.HiveTypes;
import io.millrace.etl.job.column.Names;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.source.FolderValues;
import io.millrace.etl.job.source.SourceFiles;
import io.millrace.etl.job.source.SourceObject;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.job.source.SourceTable.Folder;
import io.millrace.etl.job.source.SourceTable.SourceColumn;
import io.millrace.etl.job.storage.ObjectStreams;
import io.millrace.etl.job.storage.S3Paths;
import io.millrace.etl.job.text.CsvOptions;
import io.millrace.etl.lane.csv.CompressedInput;
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
public final class SourceReader {
    private static final String CORRUPT = "_millrace_corrupt";
    private static final String CORRUPT_OPTION = "columnNameOfCorruptRecord";
    private static final String UNFIT = "the row does not fit the table's columns";

    private final SparkSession spark;
    private final OnError onError;
    private final boolean withOrigins;

    public SourceReader(SparkSession spark, OnError onError) {
        this(spark, onError, false);
    }

    private SourceReader(SparkSession spark, OnError onError, boolean withOrigins) {
        this.spark = spark;
        this.onError = onError;
        this.withOrigins = withOrigins;
    }

    /** A reader whose rows have {@link RowOrigin} behind their columns; with {@link OnError#QUARANTINE} rows that do not fit are among them. */
    static SourceReader withOrigins(SparkSession spark, OnError onError) {
        return new SourceReader(spark, onError, true);
    }

    /** The rows of the folders, columns and then partition keys. */
    public Dataset<Row> read(SourceTable table, List<Folder> folders) {
        if (table.snapshot().isPresent()) {
            return new LakeRows(spark, table, table.snapshot().get()).rows();
        }
        if (folders.isEmpty()) {
            return spark.createDataFrame(List.<Row>of(), emptySchema(table));
        }
        return read(table, folders, new SourceFiles(spark.sparkContext().hadoopConfiguration()).paths(table, folders));
    }

    /** The rows of exactly these objects; of a snapshot they are all of its files. */
    public Dataset<Row> readObjects(SourceTable table, List<SourceObject> objects) {
        if (table.snapshot().isPresent()) {
            return new LakeRows(spark, table, table.snapshot().get()).rows();
        }
        objects.forEach(object -> checkCompression(table, object.object().uri()));
        List<Folder> folders =
                objects.stream().map(SourceObject::folder).distinct().toList();
        return read(
                table,
                folders,
                objects.stream()
                        .map(object -> S3Paths.toHadoop(object.object().uri()).toString())
                        .toArray(String[]::new));
    }

    /** Spark's own readers of text know a compression by the name, and take the bytes for text where it says nothing. */
    private static void checkCompression(SourceTable table, String uri) {
        boolean sparks = (table.format() == SourceTable.Format.CSV || table.format() == SourceTable.Format.JSON)
                && !table.parameters().containsKey(SourceTable.JSON_LAYOUT)
                && table.records().isEmpty();
        if (sparks && ObjectStreams.isFoundCompressed(table.parameters()) && !CompressedInput.isCompressed(uri)) {
            throw new JobFailureException(
                    "Cannot read %s: files of table %s are compressed, and Spark's reader, which this table needs, knows that by the name alone; end it as others of its kind, such as .gz"
                            .formatted(uri, table.name()));
        }
    }

    private Dataset<Row> read(SourceTable table, List<Folder> folders, String[] paths) {
        DataFrameReader reader = spark.read()
                .option("mode", onError == OnError.FAIL ? "FAILFAST" : "PERMISSIVE")
                // Values come from the catalog; Spark must not guess them from folder names or take a name for a
                // pattern.
                .option("recursiveFileLookup", "true")
                .option("__globPaths__", "false");
        if (table.format() == SourceTable.Format.JSON && table.parameters().containsKey(SourceTable.JSON_LAYOUT)) {
            return objects(table, folders, reader.format("binaryFile").load(paths), DocumentTexts::new);
        }
        if (table.records().isPresent()) {
            RecordFormat format = table.records().get();
            Unmatched unmatched = onError == OnError.NULL ? Unmatched.NULLS : Unmatched.REFUSED;
            ReadingRules rules = new ReadingRules(BinaryText.BASE64, unmatched);
            return objects(
                    table,
                    folders,
                    reader.format("binaryFile").load(paths),
                    configuration -> new RecordTexts(configuration, format, rules));
        }
        if (table.format() == SourceTable.Format.ORC) {
            return orc(table, folders, reader, List.of(paths));
        }
        Dataset<Row> rows = switch (table.format()) {
            case CSV ->
                reader.options(CsvOptions.of(table))
                        .option(CORRUPT_OPTION, CORRUPT)
                        .schema(withCorrupt(csvSchema(table)))
                        .csv(paths);
            case JSON -> reader.schema(jsonSchema(table)).json(paths);
            case ORC, LAKEHOUSE, AVRO, XML, LOG, JSON_PATH, QUERY -> throw new AssertionError("read above");
            case PARQUET ->
                reader.schema(schema(table, SourceColumn::name, column -> HiveTypes.toSparkParquet(column.type())))
                        .parquet(paths);
        };
        return rows.select(columns(table, folders, rows));
    }

    private Dataset<Row> orc(SourceTable table, List<Folder> folders, DataFrameReader reader, List<String> files) {
        Dataset<Row> all = null;
        for (Map.Entry<StructType, List<String>> group :
                OrcTimestamps.bySchema(spark, table, files).entrySet()) {
            Dataset<Row> rows =
                    reader.schema(group.getKey()).orc(group.getValue().toArray(String[]::new));
            Dataset<Row> selected = rows.select(columns(table, folders, rows));
            all = all == null ? selected : all.unionAll(selected);
        }
        return all == null ? spark.createDataFrame(List.<Row>of(), emptySchema(table)) : all;
    }

    /** The rows of files that hold or become JSON objects, but not one a line. A malformed file ends the reading, whatever is to happen to bad cells. */
    private Dataset<Row> objects(
            SourceTable table,
            List<Folder> folders,
            Dataset<Row> files,
            Function<SerializableConfiguration, FlatMapFunction<Row, Row>> reading) {
        SerializableConfiguration configuration =
                new SerializableConfiguration(spark.sessionState().newHadoopConf());
        StructType texts = new StructType()
                .add("file", DataTypes.StringType)
                .add("json", DataTypes.StringType)
                .add("number", DataTypes.LongType);
        Dataset<Row> objects = files.select("path").flatMap(reading.apply(configuration), Encoders.row(texts));
        // With their origin rows that do not fit are told by file and column, and end the reading later.
        boolean corruptKept = onError == OnError.QUARANTINE || (withOrigins && onError == OnError.FAIL);
        StructType schema = corruptKept ? jsonSchema(table).add(CORRUPT, DataTypes.StringType) : jsonSchema(table);
        Map<String, String> options = Map.of(
                "mode", onError == OnError.FAIL && !corruptKept ? "FAILFAST" : "PERMISSIVE", CORRUPT_OPTION, CORRUPT);
        Column parsed = functions.from_json(functions.col("json"), schema, options);
        Dataset<Row> rows = objects.select(
                functions.col("file"), functions.col("json"), functions.col("number"), parsed.as("object"));
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            columns.add(rows.col("object").getField(schema.fieldNames()[i]));
        }
        List<Column> selected = columns(table, folders, columns, functions.col("file"));
        if (withOrigins) {
            Column none = functions.lit(null).cast(DataTypes.StringType);
            Column corrupt = corruptKept ? rows.col("object").getField(CORRUPT) : none;
            List<Column> origin =
                    origin(functions.col("file"), functions.col("number"), functions.col("json"), corrupt);
            selected.addAll(corruptKept ? withColumn(origin, corrupt, unfit(table)) : origin);
        }
        return rows.select(selected.toArray(Column[]::new));
    }

    /** The first column whose value is none of its type; known by reading the record once more for each column. */
    private static Column unfit(SourceTable table) {
        StructType schema = jsonSchema(table);
        List<Column> names = new ArrayList<>();
        for (int i = 0; i < schema.length(); i++) {
            StructType alone = new StructType().add(schema.fields()[i]).add(CORRUPT, DataTypes.StringType);
            Column read = functions.from_json(functions.col("json"), alone, Map.of(CORRUPT_OPTION, CORRUPT));
            names.add(functions.when(
                    read.getField(CORRUPT).isNotNull(),
                    functions.lit(table.columns().get(i).name())));
        }
        return functions.coalesce(names.toArray(Column[]::new));
    }

    /** The origin with the column's name, and its type as the reason. */
    private static List<Column> withColumn(List<Column> origin, Column corrupt, Column unfit) {
        List<Column> named = new ArrayList<>(origin);
        int column = named.size() - 2;
        named.set(column, functions.when(corrupt.isNotNull(), unfit).as(RowOrigin.COLUMN));
        return named;
    }

    /** Whether rows that do not fit are among those that a reader {@link #withOrigins} reads. */
    static SourceRows.Fit fit(SourceTable table, OnError onError) {
        boolean records = table.records().isPresent() || table.parameters().containsKey(SourceTable.JSON_LAYOUT);
        boolean some = onError == OnError.QUARANTINE
                || (onError == OnError.FAIL && records && table.snapshot().isEmpty());
        return some ? SourceRows.Fit.SOME : SourceRows.Fit.ALL;
    }

    /** Spark tells the text of a row that does not fit, and neither its line nor the reason. */
    private StructType withCorrupt(StructType schema) {
        return onError == OnError.QUARANTINE ? schema.add(CORRUPT, DataTypes.StringType) : schema;
    }

    /** @param corrupt not null if the row does not fit */
    private static List<Column> origin(Column file, Column line, Column text, Column corrupt) {
        Column none = functions.lit(null).cast(DataTypes.StringType);
        return List.of(
                file.as(RowOrigin.FILE),
                functions.lit(0L).as(RowOrigin.START),
                functions.lit(0L).as(RowOrigin.SIZE),
                line.as(RowOrigin.LINE),
                text.as(RowOrigin.TEXT),
                none.as(RowOrigin.COLUMN),
                functions.when(corrupt.isNotNull(), functions.lit(UNFIT)).as(RowOrigin.REASON));
    }

    /** Opens files in the tasks. */
    private record DocumentTexts(SerializableConfiguration configuration) implements FlatMapFunction<Row, Row> {
        @Override
        public Iterator<Row> call(Row file) throws IOException {
            Path path = new Path(file.getString(0));
            String uri = path.toUri().toString();
            return numbered(uri, JsonDocuments.open(path, configuration.value()));
        }
    }

    /** The same for files whose records are none of JSON's. */
    private record RecordTexts(SerializableConfiguration configuration, RecordFormat format, ReadingRules rules)
            implements FlatMapFunction<Row, Row> {
        @Override
        public Iterator<Row> call(Row file) throws IOException {
            Path path = new Path(file.getString(0));
            return numbered(path.toUri().toString(), RecordRows.open(path, configuration.value(), format, rules));
        }
    }

    private static Iterator<Row> numbered(String file, Iterator<String> texts) {
        return new Iterator<>() {
            private long number;

            @Override
            public boolean hasNext() {
                return texts.hasNext();
            }

            @Override
            public Row next() {
                return RowFactory.create(file, texts.next(), ++number);
            }
        };
    }

    private Column[] columns(SourceTable table, List<Folder> folders, Dataset<Row> rows) {
        List<Column> found = Arrays.stream(rows.columns())
                .map(name -> rows.col(Names.quoted(name)))
                .toList();
        Column file = functions.col("_metadata.file_path");
        List<Column> columns = columns(table, folders, found, file);
        if (withOrigins) {
            columns.addAll(origin(table, found, file));
        }
        return columns.toArray(Column[]::new);
    }

    /** The rows of formats whose readers are Spark's own; what Spark does not say of a row is null. */
    private List<Column> origin(SourceTable table, List<Column> found, Column file) {
        Column none = functions.lit(null).cast(DataTypes.StringType);
        int width = table.columns().size();
        Column line = table.format() == SourceTable.Format.PARQUET
                ? functions.col("_metadata.row_index").plus(functions.lit(1L))
                : none.cast(DataTypes.LongType);
        Column values = functions.to_json(
                functions.struct(found.subList(0, width).toArray(Column[]::new)), Map.of("ignoreNullFields", "false"));
        if (found.size() == width) {
            return origin(file, line, values, none);
        }
        // Spark does not read the texts of corrupt rows alone.
        return origin(file, line, functions.coalesce(found.get(width), values), found.get(width));
    }

    /** @param found the table's columns in its order; {@code file}: the URI of the file that a row is from */
    private static List<Column> columns(SourceTable table, List<Folder> folders, List<Column> found, Column file) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            SourceColumn column = table.columns().get(i);
            columns.add(found.get(i).cast(HiveTypes.toSpark(column.type())).as(column.name()));
        }
        for (int i = 0; i < table.keys().size(); i++) {
            SourceColumn key = table.keys().get(i);
            UserDefinedFunction value = functions.udf(FolderValues.ofKey(folders, i), DataTypes.StringType);
            columns.add(value.apply(file).cast(HiveTypes.toSpark(key.type())).as(key.name()));
        }
        return columns;
    }

    private static StructType csvSchema(SourceTable table) {
        for (SourceColumn column : table.columns()) {
            if (!HiveTypes.isFlat(column.type())) {
                throw new JobFailureException("Cannot read column %s of CSV table %s: type %s is not supported in CSV"
                        .formatted(column.name(), table.name(), column.type()));
            }
        }
        return schema(table, SourceColumn::name, column -> HiveTypes.toSpark(column.type()));
    }

    /** JSON keys are compared as they are written; {@link JsonKeys} knows them. */
    private static StructType jsonSchema(SourceTable table) {
        JsonKeys keys = JsonKeys.of(table.parameters());
        return schema(
                table,
                column -> keys.of(column.name()),
                column -> HiveTypes.toSpark(keys.written(column.name(), column.type())));
    }

    private static StructType schema(
            SourceTable table, Function<SourceColumn, String> name, Function<SourceColumn, DataType> type) {
        StructType schema = new StructType();
        for (SourceColumn column : table.columns()) {
            schema = schema.add(name.apply(column), type.apply(column), true);
        }
        return schema;
    }

    private static StructType emptySchema(SourceTable table) {
        StructType schema = schema(table, SourceColumn::name, column -> HiveTypes.toSpark(column.type()));
        for (SourceColumn key : table.keys()) {
            schema = schema.add(key.name(), HiveTypes.toSpark(key.type()), true);
        }
        return schema;
    }
}
