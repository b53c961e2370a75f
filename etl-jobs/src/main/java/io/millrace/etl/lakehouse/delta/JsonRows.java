package io.millrace.etl.lakehouse.delta;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.delta.kernel.data.ArrayValue;
import io.delta.kernel.data.ColumnVector;
import io.delta.kernel.data.ColumnarBatch;
import io.delta.kernel.data.MapValue;
import io.delta.kernel.types.ArrayType;
import io.delta.kernel.types.DataType;
import io.delta.kernel.types.MapType;
import io.delta.kernel.types.StringType;
import io.delta.kernel.types.StructField;
import io.delta.kernel.types.StructType;
import java.util.ArrayList;
import java.util.List;

/** JSON values as one of Delta Kernel's columns. Kernel asks for values of the column's type alone. */
final class JsonRows implements ColumnVector {
    private final DataType type;
    private final List<JsonNode> values;

    private JsonRows(DataType type, List<JsonNode> values) {
        this.type = type;
        this.values = values;
    }

    /** Objects as a batch, a column for each of the schema's fields. */
    static ColumnarBatch batch(List<JsonNode> objects, StructType schema) {
        JsonRows rows = new JsonRows(schema, objects);
        List<ColumnVector> columns = new ArrayList<>();
        for (int i = 0; i < schema.length(); i++) {
            columns.add(rows.getChild(i));
        }
        return new Batch(schema, columns, objects.size());
    }

    @Override
    public DataType getDataType() {
        return type;
    }

    @Override
    public int getSize() {
        return values.size();
    }

    @Override
    public void close() {}

    @Override
    public boolean isNullAt(int row) {
        JsonNode value = values.get(row);
        return value.isNull() || value.isMissingNode();
    }

    @Override
    public boolean getBoolean(int row) {
        return values.get(row).asBoolean();
    }

    @Override
    public int getInt(int row) {
        return values.get(row).asInt();
    }

    @Override
    public long getLong(int row) {
        return values.get(row).asLong();
    }

    @Override
    public String getString(int row) {
        JsonNode value = values.get(row);
        return value.isValueNode() ? value.asText() : value.toString();
    }

    @Override
    public ColumnVector getChild(int ordinal) {
        StructField field = ((StructType) type).at(ordinal);
        List<JsonNode> children = new ArrayList<>(values.size());
        values.forEach(value -> children.add(value.path(field.getName())));
        return new JsonRows(field.getDataType(), children);
    }

    @Override
    public ArrayValue getArray(int row) {
        List<JsonNode> elements = new ArrayList<>();
        values.get(row).forEach(elements::add);
        ColumnVector vector = new JsonRows(((ArrayType) type).getElementType(), elements);
        return new ArrayValue() {
            @Override
            public int getSize() {
                return vector.getSize();
            }

            @Override
            public ColumnVector getElements() {
                return vector;
            }
        };
    }

    @Override
    public MapValue getMap(int row) {
        List<JsonNode> keys = new ArrayList<>();
        List<JsonNode> entries = new ArrayList<>();
        values.get(row).properties().forEach(entry -> {
            keys.add(TextNode.valueOf(entry.getKey()));
            entries.add(entry.getValue());
        });
        ColumnVector keyVector = new JsonRows(StringType.STRING, keys);
        ColumnVector valueVector = new JsonRows(((MapType) type).getValueType(), entries);
        return new MapValue() {
            @Override
            public int getSize() {
                return keyVector.getSize();
            }

            @Override
            public ColumnVector getKeys() {
                return keyVector;
            }

            @Override
            public ColumnVector getValues() {
                return valueVector;
            }
        };
    }

    /** A text for each of so many rows. */
    static ColumnVector constant(String text, int rows) {
        return new JsonRows(StringType.STRING, java.util.Collections.nCopies(rows, TextNode.valueOf(text)));
    }

    /** A null for each of so many rows. */
    static ColumnVector nulls(DataType type, int rows) {
        return new JsonRows(type, java.util.Collections.nCopies(rows, MissingNode.getInstance()));
    }

    /** Columns of any kind: kernel adds and takes some away. */
    private record Batch(StructType schema, List<ColumnVector> columns, int rows) implements ColumnarBatch {
        @Override
        public StructType getSchema() {
            return schema;
        }

        @Override
        public ColumnVector getColumnVector(int ordinal) {
            return columns.get(ordinal);
        }

        @Override
        public int getSize() {
            return rows;
        }

        @Override
        public ColumnarBatch withNewColumn(int ordinal, StructField field, ColumnVector column) {
            List<StructField> fields = new ArrayList<>(schema.fields());
            fields.add(ordinal, field);
            List<ColumnVector> more = new ArrayList<>(columns);
            more.add(ordinal, column);
            return new Batch(new StructType(fields), more, rows);
        }

        @Override
        public ColumnarBatch withDeletedColumnAt(int ordinal) {
            List<StructField> fields = new ArrayList<>(schema.fields());
            fields.remove(ordinal);
            List<ColumnVector> fewer = new ArrayList<>(columns);
            fewer.remove(ordinal);
            return new Batch(new StructType(fields), fewer, rows);
        }
    }
}
