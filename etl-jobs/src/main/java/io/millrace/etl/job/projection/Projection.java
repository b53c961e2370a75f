package io.millrace.etl.job.projection;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.arguments.Mapping;
import io.millrace.etl.job.arguments.PartitionKey;
import io.millrace.etl.job.arguments.PartitionKey.DatePart;
import io.millrace.etl.job.arguments.PartitionKey.Derivation;
import io.millrace.etl.job.arguments.RowSelection;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.job.source.SourceTable.SourceColumn;
import io.millrace.etl.lane.expression.Expression;
import io.millrace.etl.lane.expression.Expression.Cast.Failure;
import io.millrace.etl.lane.expression.ExpressionTypeException;
import io.millrace.etl.lane.expression.Expressions;
import io.millrace.etl.lane.expression.NamedExpression;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output columns and partition keys, resolved against the source table: every name exists, every type is known. The one plan
 * of both lanes; no Spark here, so that a wrong argument is told before a session is started.
 *
 * @param columns of the Parquet files
 * @param keys the partition columns
 * @param filter what a row must meet; empty for all rows
 */
public record Projection(List<NamedExpression> columns, List<NamedExpression> keys, Optional<Expression> filter) {
    private static final Logger LOG = LoggerFactory.getLogger(Projection.class);

    public Projection {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    /** Resolves arguments. @throws JobFailureException for a column that is missing, of another type, or made twice */
    public static Projection resolve(SourceTable table, JobArguments arguments) {
        return resolve(table, arguments, arguments.rows());
    }

    /** Resolves arguments. @throws JobFailureException for a column that is missing, of another type, or made twice, and for SQL that is wrong */
    public static Projection resolve(SourceTable table, JobArguments arguments, RowSelection selection) {
        List<SourceColumn> available =
                Stream.concat(table.columns().stream(), table.keys().stream()).toList();
        Resolver resolver = new Resolver(table.name(), available);
        SelectedColumns sql = new SelectedColumns(available);
        List<NamedExpression> outputs = selection
                .select()
                .map(sql::columns)
                .orElseGet(() -> arguments.mappings().isEmpty()
                        ? available.stream().map(resolver::same).toList()
                        : arguments.mappings().stream().map(resolver::mapped).toList());
        List<NamedExpression> keys = arguments.partitionKeys().stream()
                .map(key -> resolver.key(key, outputs))
                .toList();
        List<String> keyNames = keys.stream().map(NamedExpression::name).toList();
        List<NamedExpression> columns = outputs.stream()
                .filter(output -> !keyNames.contains(output.name()))
                .toList();
        if (columns.isEmpty()) {
            throw new JobFailureException(
                    "Every output column is a partition key; at least one must remain in the files");
        }
        return new Projection(columns, keys, selection.where().map(sql::condition));
    }

    /** The source's columns that the plan looks at. */
    public Set<String> neededColumns() {
        Set<String> needed = new TreeSet<>();
        expressions().forEach(expression -> needed.addAll(Expressions.columns(expression)));
        return needed;
    }

    /** All that is evaluated: the values of columns and keys, and the filter. */
    public Stream<Expression> expressions() {
        return Stream.concat(
                Stream.concat(columns.stream(), keys.stream()).map(NamedExpression::value), filter.stream());
    }

    /** Looks names up in one table. */
    private record Resolver(String table, List<SourceColumn> available) {
        NamedExpression same(SourceColumn column) {
            return new NamedExpression(column.name(), reference(column));
        }

        private static Expression reference(SourceColumn column) {
            return new Expression.Column(column.name(), column.type());
        }

        NamedExpression mapped(Mapping mapping) {
            SourceColumn column = column(mapping.source(), "Mapping");
            mapping.sourceType().filter(type -> !type.equals(column.type())).ifPresent(type -> {
                throw new JobFailureException("Mapping says that column %s is %s, but in table %s it is %s"
                        .formatted(column.name(), type, table, column.type()));
            });
            HiveType type = mapping.targetType().orElse(column.type());
            try {
                return new NamedExpression(mapping.target(), Expressions.cast(reference(column), type, Failure.FAIL));
            } catch (ExpressionTypeException e) {
                throw new JobFailureException("Mapping of table %s: %s".formatted(table, e.getMessage()), e);
            }
        }

        NamedExpression key(PartitionKey key, List<NamedExpression> outputs) {
            Optional<NamedExpression> output = outputs.stream()
                    .filter(candidate -> candidate.name().equals(key.name()))
                    .findFirst();
            if (key.derivation().isPresent()) {
                output.ifPresent(clash -> {
                    throw new JobFailureException(
                            "Partition key %s has the name of an output column; give one of them another name"
                                    .formatted(key.name()));
                });
                return derived(key.name(), key.derivation().get());
            }
            return output.orElseGet(() -> derived(key.name(), firstDate(key)));
        }

        private Derivation firstDate(PartitionKey key) {
            Optional<SourceColumn> column = available.stream()
                    .filter(candidate -> isDate(candidate.type()))
                    .findFirst();
            Optional<DatePart> part = DatePart.find(key.name());
            if (part.isEmpty() || column.isEmpty()) {
                throw new JobFailureException(
                        "Partition key %s is no output column%s; write name=function(column), for example year=year(%s)"
                                .formatted(
                                        key.name(),
                                        part.isEmpty()
                                                ? ""
                                                : ", and table " + table + " has no timestamp or date to take it from",
                                        column.map(SourceColumn::name).orElse("pickup_datetime")));
            }
            LOG.info(
                    "Partition key {} is taken from column {}",
                    key.name(),
                    column.get().name());
            return new Derivation(part.get(), column.get().name());
        }

        private NamedExpression derived(String name, Derivation derivation) {
            SourceColumn column = column(derivation.column(), "Partition key " + name);
            if (!isDate(column.type())) {
                throw new JobFailureException("Partition key %s: column %s is %s, but must be a timestamp or date"
                        .formatted(name, column.name(), column.type()));
            }
            return new NamedExpression(name, part(derivation.part(), reference(column)));
        }

        private static Expression part(DatePart part, Expression value) {
            return switch (part) {
                case YEAR -> Expressions.datePart(Expression.DatePart.Part.YEAR, value);
                case MONTH -> Expressions.datePart(Expression.DatePart.Part.MONTH, value);
                case DAY -> Expressions.datePart(Expression.DatePart.Part.DAY, value);
                case HOUR -> Expressions.datePart(Expression.DatePart.Part.HOUR, value);
                case DATE -> Expressions.cast(value, Primitive.DATE, Failure.FAIL);
            };
        }

        private SourceColumn column(String name, String what) {
            return available.stream()
                    .filter(column -> column.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new JobFailureException(
                            "%s: table %s has no column %s; it has %s".formatted(what, table, name, names())));
        }

        private List<String> names() {
            return available.stream().map(SourceColumn::name).toList();
        }

        private static boolean isDate(HiveType type) {
            return type == Primitive.TIMESTAMP || type == Primitive.DATE;
        }
    }
}
