package io.millrace.etl.job.column;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.etl.job.arguments.JobArguments.OnError;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.RejectedRows;
import io.millrace.etl.lane.csv.BadCells;
import io.millrace.etl.lane.csv.CsvPart;
import io.millrace.etl.lane.expression.Expression;
import io.millrace.etl.lane.expression.evaluate.RowErrors;
import io.millrace.etl.lane.expression.evaluate.Selection;
import io.millrace.etl.lane.expression.evaluate.VectorFunctions;
import io.millrace.etl.lane.json.JsonLinesReader;
import io.millrace.etl.lane.json.JsonMembers;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both renderings of the expression tree on the same random rows. {@code -Dmillrace.test.seed=…} replays a run. */
class ITExpressionColumns {
    private static final int ROWS = 64;
    private static final int EXPRESSIONS = Integer.getInteger("millrace.test.expressions", 2000);
    private static final int STRICT_EXPRESSIONS = 150;
    private static final int EXPRESSIONS_A_QUERY = 50;
    private static final int JSON_LINES = 3000;
    private static final long SEED = Long.getLong("millrace.test.seed", new Random().nextLong());

    private static SparkSession spark;

    private final Random random = new Random(SEED);
    private final VectorBatch batch = RandomRows.batch(random, ROWS);
    private final List<Row> rows = RandomRows.rows(batch);
    private final RandomExpressions expressions = new RandomExpressions(random, RandomRows.COLUMNS);

    @BeforeAll
    static void startSpark() {
        spark = TestingSpark.start();
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    private static StructType schema() {
        StructType schema = new StructType().add("id", DataTypes.IntegerType);
        for (LaneColumn column : RandomRows.COLUMNS) {
            schema = schema.add(column.name(), HiveTypes.toSpark(column.type()));
        }
        return schema;
    }

    private static Vector evaluate(Expression expression, VectorBatch batch, RowErrors errors) {
        Selection all = new Selection(ROWS);
        all.setFirst(batch.rows());
        return VectorFunctions.compile(expression, RandomRows.COLUMNS, ROWS).evaluate(batch, all, errors);
    }

    @Test
    void lanesAgreeWhereFailuresAreNull() {
        Dataset<Row> data = spark.createDataFrame(rows, schema());
        ExpressionColumns columns = new ExpressionColumns(OnError.NULL);
        SoftAssertions soft = new SoftAssertions();
        for (int done = 0; done < EXPRESSIONS; done += EXPRESSIONS_A_QUERY) {
            List<Expression> some = new ArrayList<>();
            for (int i = 0; i < EXPRESSIONS_A_QUERY; i++) {
                some.add(expressions.next());
            }
            List<Row> theirs = data.select(some.stream().map(columns::of).toArray(Column[]::new))
                    .collectAsList();
            for (int i = 0; i < some.size(); i++) {
                Expression expression = some.get(i);
                Vector ours = evaluate(expression, batch, RowErrors.IGNORE);
                for (int row = 0; row < ROWS; row++) {
                    soft.assertThat(RandomRows.value(ours, row, expression.type()))
                            .as("seed %d: %s of %s", SEED, expression.sql(), rows.get(row))
                            .isEqualTo(theirs.get(row).get(i));
                }
            }
        }
        soft.assertAll();
    }

    @Test
    void lanesFailForTheSameRows() {
        ExpressionColumns columns = new ExpressionColumns(OnError.FAIL);
        for (int i = 0; i < STRICT_EXPRESSIONS; i++) {
            Expression expression = expressions.next();
            TreeMap<Integer, String> failures = new TreeMap<>();
            Vector ours = evaluate(expression, batch, failures::putIfAbsent);
            List<Row> fine = rows.stream()
                    .filter(row -> !failures.containsKey(row.getInt(0)))
                    .toList();
            List<Row> theirs = spark.createDataFrame(fine, schema())
                    .select(columns.of(expression))
                    .collectAsList();
            for (int row = 0; row < fine.size(); row++) {
                assertThat(RandomRows.value(ours, fine.get(row).getInt(0), expression.type()))
                        .as("seed %d: %s of %s", SEED, expression.sql(), fine.get(row))
                        .isEqualTo(theirs.get(row).get(0));
            }
            if (!failures.isEmpty()) {
                int row = failures.firstKey();
                Dataset<Row> failing = spark.createDataFrame(List.of(rows.get(row)), schema());
                assertThatThrownBy(() -> failing.select(columns.of(expression)).collectAsList())
                        .as("seed %d: %s of %s: %s", SEED, expression.sql(), rows.get(row), failures.get(row))
                        .isInstanceOf(Exception.class);
            }
        }
    }

    @Test
    void jsonLinesHaveSparksValues(@TempDir Path folder) throws IOException {
        List<LaneColumn> columns = RandomJson.COLUMNS;
        StructType schema = new StructType();
        for (LaneColumn column : columns) {
            schema = schema.add(column.name(), HiveTypes.toSpark(column.type()));
        }
        byte[] file = new RandomJson(random).lines(JSON_LINES);
        Path path = Files.write(folder.resolve("lines.json"), file);
        List<Row> theirs = spark.read()
                .option("mode", "PERMISSIVE")
                .schema(schema)
                .json(path.toString())
                .collectAsList();
        List<String> keys = columns.stream().map(LaneColumn::name).toList();
        VectorBatch out = VectorBatch.of(columns, JSON_LINES);
        try (JsonLinesReader reader = JsonLinesReader.open(
                path.toString(),
                new ByteArrayInputStream(file),
                columns,
                new JsonMembers(keys, other -> {}),
                CsvPart.WHOLE,
                BadCells.NULL,
                RejectedRows.FAIL)) {
            reader.read(out);
        }
        assertThat(out.rows()).isEqualTo(theirs.size());
        List<String> lines = new String(file, StandardCharsets.UTF_8).lines().toList();
        SoftAssertions soft = new SoftAssertions();
        for (int row = 0; row < out.rows(); row++) {
            for (int column = 0; column < columns.size(); column++) {
                soft.assertThat(RandomRows.value(
                                out.vector(column), row, columns.get(column).type()))
                        .as("seed %d: %s in %s", SEED, columns.get(column), lines.get(row))
                        .isEqualTo(theirs.get(row).get(column));
            }
        }
        soft.assertAll();
    }
}
