package io.millrace.etl.lane;

import io.millrace.etl.lane.vector.VectorBatch;
import java.io.Closeable;
import java.io.IOException;

/** A file, or a part of one, as batches of rows. Used by one thread. */
public interface BatchReader extends Closeable {
    /**
     * Fills the batch, which is cleared before.
     *
     * @return false if nothing is left; the batch has no rows then
     * @throws BadRowException for a row that does not fit, where rows must
     * @throws IOException if the file cannot be read
     */
    boolean read(VectorBatch batch) throws IOException;
}
