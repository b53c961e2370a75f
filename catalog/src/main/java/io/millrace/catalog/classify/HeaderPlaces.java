package io.millrace.catalog.classify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds a table's columns in the header of one of its CSV files, which may lack columns, have others, or have them in another order. Names are
 * compared as crawlers make them, in either of their modes.
 */
public final class HeaderPlaces {
    /** The place of a column that the file does not have. */
    public static final int ABSENT = -1;

    private HeaderPlaces() {}

    /**
     * The place in the file of each column. Where the header has none of the columns' names, or where as many fields as columns have one of them
     * at another name only, the columns were given names of their own: then each has its own place.
     *
     * @param header the file's, as it is written
     * @param columns all that the table has, in its order
     * @return empty if the file has other columns than the table in such a way that nobody can say which is which: the table lacks names of the header, and the
     *     header lacks names of the table, in other places
     */
    public static Optional<List<Integer>> of(List<String> header, List<String> columns) {
        List<Integer> places = byName(header, columns);
        long found = found(places);
        if (found == columns.size() || (found == header.size() && found > 0)) {
            return Optional.of(places);
        }
        return header.size() == columns.size() && isInPlace(places) ? Optional.of(own(columns)) : Optional.empty();
    }

    /** The place of each column that has its name in the header, as crawlers make names; what else the header has is no column. */
    public static List<Integer> byName(List<String> header, List<String> columns) {
        List<Integer> glue = places(ColumnNames.of(header, Inference.GLUE).names(), columns);
        List<Integer> precise = places(ColumnNames.of(header, Inference.PRECISE).names(), columns);
        return found(precise) > found(glue) ? precise : glue;
    }

    private static List<Integer> places(List<String> names, List<String> columns) {
        return columns.stream().map(names::indexOf).toList();
    }

    private static long found(List<Integer> places) {
        return places.stream().filter(place -> place != ABSENT).count();
    }

    private static boolean isInPlace(List<Integer> places) {
        for (int i = 0; i < places.size(); i++) {
            if (places.get(i) != ABSENT && places.get(i) != i) {
                return false;
            }
        }
        return true;
    }

    private static List<Integer> own(List<String> columns) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            places.add(i);
        }
        return places;
    }
}
