package io.millrace.catalog.classify;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.catalog.type.InferredType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;

/**
 * A Parquet schema's columns as Hive types, by Parquet's logical types and, in older files, its converted types
 * (parquet-format, LogicalTypes.md, with its rules for lists of older writers).
 */
final class ParquetColumns {
    private final List<SchemaElement> elements;
    private int next = 1;

    private ParquetColumns(List<SchemaElement> elements) {
        this.elements = elements;
    }

    /** @param elements the schema's tree in depth-first order, the root first */
    static Map<String, InferredType> of(List<SchemaElement> elements) throws UnreadableObjectException {
        ParquetColumns columns = new ParquetColumns(elements);
        Map<String, InferredType> types = new LinkedHashMap<>();
        for (Node node : columns.children(elements.get(0))) {
            types.merge(node.name(), InferredType.of(node.type()), InferredType::join);
        }
        return types;
    }

    private record Node(SchemaElement element, List<Node> children) {
        String name() {
            return element.getName().toLowerCase(Locale.ROOT);
        }

        boolean repeated() {
            return element.isSetRepetition_type() && element.getRepetition_type() == FieldRepetitionType.REPEATED;
        }

        /** A repeated field outside a list annotation is a list of what it holds. */
        HiveType type() {
            return repeated() ? new HiveType.Array(single()) : single();
        }

        HiveType single() {
            if (children.isEmpty()) {
                return ParquetColumns.scalar(element);
            }
            if (isList() && children.size() == 1 && children.get(0).repeated()) {
                return new HiveType.Array(children.get(0).listElement(name()));
            }
            if (isMap() && children.size() == 1 && children.get(0).children.size() == 2) {
                List<Node> entry = children.get(0).children;
                return new HiveType.MapOf(entry.get(0).type(), entry.get(1).type());
            }
            List<HiveType.Field> fields = new ArrayList<>();
            children.forEach(child -> fields.add(new HiveType.Field(child.name(), child.type())));
            return new HiveType.Struct(fields);
        }

        private HiveType listElement(String listName) {
            boolean wrapsElement =
                    children.size() == 1 && !name().equals("array") && !name().equals(listName + "_tuple");
            return wrapsElement ? children.get(0).type() : single();
        }

        private boolean isList() {
            return (element.isSetLogicalType() && element.getLogicalType().isSetLIST())
                    || (element.isSetConverted_type() && element.getConverted_type() == ConvertedType.LIST);
        }

        private boolean isMap() {
            return (element.isSetLogicalType() && element.getLogicalType().isSetMAP())
                    || (element.isSetConverted_type()
                            && (element.getConverted_type() == ConvertedType.MAP
                                    || element.getConverted_type() == ConvertedType.MAP_KEY_VALUE));
        }
    }

    private List<Node> children(SchemaElement parent) throws UnreadableObjectException {
        List<Node> children = new ArrayList<>();
        for (int i = 0; i < parent.getNum_children(); i++) {
            if (next >= elements.size()) {
                throw new UnreadableObjectException("the Parquet file's schema is incomplete");
            }
            SchemaElement child = elements.get(next++);
            children.add(new Node(child, children(child)));
        }
        return children;
    }

    private static HiveType scalar(SchemaElement element) {
        if (element.isSetLogicalType()) {
            return logical(element, element.getLogicalType());
        }
        if (element.isSetConverted_type()) {
            return converted(element, element.getConverted_type());
        }
        return physical(element);
    }

    private static HiveType logical(SchemaElement element, LogicalType type) {
        if (type.isSetSTRING() || type.isSetENUM() || type.isSetJSON()) {
            return Primitive.STRING;
        }
        if (type.isSetDECIMAL()) {
            return decimal(type.getDECIMAL().getPrecision(), type.getDECIMAL().getScale());
        }
        if (type.isSetDATE()) {
            return Primitive.DATE;
        }
        if (type.isSetTIMESTAMP()) {
            return Primitive.TIMESTAMP;
        }
        if (type.isSetINTEGER()) {
            return integer(type.getINTEGER().getBitWidth(), type.getINTEGER().isIsSigned());
        }
        return physical(element);
    }

    private static HiveType converted(SchemaElement element, ConvertedType type) {
        return switch (type) {
            case UTF8, ENUM, JSON -> Primitive.STRING;
            case DECIMAL -> decimal(element.getPrecision(), element.getScale());
            case DATE -> Primitive.DATE;
            case TIMESTAMP_MILLIS, TIMESTAMP_MICROS -> Primitive.TIMESTAMP;
            case INT_8 -> Primitive.TINYINT;
            case INT_16, UINT_8 -> Primitive.SMALLINT;
            case INT_32, UINT_16 -> Primitive.INT;
            case INT_64, UINT_32 -> Primitive.BIGINT;
            case UINT_64 -> new Decimal(20, 0);
            default -> physical(element);
        };
    }

    /** An unsigned integer needs the next wider type. */
    private static HiveType integer(int bits, boolean signed) {
        int needed = signed ? bits : bits * 2;
        return switch (needed) {
            case 8 -> Primitive.TINYINT;
            case 16 -> Primitive.SMALLINT;
            case 32 -> Primitive.INT;
            case 64 -> Primitive.BIGINT;
            default -> new Decimal(20, 0);
        };
    }

    private static HiveType decimal(int precision, int scale) {
        boolean fits = precision >= 1 && precision <= Decimal.MAX_PRECISION && scale >= 0 && scale <= precision;
        return fits ? new Decimal(precision, scale) : Primitive.BINARY;
    }

    private static HiveType physical(SchemaElement element) {
        if (!element.isSetType()) {
            // A group without members, which Hive cannot name.
            return Primitive.STRING;
        }
        return switch (element.getType()) {
            case BOOLEAN -> Primitive.BOOLEAN;
            case INT32 -> Primitive.INT;
            case INT64 -> Primitive.BIGINT;
            case INT96 -> Primitive.TIMESTAMP;
            case FLOAT -> Primitive.FLOAT;
            case DOUBLE -> Primitive.DOUBLE;
            case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY -> Primitive.BINARY;
        };
    }
}
