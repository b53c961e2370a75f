package io.millrace.etl.orc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes ORC files as Parquet files of the same rows. Thread-safe. It knows nothing but the JDK, so that it can be handed from one class
 * loader to another.
 */
public interface OrcConversion {
    /** For who has no ORC reader: refuses every file. */
    OrcConversion NONE = (orc, columns, parquet, maxBytes) -> {
        throw new Refusal("this installation has no ORC reader; a Spark job reads the file");
    };

    /**
     * Writes some columns of a file. Columns are found by their names, whatever their case; by their places if the file has Hive's
     * {@code _col0, _col1 ...} for names. Those that the file does not have are left out. Timestamps are written without a zone, in microseconds: those without one
     * as they are, instants in UTC. Days and times of the Julian calendar become those of the proleptic Gregorian one.
     *
     * @param columns lower-cased, in the table's order
     * @param parquet must not exist; may be left behind half written if this fails
     * @param maxBytes a file that becomes larger is given up
     * @throws Refusal if the file is fine, but cannot be written as Parquet
     * @throws IOException if the file is damaged or the disk fails; damage may show as unchecked exceptions, too
     */
    void toParquet(Path orc, List<String> columns, Path parquet, long maxBytes) throws IOException, Refusal;

    /** A file that is not damaged, and still cannot be converted. The message says why, and goes on after the file's name. */
    final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        /** With the reason. */
        public Refusal(String message) {
            super(message);
        }
    }
}
