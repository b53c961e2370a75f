package io.millrace.catalog.classify;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.BoundedText;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.catalog.type.InferredType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.orc.OrcProto;

/** An ORC file's columns as Hive types, whose file format it is (ORC specification v1, "Type Information"). */
final class OrcColumns {
    private static final int MAX_DEPTH = 64;
    private static final int UNTOLD_SCALE = 10;

    private final List<OrcProto.Type> types;

    /** Each type is a child once; a damaged file could share them and unfold without end. */
    private int visited;

    private OrcColumns(List<OrcProto.Type> types) {
        this.types = types;
    }

    /** @param types the tree in depth-first order, the root first */
    static Map<String, InferredType> of(List<OrcProto.Type> types) throws UnreadableObjectException {
        if (types.isEmpty() || types.get(0).getKind() != OrcProto.Type.Kind.STRUCT) {
            throw new UnreadableObjectException("the ORC file has no columns");
        }
        OrcColumns columns = new OrcColumns(types);
        Map<String, InferredType> named = new LinkedHashMap<>();
        for (HiveType.Field field : columns.fields(types.get(0), 1)) {
            named.merge(field.name(), InferredType.of(field.type()), InferredType::join);
        }
        if (named.isEmpty()) {
            throw new UnreadableObjectException("the ORC file has no columns");
        }
        return named;
    }

    private List<HiveType.Field> fields(OrcProto.Type struct, int depth) throws UnreadableObjectException {
        if (struct.getFieldNamesCount() != struct.getSubtypesCount()) {
            throw damaged();
        }
        List<HiveType.Field> fields = new ArrayList<>();
        for (int i = 0; i < struct.getSubtypesCount(); i++) {
            fields.add(new HiveType.Field(struct.getFieldNames(i).toLowerCase(Locale.ROOT), type(struct, i, depth)));
        }
        return fields;
    }

    private HiveType type(OrcProto.Type parent, int child, int depth) throws UnreadableObjectException {
        if (child >= parent.getSubtypesCount() || depth > MAX_DEPTH || ++visited > types.size()) {
            throw damaged();
        }
        int id = parent.getSubtypes(child);
        if (id < 0 || id >= types.size()) {
            throw damaged();
        }
        OrcProto.Type type = types.get(id);
        return switch (type.getKind()) {
            case BOOLEAN -> Primitive.BOOLEAN;
            case BYTE -> Primitive.TINYINT;
            case SHORT -> Primitive.SMALLINT;
            case INT -> Primitive.INT;
            case LONG -> isSparkTimestamp(type) ? Primitive.TIMESTAMP : Primitive.BIGINT;
            case FLOAT -> Primitive.FLOAT;
            case DOUBLE -> Primitive.DOUBLE;
            case STRING -> Primitive.STRING;
            case DATE -> Primitive.DATE;
            case TIMESTAMP, TIMESTAMP_INSTANT -> Primitive.TIMESTAMP;
            case DECIMAL -> decimal(type);
            case CHAR -> new BoundedText(BoundedText.Kind.CHAR, type.getMaximumLength());
            case VARCHAR -> new BoundedText(BoundedText.Kind.VARCHAR, type.getMaximumLength());
            case LIST -> new HiveType.Array(type(type, 0, depth + 1));
            case MAP -> new HiveType.MapOf(type(type, 0, depth + 1), type(type, 1, depth + 1));
            case STRUCT -> struct(type, depth);
            case UNION -> union(type, depth);
            // Binary, and what only readers of geometries take apart.
            default -> Primitive.BINARY;
        };
    }

    /** Spark writes its timestamps without zone as microseconds, and says so beside them. */
    private static boolean isSparkTimestamp(OrcProto.Type type) {
        return type.getAttributesList().stream()
                .anyMatch(attribute -> attribute.getKey().equals("spark.sql.catalyst.type")
                        && attribute.getValue().equals("timestamp_ntz"));
    }

    private HiveType struct(OrcProto.Type type, int depth) throws UnreadableObjectException {
        List<HiveType.Field> fields = fields(type, depth + 1);
        // Hive cannot write a struct without members.
        return fields.isEmpty() ? Primitive.STRING : new HiveType.Struct(fields);
    }

    /** Athena and Spark have no unions. */
    private HiveType union(OrcProto.Type type, int depth) throws UnreadableObjectException {
        InferredType joined = InferredType.nothing();
        for (int i = 0; i < type.getSubtypesCount(); i++) {
            joined = joined.join(InferredType.of(type(type, i, depth + 1)));
        }
        return joined.toHiveType();
    }

    private static HiveType decimal(OrcProto.Type type) throws UnreadableObjectException {
        try {
            // Hive 0.11 wrote decimals without a precision; all readers take them for these
            // (TypeDescription.createDecimal).
            return type.hasPrecision()
                    ? new Decimal(type.getPrecision(), type.getScale())
                    : new Decimal(Decimal.MAX_PRECISION, UNTOLD_SCALE);
        } catch (IllegalArgumentException e) {
            throw new UnreadableObjectException("the ORC file's schema is damaged: " + e.getMessage(), e);
        }
    }

    private static UnreadableObjectException damaged() {
        return new UnreadableObjectException("the ORC file's schema is damaged");
    }
}
