package io.millrace.etl.job.storage;

import io.millrace.etl.lane.csv.CompressedInput;
import io.millrace.etl.lane.csv.CsvPart;
import io.millrace.etl.lane.csv.CsvSplits;
import io.millrace.etl.lane.csv.CsvSplits.LineEnd;
import io.millrace.etl.lane.task.InputFile;
import io.millrace.etl.lane.task.InputPart;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.util.SerializableConfiguration;

/** Objects in Hadoop's file systems as streams that are read once, from some place to the end. */
public final class ObjectStreams {
    /** The crawlers' parameter, and Glue's. */
    private static final String COMPRESSION = "compressionType";

    private static final String NONE = "none";

    private ObjectStreams() {}

    /**
     * The part's object from {@code start} on, uncompressed if its name says that it is compressed, or its first bytes do.
     *
     * @param bytes hears how many bytes of the object were read
     */
    public static InputStream open(InputPart part, long start, SerializableConfiguration hadoop, LongConsumer bytes)
            throws IOException {
        InputStream stored = stored(part, start, hadoop, bytes);
        return start > 0 || CompressedInput.isCompressed(part.uri())
                ? CompressedInput.open(part.uri(), stored)
                : CompressedInput.openUnnamed(part.uri(), stored, part.isWhole());
    }

    private static InputStream stored(InputPart part, long start, SerializableConfiguration hadoop, LongConsumer bytes)
            throws IOException {
        Path path = S3Paths.toHadoop(part.uri());
        FileSystem files = path.getFileSystem(hadoop.value());
        try {
            FSDataInputStream stream = files.openFile(path)
                    .opt("fs.option.openfile.read.policy", "sequential")
                    .opt("fs.option.openfile.length", Long.toString(part.size()))
                    .build()
                    .get();
            stream.seek(start);
            return new Counted(stream, bytes);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Interrupted while opening " + part.uri()).initCause(e);
        }
    }

    /** The part for readers. A part that reaches to the object's end reads on, should it have grown. */
    public static CsvPart part(InputPart part, LineEnd lineEnd, SerializableConfiguration hadoop) {
        return CsvSplits.part(
                part.uri(),
                part.start(),
                part.end() == part.size() ? Long.MAX_VALUE : part.end(),
                lineEnd,
                from -> stored(part, from, hadoop, bytes -> {}));
    }

    /**
     * What the object's name, and what a crawl has found, say about reading it.
     *
     * @param table the table's parameters
     * @param cutting of objects that are not compressed
     */
    public static InputFile.Shape shape(String uri, Map<String, String> table, Cutting cutting) {
        return isFoundCompressed(table) || CompressedInput.isCompressed(uri)
                ? InputFile.Shape.COMPRESSED
                : cutting == Cutting.AT_LINES ? InputFile.Shape.CUT_AT_LINES : InputFile.Shape.WHOLE;
    }

    /** Whether a crawl has found that a table's files are compressed. */
    public static boolean isFoundCompressed(Map<String, String> table) {
        String compression = table.getOrDefault(COMPRESSION, "");
        return !compression.isEmpty() && !compression.equalsIgnoreCase(NONE);
    }

    /** Whether files may be cut. */
    public enum Cutting {
        AT_LINES,
        NEVER
    }

    private static final class Counted extends FilterInputStream {
        private final LongConsumer bytes;

        Counted(InputStream in, LongConsumer bytes) {
            super(in);
            this.bytes = bytes;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            bytes.accept(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int count = super.read(into, from, length);
            bytes.accept(Math.max(0, count));
            return count;
        }
    }
}
