package io.millrace.etl.job.rows;

import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.millrace.catalog.type.JsonKeys;
import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.arguments.JobArguments.OnError;
import io.millrace.etl.job.column.FailureColumns;
import io.millrace.etl.job.column.HiveTypes;
import io.millrace.etl.job.column.Names;
import io.millrace.etl.job.source.SourceObject;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.job.source.SourceTable.SourceColumn;
import io.millrace.etl.job.text.TextFiles;
import io.millrace.etl.lane.task.PartOpener;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;

/**
 * A run's input as Spark's rows with {@link RowOrigin}: of CSV and JSON lines by the columnar lane's parser, of everything else by {@link SourceReader}.
 *
 * @param rows the wanted columns and keys of the source, then the origin's columns
 * @param opener counts the lines before a part; empty where rows say their line themselves
 * @param fit whether a row can still have a reason; else the reading has ended at the first one, or cells are null
 */
public record SourceRows(Dataset<Row> rows, Optional<PartOpener> opener, Fit fit) {
    private static final String PARSED = "$parsed-";
    private static final String VALUE = "v";
    private static final String CORRUPT = "_corrupt";

    /** What is known of the rows. */
    enum Fit {
        ALL,
        /** {@link RowOrigin#REASON} says which do not. */
        SOME
    }

    /**
     * Reads, when an action asks for the rows.
     *
     * @param wanted the columns and keys that are looked at
     * @param origins whether a later step may reject rows
     */
    static SourceRows of(
            SparkSession spark,
            SourceTable source,
            List<SourceObject> objects,
            JobArguments arguments,
            Set<String> wanted,
            TextRows.Origins origins) {
        OnError onError = arguments.onError();
        if (TextFiles.obstacle(source).isPresent()) {
            Dataset<Row> rows = SourceReader.withOrigins(spark, onError).readObjects(source, objects);
            return new SourceRows(rows, Optional.empty(), SourceReader.fit(source, onError));
        }
        List<SourceColumn> columns = wanted(source.columns(), wanted);
        List<SourceColumn> keys = wanted(source.keys(), wanted);
        List<SourceColumn> nested = columns.stream()
                .filter(column -> HiveTypes.isNested(column.type()))
                .toList();
        boolean mayBeUnfit = !nested.isEmpty() && onError != OnError.NULL;
        PartOpener opener = TextFiles.opener(
                source,
                onError,
                arguments.unknownColumns(),
                new SerializableConfiguration(spark.sessionState().newHadoopConf()));
        Dataset<Row> rows = TextRows.of(
                spark, source, opener, columns, keys, objects, onError, mayBeUnfit ? TextRows.Origins.KEPT : origins);
        return new SourceRows(
                nested.isEmpty() ? rows : parsed(rows, source, columns, keys),
                Optional.of(opener),
                mayBeUnfit || onError == OnError.QUARANTINE ? Fit.SOME : Fit.ALL);
    }

    /** The rows of a query, which stand in no file. */
    public static SourceRows ofQuery(Dataset<Row> rows) {
        Dataset<Row> placed = rows;
        for (StructField field : RowOrigin.schema().fields()) {
            placed = placed.withColumn(field.name(), lit(null).cast(field.dataType()));
        }
        return new SourceRows(placed, Optional.empty(), Fit.ALL);
    }

    private static List<SourceColumn> wanted(List<SourceColumn> columns, Set<String> wanted) {
        return columns.stream().filter(column -> wanted.contains(column.name())).toList();
    }

    /** Nested columns, which are JSON texts, as values; one that does not parse is the row's reason. */
    private static Dataset<Row> parsed(
            Dataset<Row> rows, SourceTable source, List<SourceColumn> columns, List<SourceColumn> keys) {
        JsonKeys written = JsonKeys.of(source.parameters());
        Dataset<Row> read = rows;
        Column badColumn = RowOrigin.column(RowOrigin.COLUMN);
        Column reason = RowOrigin.column(RowOrigin.REASON);
        List<Column> result = new ArrayList<>();
        for (SourceColumn column : columns) {
            Column text = functions.col(Names.quoted(column.name()));
            if (!HiveTypes.isNested(column.type())) {
                result.add(text);
                continue;
            }
            String name = PARSED + column.name();
            StructType schema = new StructType()
                    .add(VALUE, HiveTypes.toSpark(written.written(column.name(), column.type())))
                    .add(CORRUPT, DataTypes.StringType);
            Column document = concat(lit("{\"" + VALUE + "\":"), text, lit("}"));
            read = read.withColumn(
                    name, functions.from_json(document, schema, Map.of("columnNameOfCorruptRecord", CORRUPT)));
            Column parsed = functions.col(Names.quoted(name));
            result.add(parsed.getField(VALUE)
                    .cast(HiveTypes.toSpark(column.type()))
                    .as(column.name()));
            Column unfit = parsed.getField(CORRUPT).isNotNull();
            badColumn = when(reason.isNull().and(unfit), lit(column.name())).otherwise(badColumn);
            reason = when(reason.isNull().and(unfit), concat(shown(text), lit(" is no " + column.type())))
                    .otherwise(reason);
        }
        keys.forEach(key -> result.add(functions.col(Names.quoted(key.name()))));
        for (String name : List.of(RowOrigin.FILE, RowOrigin.START, RowOrigin.SIZE, RowOrigin.LINE, RowOrigin.TEXT)) {
            result.add(RowOrigin.column(name));
        }
        result.add(badColumn.as(RowOrigin.COLUMN));
        result.add(reason.as(RowOrigin.REASON));
        return read.select(result.toArray(Column[]::new));
    }

    /** As the columnar lane's JSON reader shows values. */
    private static Column shown(Column json) {
        return when(json.startsWith("{"), lit("an object"))
                .when(json.startsWith("["), lit("an array"))
                .otherwise(FailureColumns.quoted(functions.regexp_replace(json, "^\"|\"$", "")));
    }
}
