package io.millrace.etl.lane.expression;

import io.millrace.catalog.type.HiveType;
import java.io.Serializable;

/**
 * An output column.
 *
 * @param name in the catalog, lower-case
 */
public record NamedExpression(String name, Expression value) implements Serializable {
    /** What the column is in the catalog. */
    public HiveType type() {
        return value.type();
    }

    @Override
    public String toString() {
        return value.sql() + " AS " + name;
    }
}
