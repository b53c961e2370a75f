package io.millrace.etl.job;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.job.JobArguments.OnError;
import io.millrace.etl.job.PartitionKey.DatePart;
import io.millrace.etl.job.PartitionKey.Derivation;
import io.millrace.etl.job.SourceTable.SourceColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output columns and partition keys, resolved against the source table: every name exists, every type is known. No Spark
 * here, so that a wrong argument is told before a session is started.
 *
 * @param columns of the Parquet files
 * @param keys the partition columns
 */
record Projection(List<Output> columns, List<Output> keys) {
    private static final Logger LOG = LoggerFactory.getLogger(Projection.class);

    Projection {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    /**
     * One output column.
     *
     * @param source the source table's column
     * @param part the date part to take of it; empty for the value itself
     * @param type what the column is in the catalog
     */
    record Output(String name, String source, Optional<DatePart> part, HiveType type, OnError onError) {}

    /** Resolves arguments. @throws JobFailureException for a column that is missing, of another type, or made twice */
    static Projection resolve(SourceTable table, JobArguments arguments) {
        List<SourceColumn> available =
                Stream.concat(table.columns().stream(), table.keys().stream()).toList();
        Resolver resolver = new Resolver(table.name(), available, arguments.onError());
        List<Output> outputs = arguments.mappings().isEmpty()
                ? available.stream().map(resolver::same).toList()
                : arguments.mappings().stream().map(resolver::mapped).toList();
        List<Output> keys = arguments.partitionKeys().stream()
                .map(key -> resolver.key(key, outputs))
                .toList();
        List<String> keyNames = keys.stream().map(Output::name).toList();
        List<Output> columns = outputs.stream()
                .filter(output -> !keyNames.contains(output.name()))
                .toList();
        if (columns.isEmpty()) {
            throw new JobFailureException(
                    "Every output column is a partition key; at least one must remain in the files");
        }
        return new Projection(columns, keys);
    }

    /** Looks names up in one table. */
    private record Resolver(String table, List<SourceColumn> available, OnError onError) {
        Output same(SourceColumn column) {
            return new Output(column.name(), column.name(), Optional.empty(), column.type(), onError);
        }

        Output mapped(Mapping mapping) {
            SourceColumn column = column(mapping.source(), "Mapping");
            mapping.sourceType().filter(type -> !type.equals(column.type())).ifPresent(type -> {
                throw new JobFailureException("Mapping says that column %s is %s, but in table %s it is %s"
                        .formatted(column.name(), type, table, column.type()));
            });
            return new Output(
                    mapping.target(),
                    column.name(),
                    Optional.empty(),
                    mapping.targetType().orElse(column.type()),
                    onError);
        }

        Output key(PartitionKey key, List<Output> outputs) {
            Optional<Output> output = outputs.stream()
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

        private Output derived(String name, Derivation derivation) {
            SourceColumn column = column(derivation.column(), "Partition key " + name);
            if (!isDate(column.type())) {
                throw new JobFailureException("Partition key %s: column %s is %s, but must be a timestamp or date"
                        .formatted(name, column.name(), column.type()));
            }
            HiveType type = derivation.part() == DatePart.DATE ? Primitive.DATE : Primitive.INT;
            return new Output(name, column.name(), Optional.of(derivation.part()), type, onError);
        }

        private SourceColumn column(String name, String what) {
            Map<String, SourceColumn> byName = available.stream()
                    .collect(Collectors.toMap(SourceColumn::name, column -> column, (first, second) -> first));
            SourceColumn column = byName.get(name);
            if (column == null) {
                throw new JobFailureException(
                        "%s: table %s has no column %s; it has %s".formatted(what, table, name, names()));
            }
            return column;
        }

        private List<String> names() {
            return new ArrayList<>(available.stream().map(SourceColumn::name).toList());
        }

        private static boolean isDate(HiveType type) {
            return type == Primitive.TIMESTAMP || type == Primitive.DATE;
        }
    }
}
