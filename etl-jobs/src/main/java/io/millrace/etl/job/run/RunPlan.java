package io.millrace.etl.job.run;

import io.millrace.etl.job.arguments.BatchArguments.WriteMode;
import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.lanes.LaneChoice;
import io.millrace.etl.job.projection.Projection;
import io.millrace.etl.job.query.SqlQuery;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.lane.expression.NamedExpression;
import java.util.List;
import java.util.Optional;

/** What a run is about to do. Everything is checked that needs no Spark and no object store. */
public record RunPlan(
        JobArguments arguments,
        SourceTable source,
        Projection projection,
        LaneChoice lane,
        Optional<SqlQuery.Checked> query) {
    /** How the batch changes the target. */
    public WriteMode mode() {
        return arguments.batch().writeMode();
    }

    /** The names of the target's partition keys, in order. */
    public List<String> keys() {
        return projection.keys().stream().map(NamedExpression::name).toList();
    }
}
