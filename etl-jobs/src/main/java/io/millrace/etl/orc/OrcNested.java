package io.millrace.etl.orc;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.hadoop.hive.ql.exec.vector.ListColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.MapColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.StructColumnVector;
import org.apache.orc.TypeDescription;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** Lists, maps and structs, as Parquet's specification writes them ("Nested Types"). */
final class OrcNested {
    private OrcNested() {}

    static OrcField list(String name, TypeDescription type) {
        OrcField element = OrcField.of("element", type.getChildren().get(0));
        GroupType repeated = Types.repeatedGroup().addField(element.type()).named("list");
        Type list = Types.optionalGroup()
                .as(LogicalTypeAnnotation.listType())
                .addField(repeated)
                .named(name);
        return new OrcField(list, (out, vector, row) -> {
            ListColumnVector values = (ListColumnVector) vector;
            int start = (int) values.offsets[row];
            repeat(out, "list", start, (int) values.lengths[row], i -> element.write(out, 0, values.child, i));
        });
    }

    static OrcField map(String name, TypeDescription type) {
        OrcField key = OrcField.of("key", type.getChildren().get(0));
        OrcField value = OrcField.of("value", type.getChildren().get(1));
        // Parquet allows no null keys, and ORC's writers make none; one in a damaged file fails the writer.
        GroupType repeated = Types.repeatedGroup()
                .addField(required(key.type()))
                .addField(value.type())
                .named("key_value");
        Type map = Types.optionalGroup()
                .as(LogicalTypeAnnotation.mapType())
                .addField(repeated)
                .named(name);
        return new OrcField(map, (out, vector, row) -> {
            MapColumnVector entries = (MapColumnVector) vector;
            int start = (int) entries.offsets[row];
            repeat(out, "key_value", start, (int) entries.lengths[row], i -> {
                key.write(out, 0, entries.keys, i);
                value.write(out, 1, entries.values, i);
            });
        });
    }

    private static Type required(Type type) {
        return type.isPrimitive()
                ? Types.required(type.asPrimitiveType().getPrimitiveTypeName())
                        .length(type.asPrimitiveType().getTypeLength())
                        .as(type.getLogicalTypeAnnotation())
                        .named(type.getName())
                : Types.requiredGroup()
                        .as(type.getLogicalTypeAnnotation())
                        .addFields(type.asGroupType().getFields().toArray(new Type[0]))
                        .named(type.getName());
    }

    private interface Items {
        void write(int index);
    }

    private static void repeat(RecordConsumer out, String name, int start, int length, Items items) {
        out.startGroup();
        if (length > 0) {
            out.startField(name, 0);
            for (int i = start; i < start + length; i++) {
                out.startGroup();
                items.write(i);
                out.endGroup();
            }
            out.endField(name, 0);
        }
        out.endGroup();
    }

    static OrcField struct(String name, TypeDescription type) {
        if (type.getChildren().isEmpty()) {
            // Parquet has no such groups, and there is nothing to tell but whether it is null.
            return new OrcField(
                    Types.optional(PrimitiveTypeName.BINARY)
                            .as(LogicalTypeAnnotation.stringType())
                            .named(name),
                    (out, vector, row) -> out.addBinary(Binary.fromString("{}")));
        }
        List<OrcField> members = IntStream.range(0, type.getChildren().size())
                .mapToObj(i -> OrcField.of(
                        type.getFieldNames().get(i).toLowerCase(Locale.ROOT),
                        type.getChildren().get(i)))
                .toList();
        Type[] types = members.stream().map(OrcField::type).toArray(Type[]::new);
        return new OrcField(Types.optionalGroup().addFields(types).named(name), (out, vector, row) -> {
            StructColumnVector struct = (StructColumnVector) vector;
            out.startGroup();
            for (int i = 0; i < members.size(); i++) {
                members.get(i).write(out, i, struct.fields[i], row);
            }
            out.endGroup();
        });
    }
}
