package io.millrace.etl.lakehouse.hudi;

import io.millrace.etl.lakehouse.LakeColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** The columns of an Avro schema; files know them by name, as columns are never renamed. */
final class HudiColumns {
    private static final List<String> META_COLUMNS = List.of(
            "_hoodie_commit_time",
            "_hoodie_commit_seqno",
            "_hoodie_record_key",
            "_hoodie_partition_path",
            "_hoodie_file_name");

    private HudiColumns() {}

    /** The schema's columns, Hudi's own, which files have beside them, and partition columns that only folders say. */
    static List<LakeColumn> of(String schema, HudiTable table) throws IOException {
        List<LakeColumn> columns = new ArrayList<>();
        try {
            columns.addAll(parts(new Schema.Parser().parse(schema)));
        } catch (AvroRuntimeException e) {
            throw new IOException("the schema is no Avro schema: " + e.getMessage(), e);
        }
        List<String> others = new ArrayList<>(META_COLUMNS);
        others.addAll(table.partitionColumns());
        for (String name : others) {
            if (columns.stream().noneMatch(column -> column.name().equalsIgnoreCase(name))) {
                columns.add(LakeColumn.named(name, name, List.of()));
            }
        }
        return columns;
    }

    private static List<LakeColumn> parts(Schema schema) {
        return switch (schema.getType()) {
            case RECORD ->
                schema.getFields().stream()
                        .map(field -> part(field.name(), field.schema()))
                        .toList();
            case ARRAY -> List.of(part("element", schema.getElementType()));
            case MAP -> List.of(LakeColumn.named("key", "key", List.of()), part("value", schema.getValueType()));
            case UNION ->
                schema.getTypes().stream()
                        .filter(type -> type.getType() != Schema.Type.NULL)
                        .findFirst()
                        .map(HudiColumns::parts)
                        .orElse(List.of());
            default -> List.of();
        };
    }

    private static LakeColumn part(String name, Schema schema) {
        return LakeColumn.named(name, name, parts(schema));
    }
}
