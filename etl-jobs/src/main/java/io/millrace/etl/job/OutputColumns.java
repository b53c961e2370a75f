package io.millrace.etl.job;

import io.millrace.etl.job.JobArguments.OnError;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A {@link Projection} as Spark columns. */
final class OutputColumns {
    private final Projection projection;
    private final ExpressionColumns expressions;

    OutputColumns(Projection projection, OnError onError) {
        this.projection = projection;
        this.expressions = new ExpressionColumns(onError);
    }

    /** The source's rows that are wanted. */
    Dataset<Row> filter(Dataset<Row> rows) {
        return projection
                .filter()
                .map(condition -> rows.filter(expressions.of(condition)))
                .orElse(rows);
    }

    /** The rows with the output columns, then the partition keys. */
    Dataset<Row> select(Dataset<Row> rows) {
        return rows.select(Stream.concat(projection.columns().stream(), projection.keys().stream())
                .map(output -> expressions.of(output.value()).as(output.name()))
                .toArray(Column[]::new));
    }
}
