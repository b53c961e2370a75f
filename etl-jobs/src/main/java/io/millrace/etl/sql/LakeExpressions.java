package io.millrace.etl.sql;

import io.millrace.catalog.type.HiveType;
import io.millrace.etl.lakehouse.LakeColumn;
import io.millrace.etl.sql.SqlException.Code;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A table's columns over the columns of files with one schema: found by number or name at every depth, cast to the catalog's types, and null (or the
 * column's initial value) where the files do not have them yet.
 */
final class LakeExpressions {
    private final String table;
    private final ParquetField file;
    private final boolean byIds;
    private int lambdas;

    /** @param table for messages */
    LakeExpressions(String table, ParquetField file) {
        this.table = table;
        this.file = file;
        this.byIds = file.hasIds();
    }

    /**
     * A column at the file's top.
     *
     * @param constant what stands for a column that the files lack, if rows have a value for it
     */
    String column(LakeColumn column, HiveType type, Optional<String> constant) {
        String rendered = TypeRenderer.of(type);
        return find(column, file.children())
                .map(found -> cast(value(column, type, found, "s." + DuckDbText.name(found.name())), type))
                .orElseGet(() -> constant.map(text -> "CAST(" + text + " AS " + rendered + ")")
                        .orElseGet(() -> missing(column, type)));
    }

    private static String cast(String value, HiveType type) {
        return "CAST(" + value + " AS " + TypeRenderer.of(type) + ")";
    }

    private static String missing(LakeColumn column, HiveType type) {
        return cast(column.initial().map(DuckDbText::literal).orElse("NULL"), type);
    }

    private Optional<ParquetField> find(LakeColumn column, List<ParquetField> fields) {
        if (byIds && column.id().isPresent()) {
            return fields.stream()
                    .filter(field -> field.id().equals(column.id()))
                    .findFirst();
        }
        if (column.fileNames().isEmpty()) {
            throw new SqlException(
                    Code.NOT_SUPPORTED,
                    "Table %s has data files without column numbers, and no name mapping that says their columns' names; set schema.name-mapping.default"
                            .formatted(table));
        }
        return fields.stream()
                .filter(field -> column.fileNames().stream().anyMatch(field.name()::equalsIgnoreCase))
                .findFirst();
    }

    private String value(LakeColumn column, HiveType type, ParquetField field, String access) {
        if (type instanceof HiveType.Struct struct && !field.children().isEmpty()) {
            String fields = struct.fields().stream()
                    .map(member -> DuckDbText.name(member.name()) + " := " + member(column, member, field, access))
                    .collect(Collectors.joining(", "));
            return "CASE WHEN " + access + " IS NOT NULL THEN struct_pack(" + fields + ") END";
        }
        if (type instanceof HiveType.Array array) {
            Optional<ParquetField> element = field.element();
            if (element.isPresent() && isNested(array.element())) {
                return transformed(
                        access, each -> value(part(column, "element"), array.element(), element.get(), each));
            }
        }
        if (type instanceof HiveType.MapOf map
                && field.entry().size() == 2
                && (isNested(map.key()) || isNested(map.value()))) {
            String entries = transformed(
                    "map_entries(" + access + ")",
                    each -> "struct_pack(k := "
                            + value(
                                    part(column, "key"),
                                    map.key(),
                                    field.entry().get(0),
                                    each + ".key")
                            + ", v := "
                            + value(
                                    part(column, "value"),
                                    map.value(),
                                    field.entry().get(1),
                                    each + ".value")
                            + ")");
            return "CASE WHEN " + access + " IS NOT NULL THEN map_from_entries(" + entries + ") END";
        }
        return cast(access, type);
    }

    private String member(LakeColumn struct, HiveType.Field member, ParquetField field, String access) {
        LakeColumn part = part(struct, member.name());
        return find(part, field.children())
                .map(found -> value(part, member.type(), found, access + "." + DuckDbText.name(found.name())))
                .orElseGet(() -> missing(part, member.type()));
    }

    private LakeColumn part(LakeColumn column, String name) {
        return column.part(name)
                .orElseThrow(() -> new SqlException(
                        Code.NOT_SUPPORTED,
                        "Field %s of column %s of table %s is in the catalog, but not in the table's current version; crawl it again"
                                .formatted(name, column.name(), table)));
    }

    private String transformed(String list, Function<String, String> element) {
        String name = "e" + lambdas++;
        return "list_transform(" + list + ", lambda " + name + ": " + element.apply(name) + ")";
    }

    private static boolean isNested(HiveType type) {
        return type instanceof HiveType.Struct || type instanceof HiveType.Array || type instanceof HiveType.MapOf;
    }
}
