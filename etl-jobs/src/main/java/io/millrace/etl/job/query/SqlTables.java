package io.millrace.etl.job.query;

import io.millrace.etl.job.arguments.JobArguments.TableName;
import io.millrace.etl.job.failure.JobFailureException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.AliasIdentifier;
import org.apache.spark.sql.catalyst.analysis.CTESubstitution;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.Command;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.ParsedStatement;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractPartialFunction;
import scala.runtime.BoxedUnit;

/**
 * Queries over tables that Spark's own catalog does not have: in the parsed query each name that no {@code WITH} defines is replaced by the table's rows.
 * So databases keep their names, and nothing is left behind in the session.
 */
final class SqlTables {
    private final SparkSession spark;
    private final Function<List<String>, Bound> tables;

    /** A table that a name stands for, and its rows. */
    record Bound(TableName name, Dataset<Row> rows) {}

    /** @param tables finds a table by the parts of its name as they are in the query */
    SqlTables(SparkSession spark, Function<List<String>, Bound> tables) {
        this.spark = spark;
        this.tables = tables;
    }

    /** The query's rows. @throws JobFailureException for what is no query */
    // Spark is written in Scala and throws what it does not declare.
    Dataset<Row> query(String sql) throws AnalysisException {
        LogicalPlan parsed = spark.sessionState().sqlParser().parsePlan(sql);
        refuseCommands(parsed);
        LogicalPlan bound = CTESubstitution.apply(parsed).transformUpWithSubqueries(new Binding());
        return org.apache.spark.sql.classic.Dataset.ofRows((org.apache.spark.sql.classic.SparkSession) spark, bound);
    }

    /** Commands would be carried out as soon as they are opened. */
    private static void refuseCommands(LogicalPlan parsed) {
        parsed.foreachWithSubqueries(new AbstractFunction1<>() {
            @Override
            public BoxedUnit apply(LogicalPlan node) {
                if (node instanceof Command
                        || node instanceof ParsedStatement
                        || node.nodeName().startsWith("Insert")) {
                    throw new JobFailureException(
                            "Argument '--sql': write one query, SELECT … or WITH … SELECT …; what becomes of its rows say the other arguments");
                }
                return BoxedUnit.UNIT;
            }
        });
    }

    private final class Binding extends AbstractPartialFunction<LogicalPlan, LogicalPlan> {
        @Override
        public boolean isDefinedAt(LogicalPlan node) {
            return node instanceof UnresolvedRelation;
        }

        @Override
        public LogicalPlan apply(LogicalPlan node) {
            List<String> name = CollectionConverters.asJava(((UnresolvedRelation) node).multipartIdentifier());
            Bound table = tables.apply(name);
            AliasIdentifier alias = new AliasIdentifier(
                    table.name().name(),
                    CollectionConverters.asScala(List.of(table.name().database()))
                            .toSeq());
            return new SubqueryAlias(alias, ((org.apache.spark.sql.classic.Dataset<Row>) table.rows()).logicalPlan());
        }
    }

    /** What Spark says, without its codes and the plan, and with the place. */
    static String sentence(AnalysisException failure) {
        String place = Optional.ofNullable(
                        failure.line().isDefined() ? failure.line().get() : null)
                .map(line -> "line %s, position %s: "
                        .formatted(
                                line,
                                failure.startPosition().isDefined()
                                        ? failure.startPosition().get()
                                        : "?"))
                .orElse("");
        return place + sentence(failure.getSimpleMessage());
    }

    /** The first sentence of a message of Spark's, without its codes. */
    static String sentence(String message) {
        String first =
                message.lines().filter(line -> !line.isBlank()).findFirst().orElse(message);
        return first.replaceAll("^\\[[A-Z0-9_.]+\\] ", "")
                .replaceAll("\\.? *SQLSTATE: [0-9A-Z]{5}.*$", "")
                .strip();
    }
}
