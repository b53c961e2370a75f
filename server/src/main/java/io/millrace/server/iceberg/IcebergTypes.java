package io.millrace.server.iceberg;

import io.millrace.catalog.type.HiveType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/** Iceberg's types for the catalog's; fields get the next free ids. Bounded text becomes string, small integers int, as Iceberg has no others. */
final class IcebergTypes {
    private final AtomicInteger lastId;

    IcebergTypes(AtomicInteger lastId) {
        this.lastId = lastId;
    }

    Type type(HiveType type) {
        if (type instanceof HiveType.Primitive primitive) {
            return primitive(primitive);
        }
        if (type instanceof HiveType.Decimal decimal) {
            return Types.DecimalType.of(decimal.precision(), decimal.scale());
        }
        if (type instanceof HiveType.Array array) {
            int id = lastId.incrementAndGet();
            return Types.ListType.ofOptional(id, type(array.element()));
        }
        if (type instanceof HiveType.MapOf map) {
            int key = lastId.incrementAndGet();
            int value = lastId.incrementAndGet();
            return Types.MapType.ofOptional(key, value, type(map.key()), type(map.value()));
        }
        if (type instanceof HiveType.Struct struct) {
            return struct(struct);
        }
        return Types.StringType.get();
    }

    private Type struct(HiveType.Struct struct) {
        List<Types.NestedField> fields = new ArrayList<>();
        for (HiveType.Field field : struct.fields()) {
            int id = lastId.incrementAndGet();
            fields.add(Types.NestedField.optional(id, field.name(), type(field.type())));
        }
        return Types.StructType.of(fields);
    }

    private static Type primitive(HiveType.Primitive type) {
        return switch (type) {
            case BOOLEAN -> Types.BooleanType.get();
            case TINYINT, SMALLINT, INT -> Types.IntegerType.get();
            case BIGINT -> Types.LongType.get();
            case FLOAT -> Types.FloatType.get();
            case DOUBLE -> Types.DoubleType.get();
            case STRING -> Types.StringType.get();
            case BINARY -> Types.BinaryType.get();
            case DATE -> Types.DateType.get();
            case TIMESTAMP -> Types.TimestampType.withoutZone();
        };
    }
}
