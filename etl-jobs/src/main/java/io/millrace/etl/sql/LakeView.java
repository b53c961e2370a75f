package io.millrace.etl.sql;

import io.millrace.catalog.type.HiveType;
import io.millrace.etl.lakehouse.EqualityDelete;
import io.millrace.etl.lakehouse.EqualityDelete.ComparedColumn;
import io.millrace.etl.lakehouse.LakeFile;
import io.millrace.etl.lakehouse.LakeSnapshot;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Column;

/**
 * The view over a snapshot of an Iceberg, Delta or Hudi table: a branch for each schema that its files have, without the rows that are deleted by
 * number or by value.
 */
final class LakeView {
    private static final String FILE = DuckDbText.name(TableFormat.FILE);

    private final DuckDbSession session;
    private final TableScan scan;
    private final LakeSnapshot snapshot;
    private final TableFormat format;
    private final String table;
    private final List<Column> columns;

    LakeView(DuckDbSession session, TableScan scan, LakeSnapshot snapshot) {
        this.session = session;
        this.scan = scan;
        this.snapshot = snapshot;
        this.format = new TableFormat(scan.table());
        this.table = scan.table().databaseName() + "." + scan.table().name();
        this.columns = Stream.concat(
                        scan.table().storageDescriptor().columns().stream(), scan.table().partitionKeys().stream())
                // Iceberg's own catalog leaves dropped columns among the table's.
                .filter(column -> !"false".equals(column.parameters().get("iceberg.field.current")))
                .toList();
    }

    private record Group(ParquetField schema, boolean deletes, List<Integer> equalityDeletes) {}

    /** The files that the statement's conditions on partition columns leave. */
    List<LakeFile> chosen() throws SQLException {
        List<Column> keys = scan.table().partitionKeys();
        if (scan.partitionConditions().isEmpty()
                || !snapshot.files().stream()
                        .allMatch(file ->
                                keys.stream().allMatch(key -> file.constants().containsKey(lower(key))))) {
            return snapshot.files();
        }
        String values = DuckDbText.name(scan.view() + ".values");
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (LakeFile file : snapshot.files()) {
            List<@Nullable String> row = new ArrayList<>();
            row.add(Integer.toString(rows.size()));
            keys.forEach(key -> row.add(constant(file, lower(key))));
            rows.add(row);
        }
        session.execute("CREATE TEMP TABLE " + values + "(\"millrace.index\" INTEGER, "
                + keys.stream()
                        .map(key -> TableFormat.name(key) + " " + type(key))
                        .collect(Collectors.joining(", "))
                + ")");
        session.insert(
                "INSERT INTO " + values + " VALUES (CAST(? AS INTEGER), "
                        + keys.stream()
                                .map(key -> "CAST(? AS " + type(key) + ")")
                                .collect(Collectors.joining(", "))
                        + ")",
                rows);
        return new TreeSet<>(session.integers("SELECT \"millrace.index\" FROM " + values + " AS "
                        + DuckDbText.name(scan.alias()) + " WHERE "
                        + String.join(" AND ", scan.partitionConditions())))
                .stream().map(index -> snapshot.files().get(index)).toList();
    }

    private static @Nullable String constant(LakeFile file, String column) {
        return file.constants().getOrDefault(column, Optional.empty()).orElse(null);
    }

    private String type(Column column) {
        return TypeRenderer.of(format.type(column));
    }

    private static String lower(Column column) {
        return column.name().toLowerCase(Locale.ROOT);
    }

    /**
     * Makes the view.
     *
     * @param files the chosen files by the paths of their copies
     * @param deletes the copies of the snapshot's equality deletes
     */
    void create(Map<String, LakeFile> files, List<String> deletes) throws SQLException {
        String name = DuckDbText.name(scan.view());
        if (files.isEmpty()) {
            session.execute("CREATE TEMP VIEW " + name + " AS SELECT "
                    + columns.stream()
                            .map(column -> "CAST(NULL AS " + type(column) + ") AS " + TableFormat.name(column))
                            .collect(Collectors.joining(", "))
                    + " WHERE false");
            return;
        }
        insertConstants(files);
        insertDeleted(files);
        Map<Group, List<String>> groups = new LinkedHashMap<>();
        session.parquetSchemas(files.keySet()).forEach((path, schema) -> {
            LakeFile file = Objects.requireNonNull(files.get(path));
            groups.computeIfAbsent(
                            new Group(schema, !file.deleted().isEmpty(), file.equalityDeletes()),
                            group -> new ArrayList<>())
                    .add(path);
        });
        List<String> branches = new ArrayList<>();
        Map<String, ParquetField> deleteSchemas =
                deletes.isEmpty() ? Map.of() : session.parquetSchemas(new TreeSet<>(deletes));
        groups.forEach((group, paths) -> branches.add(branch(group, paths, deletes, deleteSchemas)));
        session.execute("CREATE TEMP VIEW " + name + " AS " + String.join(" UNION ALL ", branches));
    }

    private String branch(
            Group group, List<String> paths, List<String> deletes, Map<String, ParquetField> deleteSchemas) {
        LakeExpressions expressions = new LakeExpressions(table, group.schema());
        List<String> constants = constantColumns();
        String selected = columns.stream()
                .map(column -> expressions.column(
                                snapshot.column(table, column.name()),
                                format.type(column),
                                Optional.of(lower(column))
                                        .filter(constants::contains)
                                        .map(key -> "c." + DuckDbText.name(key)))
                        + " AS "
                        + TableFormat.name(column))
                .collect(Collectors.joining(", "));
        StringBuilder sql = new StringBuilder("SELECT ")
                .append(selected)
                .append(" FROM read_parquet(")
                .append(DuckDbText.literals(paths))
                .append(", hive_partitioning=false, file_row_number=true, filename='")
                .append(TableFormat.FILE)
                .append("') s");
        if (!constants.isEmpty()) {
            sql.append(" JOIN %s c ON c.file = s.%s".formatted(temporary("constants"), FILE));
        }
        if (group.deletes()) {
            sql.append(" ANTI JOIN %s d ON d.file = s.%s AND d.row = s.file_row_number"
                    .formatted(temporary("deleted"), FILE));
        }
        for (int index : group.equalityDeletes()) {
            String path = deletes.get(index);
            sql.append(equality(
                    expressions,
                    snapshot.equalityDeletes().get(index),
                    path,
                    Objects.requireNonNull(deleteSchemas.get(path)),
                    "q" + index));
        }
        return sql.toString();
    }

    /** The files of a branch have the same deletes. */
    private String equality(
            LakeExpressions data, EqualityDelete delete, String path, ParquetField schema, String alias) {
        LakeExpressions deleted = new LakeExpressions(table, schema);
        List<String> values = new ArrayList<>();
        List<String> conditions = new ArrayList<>();
        for (ComparedColumn compared : delete.columns()) {
            HiveType type = HiveType.parse(compared.type());
            String name = "c" + values.size();
            values.add(deleted.column(compared.column(), type, Optional.empty()) + " AS " + name);
            Optional<String> constant = Optional.of(compared.column().name().toLowerCase(Locale.ROOT))
                    .filter(constantColumns()::contains)
                    .map(key -> "c." + DuckDbText.name(key));
            conditions.add(
                    alias + "." + name + " IS NOT DISTINCT FROM " + data.column(compared.column(), type, constant));
        }
        return " ANTI JOIN (SELECT %s FROM read_parquet([%s]) s) %s ON %s"
                .formatted(
                        String.join(", ", values), DuckDbText.literal(path), alias, String.join(" AND ", conditions));
    }

    private String temporary(String what) {
        return DuckDbText.name(scan.view() + "." + what);
    }

    /** The columns for which any file has a value of its own. */
    private List<String> constantColumns() {
        return snapshot.files().stream()
                .flatMap(file -> file.constants().keySet().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private void insertConstants(Map<String, LakeFile> files) throws SQLException {
        List<String> constants = constantColumns();
        if (constants.isEmpty()) {
            return;
        }
        session.execute("CREATE TEMP TABLE " + temporary("constants") + "(file VARCHAR"
                + constants.stream()
                        .map(column -> ", " + DuckDbText.name(column) + " VARCHAR")
                        .collect(Collectors.joining())
                + ")");
        List<List<@Nullable String>> rows = new ArrayList<>();
        files.forEach((path, file) -> {
            List<@Nullable String> row = new ArrayList<>();
            row.add(path);
            constants.forEach(column -> row.add(constant(file, column)));
            rows.add(row);
        });
        session.insert(
                "INSERT INTO " + temporary("constants") + " VALUES (?" + ", ?".repeat(constants.size()) + ")", rows);
    }

    private void insertDeleted(Map<String, LakeFile> files) throws SQLException {
        if (files.values().stream().anyMatch(file -> !file.deleted().isEmpty())) {
            String name = scan.view() + ".deleted";
            session.execute("CREATE TABLE " + DuckDbText.name(name) + "(file VARCHAR, row BIGINT)");
            for (Map.Entry<String, LakeFile> file : files.entrySet()) {
                session.appendRows(name, file.getKey(), file.getValue().deleted());
            }
        }
    }
}
