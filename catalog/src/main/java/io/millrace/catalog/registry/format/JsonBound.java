package io.millrace.catalog.registry.format;

import java.math.BigDecimal;
import org.everit.json.schema.NumberSchema;
import org.jspecify.annotations.Nullable;

/**
 * The end of a range of numbers.
 *
 * @param value the end; null for none
 * @param exclusive whether the end itself is not in the range
 */
record JsonBound(@Nullable BigDecimal value, boolean exclusive) {
    /** The stricter of {@code minimum} and {@code exclusiveMinimum} (a number since draft 6, a flag in draft 4). */
    static JsonBound lower(NumberSchema schema) {
        JsonBound inclusive = of(schema.getMinimum(), schema.isExclusiveMinimum());
        JsonBound exclusive = of(schema.getExclusiveMinimumLimit(), true);
        return inclusive.allowsAbove(exclusive) ? exclusive : inclusive;
    }

    /** The stricter of {@code maximum} and {@code exclusiveMaximum}. */
    static JsonBound upper(NumberSchema schema) {
        JsonBound inclusive = of(schema.getMaximum(), schema.isExclusiveMaximum());
        JsonBound exclusive = of(schema.getExclusiveMaximumLimit(), true);
        return inclusive.allowsBelow(exclusive) ? exclusive : inclusive;
    }

    private static JsonBound of(@Nullable Number value, boolean exclusive) {
        return new JsonBound(value == null ? null : JsonKinds.decimal(value), exclusive);
    }

    /** Whether all numbers above the other lower bound are above this one. */
    boolean allowsAbove(JsonBound other) {
        return allows(other, 1);
    }

    /** Whether all numbers below the other upper bound are below this one. */
    boolean allowsBelow(JsonBound other) {
        return allows(other, -1);
    }

    private boolean allows(JsonBound other, int direction) {
        if (value == null) {
            return true;
        }
        if (other.value == null) {
            return false;
        }
        int order = other.value.compareTo(value) * direction;
        return order > 0 || (order == 0 && (!exclusive || other.exclusive));
    }

    /** Whether a number is on the right side of a lower bound. */
    boolean isBelow(BigDecimal number) {
        return allowsAbove(new JsonBound(number, false));
    }

    /** Whether a number is on the right side of an upper bound. */
    boolean isAbove(BigDecimal number) {
        return allowsBelow(new JsonBound(number, false));
    }
}
