package io.millrace.etl.job.rows;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Decimal;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.job.source.SourceTable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.orc.TypeDescription;
import org.apache.orc.TypeDescription.Category;

/**
 * Whether an ORC file's types widen to the table's without losing a value. ORC's own reader turns any type into any other and makes null of what
 * does not fit, without a word.
 */
final class OrcDrift {
    private static final int TINYINT_DIGITS = 3;
    private static final int SMALLINT_DIGITS = 5;
    private static final int INT_DIGITS = 10;
    private static final int BIGINT_DIGITS = 19;

    private OrcDrift() {}

    /** The first column of the table that the file has with a type that does not widen: a clause, {@code column n is bigint in the file and int in the table}. */
    static Optional<String> of(SourceTable table, TypeDescription file) {
        List<String> names = file.getFieldNames();
        boolean unnamed = names.stream().allMatch(name -> name.startsWith("_col"));
        for (int i = 0; i < table.columns().size(); i++) {
            SourceTable.SourceColumn column = table.columns().get(i);
            int place = unnamed ? i : place(names, column.name());
            if (place >= 0 && place < names.size()) {
                Optional<String> drift = of(column.name(), file.getChildren().get(place), column.type());
                if (drift.isPresent()) {
                    return drift;
                }
            }
        }
        return Optional.empty();
    }

    private static int place(List<String> names, String name) {
        for (int i = 0; i < names.size(); i++) {
            if (names.get(i).toLowerCase(Locale.ROOT).equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static Optional<String> of(String name, TypeDescription file, HiveType table) {
        Category category = file.getCategory();
        List<TypeDescription> parts = file.getChildren();
        if (category == Category.STRUCT && table instanceof HiveType.Struct struct) {
            return struct.fields().stream()
                    .flatMap(field -> {
                        int place = place(file.getFieldNames(), field.name().toLowerCase(Locale.ROOT));
                        return place < 0
                                ? Optional.<String>empty().stream()
                                : of(name + "." + field.name(), parts.get(place), field.type()).stream();
                    })
                    .findFirst();
        }
        if (category == Category.LIST && table instanceof HiveType.Array array) {
            return of(name + "[]", parts.get(0), array.element());
        }
        if (category == Category.MAP && table instanceof HiveType.MapOf map) {
            return of(name + " (key)", parts.get(0), map.key())
                    .or(() -> of(name + " (value)", parts.get(1), map.value()));
        }
        return widens(file, table)
                ? Optional.empty()
                : Optional.of("column %s is %s in the file and %s in the table".formatted(name, file, table));
    }

    private static boolean widens(TypeDescription file, HiveType table) {
        return switch (file.getCategory()) {
            case BOOLEAN -> table == Primitive.BOOLEAN || isText(table);
            case BYTE -> integer(TINYINT_DIGITS, table);
            case SHORT -> integer(SMALLINT_DIGITS, table);
            case INT -> integer(INT_DIGITS, table);
            case LONG ->
                integer(BIGINT_DIGITS, table) || (table == Primitive.TIMESTAMP && OrcTimestamps.isMarked(file));
            case FLOAT -> table == Primitive.FLOAT || table == Primitive.DOUBLE;
            case DOUBLE -> table == Primitive.DOUBLE;
            case DECIMAL ->
                isText(table)
                        || (table instanceof Decimal decimal
                                && decimal.scale() >= file.getScale()
                                && decimal.precision() - decimal.scale() >= file.getPrecision() - file.getScale());
            case STRING, CHAR, VARCHAR -> isText(table);
            case BINARY -> table == Primitive.BINARY;
            case DATE -> table == Primitive.DATE || isText(table);
            case TIMESTAMP, TIMESTAMP_INSTANT -> table == Primitive.TIMESTAMP;
            default -> false;
        };
    }

    /** @param digits of the largest value */
    private static boolean integer(int digits, HiveType table) {
        if (table instanceof Decimal decimal) {
            return decimal.precision() - decimal.scale() >= digits;
        }
        return isText(table)
                || (table == Primitive.TINYINT && digits <= TINYINT_DIGITS)
                || (table == Primitive.SMALLINT && digits <= SMALLINT_DIGITS)
                || (table == Primitive.INT && digits <= INT_DIGITS)
                || table == Primitive.BIGINT
                || (table == Primitive.FLOAT && digits <= SMALLINT_DIGITS)
                || (table == Primitive.DOUBLE && digits <= INT_DIGITS);
    }

    /** Rows have texts of any length, also where the catalog says how long they are at most. */
    private static boolean isText(HiveType table) {
        return table == Primitive.STRING || table instanceof HiveType.BoundedText;
    }
}
