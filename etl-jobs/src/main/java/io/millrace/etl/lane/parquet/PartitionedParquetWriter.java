package io.millrace.etl.lane.parquet;

import io.millrace.etl.lane.BatchSink;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.vector.VectorBatch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Writes batches as Parquet files, one folder a combination of partition keys, however the combinations are mixed. A file gets its
 * stream with its first complete row group, so that many partitions cost memory and not connections; both are bounded ({@link
 * ParquetOptions}). Partition keys are in the folders' names only, as Spark and Hive have it.
 *
 * <p>{@link #close} finishes the files; a reader that fails calls {@link #abort} before. After a failed write, {@code close} aborts.
 * The files, their names and bytes follow from options, rows and their order alone. Used by one thread.
 */
public final class PartitionedParquetWriter implements BatchSink {
    private final OutputFiles files;
    private final ParquetOptions options;
    private final EncoderContext context;
    private final MessageType schema;
    private final Map<String, String> metadata;
    private final int[] valueColumns;
    private final PartitionRouter router;
    private final Map<String, Partition> partitions = new LinkedHashMap<>();
    private final Map<Integer, Partition> byCombination = new HashMap<>();
    private final List<WrittenFile> written = new ArrayList<>();
    private long allocated;
    private long clock;
    private int openStreams;
    private State state = State.WRITING;

    private enum State {
        WRITING,
        FAILED,
        CLOSED
    }

    private static final class Partition {
        private final String folder;
        private @Nullable ParquetFile file;
        private int nextNumber;
        private long lastUse;

        Partition(String folder) {
            this.folder = folder;
        }
    }

    /**
     * A writer without rows. Without rows it makes no file.
     *
     * @param columns what the batches have
     * @param keys which of them are partition keys, in the folders' order; at least one column must remain
     */
    public PartitionedParquetWriter(
            List<LaneColumn> columns, List<Integer> keys, OutputFiles files, ParquetOptions options) {
        this.files = files;
        this.options = options;
        valueColumns = IntStream.range(0, columns.size())
                .filter(column -> !keys.contains(column))
                .toArray();
        if (valueColumns.length == 0) {
            throw new IllegalArgumentException("A Parquet file needs a column that is no partition key");
        }
        List<LaneColumn> values =
                IntStream.of(valueColumns).mapToObj(columns::get).toList();
        requireColumns(values, options.bloomFilters());
        schema = ParquetTypes.schema(values);
        metadata = new TreeMap<>(options.metadata());
        metadata.put(ParquetTypes.SPARK_SCHEMA_KEY, ParquetTypes.sparkSchema(values));
        context = EncoderContext.of(options);
        router = new PartitionRouter(columns, keys);
    }

    private static void requireColumns(List<LaneColumn> columns, Set<String> names) {
        for (String name : names) {
            if (columns.stream().noneMatch(column -> column.name().equals(name))) {
                throw new IllegalArgumentException("The files have no column " + name);
            }
        }
    }

    @Override
    public void write(VectorBatch batch) throws IOException {
        if (state != State.WRITING) {
            throw new IllegalStateException("The writer is " + state);
        }
        state = State.FAILED;
        int groups = router.route(batch);
        int[] order = router.order();
        for (int group = 0; group < groups; group++) {
            int from = router.from(group);
            Partition partition = partition(router.combination(group), batch, order[from]);
            append(partition, batch, order, from, router.to(group));
        }
        state = State.WRITING;
    }

    private Partition partition(int combination, VectorBatch batch, int row) {
        Partition known = byCombination.get(combination);
        if (known != null) {
            return known;
        }
        // different values may have one name: null, and the text that stands for it
        Partition partition = partitions.computeIfAbsent(router.folder(batch, row), Partition::new);
        byCombination.put(combination, partition);
        return partition;
    }

    private void append(Partition partition, VectorBatch batch, int[] order, int from, int to) throws IOException {
        ParquetFile file = partition.file;
        if (file == null) {
            file = new ParquetFile(files, partition.folder, partition.nextNumber++, schema, valueColumns, context);
            partition.file = file;
        }
        partition.lastUse = ++clock;
        long before = file.allocatedBytes();
        boolean wasOpen = file.isOpen();
        file.append(batch, order, from, to);
        allocated += file.allocatedBytes() - before;
        afterGrowth(partition, file, wasOpen);
        while (allocated > options.memoryBytes()) {
            flushLargest();
        }
    }

    /** Counts a stream that was opened, and ends a file that is long enough. */
    private void afterGrowth(Partition partition, ParquetFile file, boolean wasOpen) throws IOException {
        if (file.isOpen() && !wasOpen) {
            openStreams++;
            closeSurplus(partition);
        }
        if (file.writtenBytes() >= options.fileBytes()) {
            finish(partition, file);
        }
    }

    private void closeSurplus(Partition newest) throws IOException {
        while (openStreams > options.openFiles()) {
            Partition oldest = null;
            for (Partition partition : partitions.values()) {
                if (partition != newest
                        && partition.file != null
                        && partition.file.isOpen()
                        && (oldest == null || partition.lastUse < oldest.lastUse)) {
                    oldest = partition;
                }
            }
            if (oldest == null || oldest.file == null) {
                return;
            }
            finish(oldest, oldest.file);
        }
    }

    private void flushLargest() throws IOException {
        Partition largest = null;
        ParquetFile file = null;
        for (Partition partition : partitions.values()) {
            ParquetFile candidate = partition.file;
            if (candidate != null && (file == null || candidate.allocatedBytes() > file.allocatedBytes())) {
                largest = partition;
                file = candidate;
            }
        }
        if (largest == null || file == null) {
            throw new IllegalStateException("No file takes the %,d bytes".formatted(allocated));
        }
        boolean wasOpen = file.isOpen();
        allocated -= file.allocatedBytes();
        file.finishRowGroup();
        afterGrowth(largest, file, wasOpen);
    }

    private void finish(Partition partition, ParquetFile file) throws IOException {
        boolean wasOpen = file.isOpen();
        allocated -= file.allocatedBytes();
        written.add(file.finish(metadata));
        openStreams -= wasOpen ? 1 : 0;
        partition.file = null;
    }

    /** Finishes the files that there are; rows that follow begin new ones. */
    public void endFiles() throws IOException {
        if (state != State.WRITING) {
            throw new IllegalStateException("The writer is " + state);
        }
        state = State.FAILED;
        finishAll();
        state = State.WRITING;
    }

    private void finishAll() throws IOException {
        for (Partition partition : partitions.values()) {
            if (partition.file != null) {
                finish(partition, partition.file);
            }
        }
    }

    /** Finishes the files. */
    @Override
    public void close() throws IOException {
        if (state == State.CLOSED) {
            return;
        }
        if (state == State.FAILED) {
            abort();
            return;
        }
        state = State.FAILED;
        try {
            finishAll();
            state = State.CLOSED;
            context.compressor().release();
        } finally {
            if (state == State.FAILED) {
                abort();
            }
        }
    }

    /**
     * Closes every stream and leaves the files unfinished; whoever made them removes them. Does nothing after {@link #close}. Streams that
     * cannot be closed are no error here: there is one already.
     */
    public void abort() {
        if (state == State.CLOSED) {
            return;
        }
        state = State.CLOSED;
        written.clear();
        for (Partition partition : partitions.values()) {
            ParquetFile file = partition.file;
            partition.file = null;
            if (file != null) {
                file.abort();
            }
        }
        context.compressor().release();
    }

    /** The files that were finished, in the order of their end; all of them after {@link #close}. */
    public List<WrittenFile> files() {
        return List.copyOf(written);
    }
}
