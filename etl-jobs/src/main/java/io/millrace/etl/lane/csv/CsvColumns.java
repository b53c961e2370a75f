package io.millrace.etl.lane.csv;

import io.millrace.etl.lane.LaneColumn;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which columns are read, and which field of a record is which. Fields that no column wants are skipped and not parsed.
 *
 * @param columns what is read: a batch has a vector for each
 * @param fieldOf for each column the place of its field, from 0; {@link #ABSENT} if the file does not have it, so that it is null. Not used {@code byName}
 * @param fieldCount how many fields a record has; unused {@code byName}, where the header says it
 * @param match how the fields are found
 */
public record CsvColumns(List<LaneColumn> columns, List<Integer> fieldOf, int fieldCount, Match match) {
    /** The place of a column that a file does not have. */
    public static final int ABSENT = -1;

    /** How a column's field is found. */
    public enum Match {
        /** By its place. */
        PLACE,
        /** By the name in the file's header, in any case; a column that is not there is null, others are left out. */
        NAME_OR_NULL,
        /** By the name in the file's header, in any case; a column that is not there ends the reading. */
        NAME
    }

    /** Checks the places and copies the lists. */
    public CsvColumns {
        columns = List.copyOf(columns);
        fieldOf = List.copyOf(fieldOf);
        if (match == Match.PLACE) {
            if (columns.size() != fieldOf.size()) {
                throw new IllegalArgumentException(
                        "%d columns have %d places".formatted(columns.size(), fieldOf.size()));
            }
            int[] places = fieldOf.stream()
                    .mapToInt(Integer::intValue)
                    .filter(place -> place != ABSENT)
                    .toArray();
            if (Arrays.stream(places).anyMatch(place -> place < 0 || place >= fieldCount)
                    || Arrays.stream(places).distinct().count() < places.length) {
                throw new IllegalArgumentException(
                        "Places %s are not %d different fields' places".formatted(fieldOf, fieldCount));
            }
        }
    }

    /** By place. */
    public static CsvColumns byPlace(List<LaneColumn> columns, List<Integer> fieldOf, int fieldCount) {
        return new CsvColumns(columns, fieldOf, fieldCount, Match.PLACE);
    }

    /** Every field is a column, in this order. */
    public static CsvColumns all(List<LaneColumn> columns) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            places.add(i);
        }
        return byPlace(columns, places, columns.size());
    }

    /** By the names of the file's header. */
    public static CsvColumns byName(List<LaneColumn> columns, Match match) {
        return new CsvColumns(columns, List.of(), 0, match);
    }

    /** These columns by place in a file with such a header. Of names that occur twice, the first counts. @throws IOException naming the file and a column that it must have */
    public CsvColumns in(List<String> header, String file) throws IOException {
        if (match == Match.PLACE) {
            return this;
        }
        List<String> names = header.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        List<Integer> places = new ArrayList<>();
        for (LaneColumn column : columns) {
            int place = names.indexOf(column.name());
            if (place < 0 && match == Match.NAME) {
                throw new IOException("%s has no column %s; its header has %s".formatted(file, column.name(), header));
            }
            places.add(place < 0 ? ABSENT : place);
        }
        return byPlace(columns, places, names.size());
    }
}
