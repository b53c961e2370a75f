package io.millrace.catalog.expression;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.glue.model.Column;

/** A partition key as an expression sees it. */
record ExpressionKey(int index, String name, KeyType type, String typeName) {
    static List<ExpressionKey> of(List<Column> partitionKeys) {
        List<ExpressionKey> keys = new ArrayList<>();
        for (Column column : partitionKeys) {
            // Glue treats a column without a type as a string.
            String type = column.type() == null ? "string" : column.type();
            keys.add(new ExpressionKey(keys.size(), column.name(), KeyType.of(type), type));
        }
        return keys;
    }
}
