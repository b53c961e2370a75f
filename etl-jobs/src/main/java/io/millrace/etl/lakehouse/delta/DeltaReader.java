package io.millrace.etl.lakehouse.delta;

import io.delta.kernel.Scan;
import io.delta.kernel.Table;
import io.delta.kernel.data.FilteredColumnarBatch;
import io.delta.kernel.data.Row;
import io.delta.kernel.exceptions.KernelEngineException;
import io.delta.kernel.exceptions.KernelException;
import io.delta.kernel.exceptions.TableNotFoundException;
import io.delta.kernel.internal.InternalScanFileUtils;
import io.delta.kernel.internal.SnapshotImpl;
import io.delta.kernel.internal.actions.DeletionVectorDescriptor;
import io.delta.kernel.internal.deletionvectors.DeletionVectorUtils;
import io.delta.kernel.utils.CloseableIterator;
import io.delta.kernel.utils.FileStatus;
import io.millrace.etl.lakehouse.LakeFile;
import io.millrace.etl.lakehouse.LakeFormat;
import io.millrace.etl.lakehouse.LakeObjects;
import io.millrace.etl.lakehouse.LakeObjects.Address;
import io.millrace.etl.lakehouse.LakeSnapshot;
import io.millrace.etl.lakehouse.LakeTableException;
import io.millrace.etl.lakehouse.LakeTableException.Reason;
import io.millrace.etl.lakehouse.RowNumbers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import software.amazon.awssdk.core.exception.SdkException;

/** Plans a Delta table's latest version with Delta Kernel. Thread-safe. */
public final class DeltaReader {
    /** 8 bytes each. */
    private static final long MAX_DELETED_ROWS = 20_000_000;

    private final S3Engine engine;

    /** Reads logs of the store. */
    public DeltaReader(LakeObjects objects) {
        this.engine = new S3Engine(objects);
    }

    /**
     * The latest version.
     *
     * @param root the table's folder
     * @throws LakeTableException if the log cannot be read, or asks for something that Delta Kernel does not know
     */
    public LakeSnapshot read(String name, Address root) {
        String path = root.uri().replaceFirst("/+$", "");
        try {
            SnapshotImpl snapshot = (SnapshotImpl) Table.forPath(engine, path).getLatestSnapshot(engine);
            DeltaColumns columns = DeltaColumns.of(snapshot);
            return new LakeSnapshot(
                    LakeFormat.DELTA, columns.columns(), files(name, path, snapshot, columns.partitions()));
        } catch (TableNotFoundException e) {
            throw new LakeTableException(
                    Reason.UNREADABLE,
                    "There is no Delta Lake table %s at %s; crawl it again".formatted(name, path),
                    e);
        } catch (KernelException | UnsupportedOperationException e) {
            throw new LakeTableException(
                    Reason.NOT_SUPPORTED,
                    "Delta Lake table %s at %s cannot be read: %s".formatted(name, path, e.getMessage()),
                    e);
        } catch (KernelEngineException e) {
            // Says what was tried; its cause, what went wrong.
            throw unreadable(name, path, e, e.getCause() == null ? e : e.getCause());
        } catch (IOException | UncheckedIOException | SdkException | IllegalArgumentException e) {
            throw unreadable(name, path, e, e);
        }
    }

    private static LakeTableException unreadable(String name, String path, Exception e, Throwable reason) {
        return new LakeTableException(
                Reason.UNREADABLE,
                "Cannot read the log of Delta Lake table %s at %s: %s".formatted(name, path, reason.getMessage()),
                e);
    }

    private List<LakeFile> files(String name, String path, SnapshotImpl snapshot, Map<String, String> partitions)
            throws IOException {
        List<LakeFile> files = new ArrayList<>();
        long deleted = 0;
        Scan scan = snapshot.getScanBuilder().build();
        try (CloseableIterator<FilteredColumnarBatch> batches = scan.getScanFiles(engine)) {
            while (batches.hasNext()) {
                try (CloseableIterator<Row> rows = batches.next().getRows()) {
                    while (rows.hasNext()) {
                        LakeFile file = file(path, rows.next(), partitions);
                        files.add(file);
                        deleted += file.deleted().size();
                        checkDeleted(name, deleted);
                    }
                }
            }
        }
        return files;
    }

    private static void checkDeleted(String name, long deleted) {
        if (deleted > MAX_DELETED_ROWS) {
            throw new LakeTableException(
                    Reason.NOT_SUPPORTED,
                    "Delta Lake table %s has more than %d rows that are deleted by deletion vectors; have Delta rewrite its files (REORG TABLE … APPLY (PURGE)), then read it"
                            .formatted(name, MAX_DELETED_ROWS));
        }
    }

    private LakeFile file(String path, Row row, Map<String, String> partitions) {
        FileStatus status = InternalScanFileUtils.getAddFileStatus(row);
        Address address = Address.of(status.getPath());
        return new LakeFile(
                address.bucket(),
                address.key(),
                // Data files are never written twice.
                "",
                status.getSize(),
                constants(InternalScanFileUtils.getPartitionValues(row), partitions),
                deleted(path, row),
                List.of());
    }

    /** Protocol, "Partition Value Serialization": an empty text is null. */
    private static Map<String, Optional<String>> constants(Map<String, String> values, Map<String, String> partitions) {
        Map<String, Optional<String>> constants = new HashMap<>();
        partitions.forEach((column, physical) ->
                constants.put(column, Optional.ofNullable(values.get(physical)).filter(value -> !value.isEmpty())));
        return constants;
    }

    private RowNumbers deleted(String path, Row row) {
        DeletionVectorDescriptor vector = InternalScanFileUtils.getDeletionVectorDescriptorFromRow(row);
        return vector == null
                ? RowNumbers.NONE
                : RowNumbers.of(LongStream.of(DeletionVectorUtils.loadNewDvAndBitmap(engine, path, vector)
                        ._2
                        .toArray()));
    }
}
