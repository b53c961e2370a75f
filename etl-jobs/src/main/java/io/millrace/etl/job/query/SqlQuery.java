package io.millrace.etl.job.query;

import io.millrace.catalog.type.HiveType;
import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.arguments.JobArguments.TableName;
import io.millrace.etl.job.catalog.SourceCatalog;
import io.millrace.etl.job.column.HiveTypes;
import io.millrace.etl.job.column.Names;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.projection.Projection;
import io.millrace.etl.job.rows.CheckedRows;
import io.millrace.etl.job.source.SourceFiles;
import io.millrace.etl.job.source.SourceListing;
import io.millrace.etl.job.source.SourceObject;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.job.source.SourceTable.Format;
import io.millrace.etl.job.source.SourceTable.SourceColumn;
import io.millrace.etl.job.text.TextFiles;
import io.millrace.etl.lane.expression.Expression;
import io.millrace.etl.lane.expression.NamedExpression;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructField;

/**
 * The argument {@code --sql}: a query in Spark SQL over tables of the Data Catalog, whose rows the run writes. Each table is read as a job would read it
 * alone, as the objects that it had when the query was opened.
 */
public final class SqlQuery {
    /** What the rows come from, in messages. */
    private static final String NAME = "of --sql";

    private final SparkSession spark;
    private final SourceCatalog catalog;
    private final JobArguments arguments;
    private final Map<TableName, Opened> tables = new LinkedHashMap<>();

    private SqlQuery(SparkSession spark, SourceCatalog catalog, JobArguments arguments) {
        this.spark = spark;
        this.catalog = catalog;
        this.arguments = arguments;
    }

    /** A table that the query reads. */
    private record Opened(List<String> locations, List<SourceObject> objects, Dataset<Row> rows) {}

    /**
     * A query that was found to be right.
     *
     * @param source the columns of its rows, as those of a table
     * @param locations of the tables that it reads, and of their partitions
     * @param inputs their objects
     * @param rows its rows, with the columns' types
     */
    public record Checked(SourceTable source, List<String> locations, List<SourceObject> inputs, Dataset<Row> rows) {}

    /** Opens the tables and checks the query. @throws JobFailureException in a sentence, with the place where Spark tells one */
    public static Checked check(SparkSession spark, SourceCatalog catalog, JobArguments arguments) {
        return new SqlQuery(spark, catalog, arguments).check(arguments.sql().orElseThrow());
    }

    private Checked check(String sql) {
        Dataset<Row> rows;
        try {
            rows = new SqlTables(spark, this::table).query(sql);
        } catch (AnalysisException e) {
            throw new JobFailureException("Argument '--sql': " + SqlTables.sentence(e), e);
        }
        List<SourceColumn> columns = columns(rows);
        List<Column> typed = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            SourceColumn column = columns.get(i);
            typed.add(functions
                    .col(Names.quoted(rows.columns()[i]))
                    .cast(HiveTypes.toSpark(column.type()))
                    .as(column.name()));
        }
        return new Checked(
                new SourceTable(NAME, Format.QUERY, columns, List.of(), List.of(), Map.of()),
                tables.values().stream()
                        .flatMap(table -> table.locations().stream())
                        .toList(),
                tables.values().stream()
                        .flatMap(table -> table.objects().stream())
                        .toList(),
                rows.select(typed.toArray(Column[]::new)));
    }

    private SqlTables.Bound table(List<String> name) {
        Optional<String> database = name.size() == 2 ? Optional.of(name.get(0)) : arguments.sourceDatabase();
        if (name.size() > 2 || database.isEmpty()) {
            throw new JobFailureException("Argument '--sql': write table %s as database.table%s"
                    .formatted(String.join(".", name), name.size() == 1 ? ", or give --source-database" : ""));
        }
        TableName found = new TableName(database.get(), name.get(name.size() - 1));
        return new SqlTables.Bound(
                found, tables.computeIfAbsent(found, this::open).rows());
    }

    private Opened open(TableName name) {
        SourceListing listing = new SourceListing(catalog, name);
        SourceFiles files = new SourceFiles(spark.sessionState().newHadoopConf());
        SourceTable table = listing.table();
        TextFiles.checkUnknownColumns(arguments.unknownColumns(), table);
        List<SourceObject> objects = table.snapshot().isPresent() ? files.objects(table) : listing.objects(files);
        List<NamedExpression> all = Stream.concat(table.columns().stream(), table.keys().stream())
                .map(column -> new NamedExpression(column.name(), new Expression.Column(column.name(), column.type())))
                .toList();
        Projection columns = new Projection(all, List.of(), Optional.empty());
        return new Opened(
                Stream.concat(
                                Stream.of(listing.location()),
                                table.folders().stream().map(SourceTable.Folder::location))
                        .toList(),
                objects,
                CheckedRows.of(spark, table, objects, columns, arguments).sample());
    }

    private static List<SourceColumn> columns(Dataset<Row> rows) {
        List<SourceColumn> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (StructField field : rows.schema().fields()) {
            String name = field.name().toLowerCase(Locale.ROOT);
            if (!name.matches("[a-z_][a-z0-9_]*")) {
                throw new JobFailureException(
                        "Argument '--sql': the column %s needs a name of letters, digits and _; write … AS name"
                                .formatted(field.name()));
            }
            if (!names.add(name)) {
                throw new JobFailureException(
                        "Argument '--sql': two columns are named %s; write … AS another_name".formatted(name));
            }
            columns.add(new SourceColumn(name, type(field)));
        }
        return columns;
    }

    private static HiveType type(StructField field) {
        String type = field.dataType().catalogString().replace("timestamp_ntz", "timestamp");
        try {
            return HiveType.parse(type);
        } catch (IllegalArgumentException e) {
            throw new JobFailureException(
                    "Argument '--sql': column %s is %s, which no column of a table can be; write CAST(… AS type)"
                            .formatted(field.name(), type),
                    e);
        }
    }

    /** Why a query failed while it ran, if it is Spark's own reason. */
    public static Optional<String> reason(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ArithmeticException || cause instanceof NumberFormatException) {
                return Optional.of(SqlTables.sentence(Objects.requireNonNullElse(cause.getMessage(), "")));
            }
        }
        return Optional.empty();
    }
}
