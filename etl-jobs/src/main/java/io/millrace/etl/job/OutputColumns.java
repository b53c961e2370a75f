package io.millrace.etl.job;

import io.millrace.etl.job.JobArguments.OnError;
import io.millrace.etl.job.PartitionKey.DatePart;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** A {@link Projection} as Spark columns. */
final class OutputColumns {
    private OutputColumns() {}

    /** The rows with the output columns, then the partition keys. */
    static Dataset<Row> select(Dataset<Row> rows, Projection projection) {
        return rows.select(Stream.concat(projection.columns().stream(), projection.keys().stream())
                .map(OutputColumns::column)
                .toArray(Column[]::new));
    }

    private static Column column(Projection.Output output) {
        Column source = functions.col(Names.quoted(output.source()));
        Column value = output.part().map(part -> part(part, source)).orElse(source);
        // Spark's cast is ANSI's: a value that does not fit ends the run. try_cast makes it null.
        Column typed = output.onError() == OnError.FAIL
                ? value.cast(HiveTypes.toSpark(output.type()))
                : value.try_cast(HiveTypes.toSpark(output.type()));
        return typed.as(output.name());
    }

    private static Column part(DatePart part, Column source) {
        return switch (part) {
            case YEAR -> functions.year(source);
            case MONTH -> functions.month(source);
            case DAY -> functions.dayofmonth(source);
            case HOUR -> functions.hour(source);
            case DATE -> functions.to_date(source);
        };
    }
}
