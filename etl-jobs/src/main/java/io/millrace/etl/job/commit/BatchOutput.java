package io.millrace.etl.job.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder that a batch's files are written into, seen from the driver: the name for the files, and what happens between "all tasks have
 * committed" and "the files are there". Used for one job's commit, then closed.
 */
public final class BatchOutput implements AutoCloseable {
    /** The Hadoop property with the batch's name; {@link BatchCommitProtocol} names files by it. */
    static final String BATCH = "millrace.batch";

    /** The Hadoop property by which {@link BatchCommitProtocol} finds this object on the driver. */
    static final String OUTPUT = "millrace.batch-output";

    // Spark makes the commit protocol from its class name and hands nothing over but a configuration of texts.
    private static final Map<String, BatchOutput> OPEN = new ConcurrentHashMap<>();

    private final String token = UUID.randomUUID().toString();
    private final String location;
    private final String batchId;
    private final Runnable beforeVisible;
    private final List<String> committed = new ArrayList<>();

    private BatchOutput(String location, String batchId, Runnable beforeVisible) {
        this.location = location;
        this.batchId = batchId;
        this.beforeVisible = beforeVisible;
    }

    /**
     * Opens an output.
     *
     * @param location {@code s3://bucket/prefix/}
     * @param beforeVisible run on the driver when every task has committed and nothing is visible yet; what it throws aborts the job
     */
    public static BatchOutput open(String location, String batchId, Runnable beforeVisible) {
        BatchOutput output = new BatchOutput(location, batchId, beforeVisible);
        OPEN.put(output.token, output);
        return output;
    }

    static @Nullable BatchOutput find(@Nullable String token) {
        return token == null ? null : OPEN.get(token);
    }

    public String location() {
        return location;
    }

    public String batchId() {
        return batchId;
    }

    /** Properties that the job's Hadoop configuration must have on the driver and in the tasks; for Spark's writer they are options. */
    public Map<String, String> options() {
        return Map.of(BATCH, batchId, OUTPUT, token);
    }

    /** Another folder of the same batch, which becomes visible with the same call. */
    public BatchOutput beside(String otherLocation) {
        return open(otherLocation, batchId, beforeVisible);
    }

    /** Called by the protocol, before it commits the job. */
    public void beforeVisible() {
        beforeVisible.run();
    }

    /** Called by the protocol when the job is committed, with the files relative to the location. */
    synchronized void committed(List<String> files) {
        committed.addAll(files);
    }

    /** The committed files, {@code year=2020/part-….parquet}, in order. */
    public synchronized List<String> files() {
        return committed.stream().sorted().toList();
    }

    @Override
    public void close() {
        OPEN.remove(token);
    }
}
