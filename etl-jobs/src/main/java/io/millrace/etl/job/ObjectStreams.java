package io.millrace.etl.job;

import io.millrace.etl.lane.BatchReader;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.RejectedRows;
import io.millrace.etl.lane.csv.BadCells;
import io.millrace.etl.lane.csv.CompressedInput;
import io.millrace.etl.lane.csv.CsvColumns;
import io.millrace.etl.lane.csv.CsvFormat;
import io.millrace.etl.lane.csv.CsvPart;
import io.millrace.etl.lane.csv.CsvReader;
import io.millrace.etl.lane.task.InputPart;
import io.millrace.etl.lane.task.PartOpener;
import io.millrace.etl.lane.task.TaskProgress;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.List;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/** Opens parts of text files in Hadoop's file systems, as streams that are read once from begin to end. Sent to the tasks. */
final class ObjectStreams {
    private static final int BUFFER_BYTES = 1 << 20;

    private ObjectStreams() {}

    /** A stream of the object's bytes from {@code start}. Reading it fails when the object is shorter than it was when it was listed. */
    static InputStream open(InputPart part, long start, SerializableConfiguration hadoop, TaskProgress progress)
            throws IOException {
        Path path = S3Paths.toHadoop(part.uri());
        FileSystem files = path.getFileSystem(hadoop.value());
        try {
            FSDataInputStream stream = files.openFile(path)
                    .opt("fs.option.openfile.read.policy", "sequential")
                    .optLong("fs.option.openfile.length", part.size())
                    .build()
                    .get();
            stream.seek(start);
            return new Counted(stream, progress);
        } catch (java.util.concurrent.ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException("Interrupted while opening " + part.uri());
        }
    }

    /** Tells the progress what is read. */
    private static final class Counted extends FilterInputStream {
        private final TaskProgress progress;

        Counted(InputStream in, TaskProgress progress) {
            super(in);
            this.progress = progress;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            progress.addBytes(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int count = super.read(bytes, from, length);
            progress.addBytes(Math.max(0, count));
            return count;
        }
    }
}
