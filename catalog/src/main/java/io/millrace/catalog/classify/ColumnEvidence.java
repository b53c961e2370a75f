package io.millrace.catalog.classify;

import io.millrace.catalog.classify.ColumnNote.Broken;
import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.catalog.type.InferredType;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A column's type as value after value is seen, and the values that made it what it is. */
final class ColumnEvidence {
    private static final int MAX_VALUE_LENGTH = 60;

    private InferredType type = InferredType.nothing();
    private @Nullable HiveType hiveType;
    private @Nullable String sample;
    private @Nullable Broken broken;
    private long lastChange;

    /** Whether a value of this type says nothing new. */
    boolean holds(InferredType valueType) {
        return type.join(valueType).equals(type);
    }

    /** Takes one value, which stands in the record counted from 1. */
    void add(InferredType valueType, String value, long record) {
        InferredType joined = type.join(valueType);
        if (joined == type || joined.equals(type)) {
            return;
        }
        type = joined;
        lastChange = record;
        HiveType before = hiveType;
        hiveType = joined.toHiveType();
        if (before == null) {
            sample = shortened(value);
        } else if (!before.equals(hiveType)) {
            sample = shortened(value);
            boolean narrower = hiveType instanceof Decimal && before == Primitive.DOUBLE;
            broken = narrower ? broken : new Broken(before.toString(), shortened(value), record);
        }
    }

    /** The last record whose value changed what is known of the type; 0 if all were null. */
    long lastChange() {
        return lastChange;
    }

    InferredType type() {
        return type;
    }

    boolean isText() {
        return type.equals(InferredType.text());
    }

    /** What is to be said of the column, whose name was {@code originalName} if that was another one. */
    ColumnNote note(Optional<String> originalName) {
        return new ColumnNote(originalName, Optional.ofNullable(sample), Optional.ofNullable(broken));
    }

    static String shortened(String value) {
        return value.length() <= MAX_VALUE_LENGTH ? value : value.substring(0, MAX_VALUE_LENGTH - 1) + "…";
    }
}
