package io.millrace.etl.orc;

import io.millrace.etl.orc.OrcConversion.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.orc.TypeDescription;

/** Which of a file's columns a table has, under the table's names. */
record OrcColumns(List<Column> columns) {
    /** What Hive wrote before it wrote the names. */
    private static final Pattern NO_NAME = Pattern.compile("_col\\d+");

    /**
     * A column of both.
     *
     * @param name the table's
     * @param place its place in the file
     */
    record Column(String name, int place, TypeDescription type) {}

    static OrcColumns of(TypeDescription file, List<String> table) throws Refusal {
        if (file.getCategory() != TypeDescription.Category.STRUCT) {
            throw new Refusal("its rows are no columns but one " + file);
        }
        List<String> names = file.getFieldNames();
        boolean unnamed = names.stream().allMatch(name -> NO_NAME.matcher(name).matches());
        List<Column> found = new ArrayList<>();
        for (int i = 0; i < table.size(); i++) {
            // A table may have these names itself: a crawler knows no others.
            OptionalInt named = place(names, table.get(i));
            OptionalInt place = named.isEmpty() && unnamed && i < names.size() ? OptionalInt.of(i) : named;
            if (place.isPresent()) {
                TypeDescription type = file.getChildren().get(place.getAsInt());
                refuseUnions(table.get(i), type);
                found.add(new Column(table.get(i), place.getAsInt(), type));
            }
        }
        return new OrcColumns(List.copyOf(found));
    }

    private static OptionalInt place(List<String> names, String name) {
        return IntStream.range(0, names.size())
                .filter(i -> names.get(i).toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }

    private static void refuseUnions(String column, TypeDescription type) throws Refusal {
        if (type.getCategory() == TypeDescription.Category.UNION) {
            throw new Refusal(
                    "column %s is or holds a union (%s), which neither SQL nor Spark has; take the column out of the table, or write the file anew without it"
                            .formatted(column, type));
        }
        for (TypeDescription child : type.getChildren() == null ? List.<TypeDescription>of() : type.getChildren()) {
            refuseUnions(column, child);
        }
    }

    List<TypeDescription> types() {
        return columns.stream().map(Column::type).toList();
    }
}
