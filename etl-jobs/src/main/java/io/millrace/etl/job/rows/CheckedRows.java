package io.millrace.etl.job.rows;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.arguments.JobArguments.OnError;
import io.millrace.etl.job.column.ExpressionColumns;
import io.millrace.etl.job.column.FailureColumns;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.projection.Projection;
import io.millrace.etl.job.source.SourceObject;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.lane.expression.NamedExpression;
import io.millrace.etl.lane.task.RejectedRowsTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A run's input on Spark's lane, of which each row is known to fit, to be filtered out, or to be bad, by the columnar lane's rules. With {@link
 * OnError#FAIL} the first bad row ends the reading.
 */
public final class CheckedRows {
    private static final String BAD = "$bad";
    private static final String BAD_COLUMN = "column";
    private static final String BAD_REASON = "reason";
    private static final String KEPT = "$kept";
    private static final String READ = "read";
    private static final String REJECTED = "rejected";

    private static final StructType BAD_TYPE =
            new StructType().add(BAD_COLUMN, DataTypes.StringType).add(BAD_REASON, DataTypes.StringType);

    private final Dataset<Row> checked;
    private final Projection projection;
    private final Column file;
    private final Column line;
    private final Observation counts = new Observation("rows");

    private CheckedRows(Dataset<Row> checked, Projection projection, SourceRows source) {
        this.checked = checked;
        this.projection = projection;
        this.file = RowOrigin.file(source.opener());
        this.line = RowOrigin.line(source.opener());
    }

    /** What became of the rows; known when the output was written. */
    public record Counts(long read, long rejected, long kept) {}

    /** Plans the reading of a run's input. */
    public static CheckedRows of(
            SparkSession spark,
            SourceTable table,
            List<SourceObject> inputs,
            Projection projection,
            JobArguments arguments) {
        OnError onError = arguments.onError();
        Optional<Column> failure = onError == OnError.NULL ? Optional.empty() : failure(projection);
        SourceRows source = SourceRows.of(
                spark,
                table,
                inputs,
                arguments,
                projection.neededColumns(),
                failure.isPresent() ? TextRows.Origins.KEPT : TextRows.Origins.LEFT_OUT);
        return of(source, projection, onError, failure);
    }

    /** Plans the writing of rows that are known to fit. */
    public static CheckedRows of(SourceRows source, Projection projection) {
        return of(source, projection, OnError.FAIL, failure(projection));
    }

    private static CheckedRows of(SourceRows source, Projection projection, OnError onError, Optional<Column> failure) {
        Column unread = RowOrigin.column(RowOrigin.REASON);
        Column none = lit(null).cast(BAD_TYPE);
        Column bad = source.fit() == SourceRows.Fit.ALL
                ? failure.orElse(none)
                : when(unread.isNotNull(), bad(RowOrigin.column(RowOrigin.COLUMN), unread))
                        .otherwise(failure.orElse(none));
        Dataset<Row> rows = source.rows().withColumn(BAD, bad);
        CheckedRows checked = new CheckedRows(rows, projection, source);
        boolean ends = onError == OnError.FAIL && (failure.isPresent() || source.fit() == SourceRows.Fit.SOME);
        return ends ? new CheckedRows(rows.filter(checked.demand()), projection, source) : checked;
    }

    private Column demand() {
        return RowOrigin.demand(file, line, col(BAD).getField(BAD_COLUMN), col(BAD).getField(BAD_REASON));
    }

    private static Column bad(Column column, Column reason) {
        return struct(column.cast(DataTypes.StringType).as(BAD_COLUMN), reason.as(BAD_REASON));
    }

    /** The first expression that has no value for a row; those of the output are looked at where the filter holds. */
    private static Optional<Column> failure(Projection projection) {
        FailureColumns failures = new FailureColumns();
        List<Column> outputs = new ArrayList<>();
        for (NamedExpression output : outputs(projection)) {
            failures.of(output.value())
                    .ifPresent(reason -> outputs.add(when(reason.isNotNull(), bad(lit(output.name()), reason))));
        }
        Optional<Column> selected = outputs.isEmpty()
                ? Optional.empty()
                : Optional.of(when(holds(projection), coalesce(outputs.toArray(Column[]::new))));
        Optional<Column> filtered = projection
                .filter()
                .flatMap(failures::of)
                .map(reason -> when(reason.isNotNull(), bad(lit(null), reason)));
        return filtered.isPresent() && selected.isPresent()
                ? Optional.of(coalesce(filtered.get(), selected.get()))
                : filtered.or(() -> selected);
    }

    private static List<NamedExpression> outputs(Projection projection) {
        return Stream.concat(projection.columns().stream(), projection.keys().stream())
                .toList();
    }

    /** Failures are told before, so that what has none is evaluated without any. */
    private static ExpressionColumns values() {
        return new ExpressionColumns(OnError.NULL);
    }

    private static Column holds(Projection projection) {
        return projection
                .filter()
                .map(condition -> coalesce(values().of(condition), lit(false)))
                .orElse(lit(true));
    }

    /** The good rows that the filter lets through, as the output's columns and partition keys. To be written once, for the counts. */
    public Dataset<Row> output() {
        return selected(kept().observe(
                        counts,
                        count(lit(1)).as(READ),
                        count(col(BAD)).as(REJECTED),
                        count(when(col(KEPT), lit(1))).as(KEPT)));
    }

    /** The same rows, without counting them. */
    public Dataset<Row> sample() {
        return selected(kept());
    }

    private Dataset<Row> kept() {
        return checked.withColumn(KEPT, col(BAD).isNull().and(holds(projection)));
    }

    private Dataset<Row> selected(Dataset<Row> rows) {
        return rows.filter(col(KEPT))
                .select(outputs(projection).stream()
                        .map(output -> values().of(output.value()).as(output.name()))
                        .toArray(Column[]::new));
    }

    /** What was counted while {@link #output} was written. */
    public Counts counts() {
        try {
            Map<String, Object> values = counts.getAsJava();
            return new Counts(number(values, READ), number(values, REJECTED), number(values, KEPT));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JobFailureException("Interrupted while waiting for the count of the rows", e);
        }
    }

    private static long number(Map<String, Object> values, String name) {
        return ((Number) Objects.requireNonNull(values.get(name))).longValue();
    }

    /** The bad rows as rows of their table. */
    public Dataset<Row> rejected() {
        List<Column> columns = List.of(
                file,
                line,
                col(BAD).getField(BAD_COLUMN),
                col(BAD).getField(BAD_REASON),
                RowOrigin.column(RowOrigin.TEXT));
        List<Column> named = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            named.add(columns.get(i).as(RejectedRowsTable.COLUMNS.get(i).name()));
        }
        return checked.filter(col(BAD).isNotNull()).select(named.toArray(Column[]::new));
    }
}
