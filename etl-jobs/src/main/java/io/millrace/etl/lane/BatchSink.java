package io.millrace.etl.lane;

import io.millrace.etl.lane.vector.VectorBatch;
import java.io.Closeable;
import java.io.IOException;

/** Takes batches; what is in one is used up when the call returns. Used by one thread. */
public interface BatchSink extends Closeable {
    /** Takes the rows. */
    void write(VectorBatch batch) throws IOException;
}
