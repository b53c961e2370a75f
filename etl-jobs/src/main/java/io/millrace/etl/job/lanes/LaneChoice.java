package io.millrace.etl.job.lanes;

import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.arguments.JobArguments.OnError;
import io.millrace.etl.job.arguments.LaneMode;
import io.millrace.etl.job.column.HiveTypes;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.projection.Projection;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.job.source.SourceTable.Format;
import io.millrace.etl.job.source.SourceTable.SourceColumn;
import io.millrace.etl.job.text.TextFiles;
import io.millrace.etl.lane.expression.evaluate.VectorFunctions;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/**
 * Which lane a run takes, decided from the plan before anything is read: the columnar one for CSV and JSON lines whose columns that are needed are
 * flat, otherwise Spark's.
 *
 * @param lane the one that is taken
 * @param reason why, to stand behind "because"
 */
public record LaneChoice(Kind lane, String reason) {
    /** The lanes. */
    public enum Kind {
        COLUMNAR,
        SPARK;

        @Override
        public String toString() {
            return this == COLUMNAR ? "columnar" : "spark";
        }
    }

    /** Chooses. @throws JobFailureException if the columnar lane is asked for and cannot do it */
    public static LaneChoice of(JobArguments arguments, SourceTable source, Projection projection) {
        LaneChoice choice =
                arguments.format().isIceberg() ? ofIceberg(arguments.lane()) : ofParquet(arguments, source, projection);
        if (arguments.format().isIceberg() && arguments.onError() == OnError.QUARANTINE) {
            throw new JobFailureException(
                    "Rows can be put into quarantine beside Parquet tables only, and %s; give --on-error fail or null"
                            .formatted(choice.reason()));
        }
        return choice;
    }

    private static LaneChoice ofIceberg(LaneMode mode) {
        if (mode == LaneMode.COLUMNAR) {
            throw new JobFailureException(
                    "The columnar lane writes Parquet tables and not Iceberg tables; give --lane auto or --lane spark");
        }
        return new LaneChoice(Kind.SPARK, "Iceberg tables are written by Spark");
    }

    private static LaneChoice ofParquet(JobArguments arguments, SourceTable source, Projection projection) {
        LaneMode mode = arguments.lane();
        if (arguments.sql().isPresent()) {
            if (mode == LaneMode.COLUMNAR) {
                throw new JobFailureException(
                        "The columnar lane has no joins, aggregates or windows; give --lane auto or --lane spark with '--sql'");
            }
            return new LaneChoice(Kind.SPARK, "--sql is a query in Spark SQL");
        }
        if (mode == LaneMode.SPARK) {
            return new LaneChoice(Kind.SPARK, "--lane spark asks for it");
        }
        Optional<String> obstacle = obstacle(source, projection);
        if (obstacle.isEmpty()) {
            return new LaneChoice(
                    Kind.COLUMNAR,
                    "table %s is %s with flat columns"
                            .formatted(source.name(), source.format() == Format.CSV ? "CSV" : "JSON lines"));
        }
        if (mode == LaneMode.COLUMNAR) {
            throw new JobFailureException(
                    "The columnar lane cannot do this run, because %s; give --lane auto or --lane spark"
                            .formatted(obstacle.get()));
        }
        return new LaneChoice(Kind.SPARK, obstacle.get());
    }

    /** The lane. */
    public Lane open(SparkSession spark, InstantSource clock) {
        return lane == Kind.COLUMNAR ? new ColumnarLane(spark, clock) : new SparkLane(spark);
    }

    private static Optional<String> obstacle(SourceTable source, Projection projection) {
        Optional<String> unread = TextFiles.obstacle(source);
        if (unread.isPresent()) {
            return unread;
        }
        Set<String> needed = projection.neededColumns();
        Optional<String> nested = source.columns().stream()
                .filter(column -> needed.contains(column.name()) && !HiveTypes.isFlat(column.type()))
                .findFirst()
                .map(column -> "column %s of table %s is %s, and the lane reads flat columns"
                        .formatted(column.name(), source.name(), shortened(column)));
        return nested.or(() -> projection
                .expressions()
                .map(VectorFunctions::unsupported)
                .flatMap(Optional::stream)
                .findFirst());
    }

    private static String shortened(SourceColumn column) {
        String type = column.type().toString();
        int shown = 60;
        return type.length() > shown ? type.substring(0, shown) + "…" : type;
    }

    @Override
    public String toString() {
        return "%s lane, because %s".formatted(lane, reason);
    }
}
