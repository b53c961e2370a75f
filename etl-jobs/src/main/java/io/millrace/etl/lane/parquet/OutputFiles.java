package io.millrace.etl.lane.parquet;

import java.io.IOException;
import org.apache.parquet.io.OutputFile;

/** Where the files of a task go. */
@FunctionalInterface
public interface OutputFiles {
    /**
     * A file that does not exist yet. Nothing is opened before parquet-java asks the file for its stream.
     *
     * @param folder the partition's folder, {@code year=2024/month=1}; empty for a table without partitions
     * @param number from 0 within the folder; the same rows in the same order give the same numbers
     */
    OutputFile create(String folder, int number) throws IOException;
}
