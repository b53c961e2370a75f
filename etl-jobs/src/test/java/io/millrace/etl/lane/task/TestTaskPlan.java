package io.millrace.etl.lane.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.expression.NamedExpression;
import io.millrace.etl.lane.expression.sql.SqlExpressions;
import io.millrace.etl.lane.task.TaskPlan.BadRows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestTaskPlan {
    private static final List<LaneColumn> COLUMNS = List.of(
            new LaneColumn("n", Primitive.INT),
            new LaneColumn("t", Primitive.STRING),
            new LaneColumn("at", Primitive.TIMESTAMP),
            new LaneColumn("d", new HiveType.Decimal(9, 2)));

    private static TaskPlan plan(String select, BadRows badRows) {
        List<NamedExpression> outputs = SqlExpressions.over(COLUMNS).parseSelect(select);
        return new TaskPlan(COLUMNS, List.of(), outputs, 0, null, badRows);
    }

    @Test
    void canBeSent() throws IOException, ClassNotFoundException {
        TaskPlan plan = plan(
                "n, substr(t, 2) AS a, substr(t, 1, 3) AS b, CASE WHEN n IN (1, 2) THEN d ELSE 0 END AS c, "
                        + "t LIKE 'x%' AS e, date_trunc('month', at) AS f, coalesce(t, 'none') || '!' AS g",
                BadRows.FAIL);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(plan);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            assertThat(((TaskPlan) in.readObject()).outputs())
                    .hasToString(plan.outputs().toString());
        }
    }

    @Test
    void knowsWhetherARowMayHaveToBeRejectedAfterItWasRead() {
        assertThat(plan("n, t, year(at) AS y, CAST(at AS date) AS day", BadRows.FAIL)
                        .needsOrigins())
                .isFalse();
        assertThat(plan("n + 1 AS m", BadRows.FAIL).needsOrigins()).isTrue();
        assertThat(plan("CAST(t AS int) AS m", BadRows.REJECT).needsOrigins()).isTrue();
        assertThat(plan("CAST(t AS int) AS m", BadRows.NULL).needsOrigins()).isFalse();
    }
}
