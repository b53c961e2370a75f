package io.millrace.catalog.classify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** One Avro schema by which the files of several can be read. */
final class AvroSchemas {
    private AvroSchemas() {}

    /** Files are not refused for defaults that do not fit. @throws org.apache.avro.AvroRuntimeException if it is no schema */
    static Schema parse(String schema) {
        return new Schema.Parser().setValidateDefaults(false).parse(schema);
    }

    /** The same for schemas as JSON. */
    static String merge(String first, String second) {
        return first.equals(second) ? first : merge(parse(first), parse(second)).toString();
    }

    /**
     * The schema that reads the files of the other if one of them does (Avro's specification, "Schema Resolution"); else the
     * first with the fields that only the second has. A field that one of them lacks is null in its files. Where the types of a
     * field contradict each other, no schema reads both and the first's is kept.
     */
    private static Schema merge(Schema first, Schema second) {
        if (first.equals(second)) {
            return first;
        }
        boolean columnsOfBoth = names(first).containsAll(names(second));
        if (columnsOfBoth && reads(first, second)) {
            return first;
        }
        if (names(second).containsAll(names(first)) && reads(second, first)) {
            return second;
        }
        Map<String, Schema.Field> fields = new LinkedHashMap<>();
        for (Schema.Field field : first.getFields()) {
            Schema.Field other = second.getField(field.name());
            fields.put(field.name(), other == null ? optional(field) : wider(field, other));
        }
        for (Schema.Field field : second.getFields()) {
            fields.computeIfAbsent(field.name(), name -> optional(field));
        }
        return Schema.createRecord(
                first.getName(), first.getDoc(), first.getNamespace(), false, List.copyOf(fields.values()));
    }

    private static List<String> names(Schema schema) {
        return schema.getFields().stream().map(Schema.Field::name).toList();
    }

    private static boolean reads(Schema reader, Schema writer) {
        return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                        .getType()
                == SchemaCompatibilityType.COMPATIBLE;
    }

    private static Schema.Field wider(Schema.Field a, Schema.Field b) {
        return reads(b.schema(), a.schema()) && !reads(a.schema(), b.schema()) ? copy(b) : copy(a);
    }

    private static Schema.Field copy(Schema.Field field) {
        return new Schema.Field(field, field.schema());
    }

    /** The field with null as its default: a union's default is of its first branch. */
    private static Schema.Field optional(Schema.Field field) {
        if (field.hasDefaultValue()) {
            return copy(field);
        }
        List<Schema> branches = new ArrayList<>();
        branches.add(Schema.create(Schema.Type.NULL));
        List<Schema> own = field.schema().isUnion() ? field.schema().getTypes() : List.of(field.schema());
        own.stream().filter(branch -> branch.getType() != Schema.Type.NULL).forEach(branches::add);
        return new Schema.Field(
                field.name(), Schema.createUnion(branches), field.doc(), JsonProperties.NULL_VALUE, field.order());
    }
}
