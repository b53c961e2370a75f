package io.millrace.etl.lane.csv;

import java.io.IOException;
import java.util.List;

/** Finds columns in a file's header. */
@FunctionalInterface
public interface HeaderColumns {
    /**
     * The columns by place.
     *
     * @param header the fields of the file's first record
     * @throws IOException naming the file and a column that cannot be found
     */
    CsvColumns in(List<String> header, String file) throws IOException;
}
