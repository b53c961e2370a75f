package io.millrace.etl.lane.parquet;

import io.millrace.etl.lane.vector.VectorBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.crypto.FileEncryptionProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A file that is being written. Its stream is opened with the first row group that is complete. */
final class ParquetFile {
    private static final Logger LOG = LoggerFactory.getLogger(ParquetFile.class);
    private static final int NO_PADDING = 0;

    private final OutputFiles files;
    private final String folder;
    private final int number;
    private final MessageType schema;
    private final EncoderContext context;
    private final int[] columns;
    private final List<ColumnEncoder> encoders = new ArrayList<>();
    private @Nullable ParquetFileWriter writer;
    private long groupRows;
    private long rows;
    private long writtenBytes;
    private long allocated;

    ParquetFile(
            OutputFiles files, String folder, int number, MessageType schema, int[] columns, EncoderContext context) {
        this.files = files;
        this.folder = folder;
        this.number = number;
        this.schema = schema;
        this.context = context;
        this.columns = columns.clone();
        for (ColumnDescriptor column : schema.getColumns()) {
            encoders.add(encoder(column, context));
        }
    }

    private static ColumnEncoder encoder(ColumnDescriptor column, EncoderContext context) {
        return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> new BooleanEncoder(column, context);
            case INT32, INT64, FLOAT, DOUBLE -> new NumberEncoder(column, context);
            case BINARY -> new TextEncoder(column, context);
            case FIXED_LEN_BYTE_ARRAY -> new LongDecimalEncoder(column, context);
            case INT96 -> throw new IllegalArgumentException("No encoder for " + column);
        };
    }

    /** Takes the rows {@code selection[from]} to {@code selection[to - 1]}. */
    void append(VectorBatch batch, int[] selection, int from, int to) throws IOException {
        long encoded = 0;
        long taken = 0;
        for (int i = 0; i < columns.length; i++) {
            ColumnEncoder encoder = encoders.get(i);
            encoder.append(batch.vector(columns[i]), selection, from, to - from);
            encoded += encoder.encodedBytes();
            taken += encoder.allocatedBytes();
        }
        allocated = taken;
        groupRows += to - from;
        rows += to - from;
        if (encoded >= context.options().rowGroupBytes()) {
            finishRowGroup();
        }
    }

    /** Writes what there is as a row group. */
    void finishRowGroup() throws IOException {
        if (groupRows == 0) {
            return;
        }
        ParquetFileWriter target = open();
        target.startBlock(groupRows);
        for (ColumnEncoder encoder : encoders) {
            encoder.writeTo(target);
        }
        target.endBlock();
        writtenBytes = target.getPos();
        groupRows = 0;
        allocated = 0;
    }

    private ParquetFileWriter open() throws IOException {
        ParquetFileWriter open = writer;
        if (open == null) {
            open = new ParquetFileWriter(
                    files.create(folder, number),
                    schema,
                    ParquetFileWriter.Mode.CREATE,
                    context.options().rowGroupBytes(),
                    NO_PADDING,
                    (@Nullable FileEncryptionProperties) null,
                    ParquetProperties.builder()
                            .withPageWriteChecksumEnabled(false)
                            .build());
            writer = open;
            open.start();
        }
        return open;
    }

    /** Whether it has a stream. */
    boolean isOpen() {
        return writer != null;
    }

    /** What the unfinished row group takes of the memory. */
    long allocatedBytes() {
        return allocated;
    }

    /** What is written already. */
    long writtenBytes() {
        return writtenBytes;
    }

    /** Writes the rest and the footer. */
    WrittenFile finish(Map<String, String> metadata) throws IOException {
        finishRowGroup();
        ParquetFileWriter target = open();
        target.end(metadata);
        return new WrittenFile(folder, number, rows, target.getPos());
    }

    /** Closes the stream without a footer: the file is to be thrown away, because of an error that is known. */
    void abort() {
        encoders.forEach(ColumnEncoder::release);
        allocated = 0;
        if (writer != null) {
            try {
                writer.close();
            } catch (IOException | RuntimeException e) {
                LOG.debug("A file in '{}' that is given up could not be closed", folder, e);
            }
        }
    }
}
