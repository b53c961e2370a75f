package io.millrace.etl.job.lanes;

import io.millrace.etl.job.arguments.ErrorLimit;
import io.millrace.etl.job.arguments.FileLayout;
import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.arguments.JobArguments.OnError;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.lane.BatchSink;
import io.millrace.etl.lane.RejectedRow;
import io.millrace.etl.lane.RejectedRows;
import io.millrace.etl.lane.parquet.ParquetOptions;
import io.millrace.etl.lane.parquet.PartitionedParquetWriter;
import io.millrace.etl.lane.parquet.WrittenFile;
import io.millrace.etl.lane.task.PartOpener;
import io.millrace.etl.lane.task.RejectedRowsTable;
import io.millrace.etl.lane.task.SortedSink;
import io.millrace.etl.lane.task.TaskCounts;
import io.millrace.etl.lane.task.TaskInput;
import io.millrace.etl.lane.task.TaskPlan;
import io.millrace.etl.lane.task.TaskProgress;
import io.millrace.etl.lane.task.TaskRun;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.spark.TaskContext;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/** What an executor runs: one task of the columnar lane, from setting up its output to committing it. Sent by the driver. */
final class ColumnarTask extends AbstractFunction2<TaskContext, Iterator<TaskInput>, ColumnarTask.Done>
        implements Serializable {
    private static final long serialVersionUID = 1L;

    /** The share of the memory that all tasks of a process may take for unfinished row groups. */
    private static final int MEMORY_SHARE = 3;

    private final String name;
    private final TaskPlan plan;
    private final PartOpener opener;
    private final LaneOutput.ForTasks output;
    private final FileLayout layout;
    private final JobArguments.Compression compression;
    private final OnError onError;
    private final ErrorLimit maxErrors;

    ColumnarTask(LaneTask task, TaskPlan plan, PartOpener opener, LaneOutput.ForTasks output) {
        this.name = task.source().name();
        this.plan = plan;
        this.opener = opener;
        this.output = output;
        this.layout = task.arguments().layout();
        this.compression = task.arguments().compression();
        this.onError = task.arguments().onError();
        this.maxErrors = task.arguments().maxErrors();
    }

    /** What the driver gets. */
    record Done(TaskCommitMessage message, TaskCounts counts, List<WrittenFile> files, long bytes)
            implements Serializable {}

    @Override
    public Done apply(TaskContext context, Iterator<TaskInput> inputs) {
        TaskInput input = inputs.next();
        LaneTaskOutput files = LaneTaskOutput.setUp(output, context);
        boolean committed = false;
        try {
            Done done = run(input, files);
            committed = true;
            return done;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } finally {
            if (!committed) {
                files.abort();
            }
        }
    }

    private Done run(TaskInput input, LaneTaskOutput files) throws IOException {
        TaskProgress progress =
                new TaskProgress("%s, task %d".formatted(name, input.number()), input.bytes(), InstantSource.system());
        TaskRun run = new TaskRun(plan, opener, progress);
        PartitionedParquetWriter writer = writer(files);
        RejectedRowsTable table = new RejectedRowsTable(() -> quarantine(files));
        TaskCounts counts;
        boolean written = false;
        try {
            BatchSink sink = sorted(writer);
            counts = run.run(input, sink, onError == OnError.QUARANTINE ? limited(table) : RejectedRows.FAIL);
            table.close();
            sink.close();
            written = true;
        } finally {
            if (!written) {
                writer.abort();
            }
        }
        return new Done(files.commit(), counts, List.copyOf(writer.files()), input.bytes());
    }

    /** Ends the task as soon as it alone has too many bad rows. */
    private RejectedRows limited(RejectedRowsTable table) {
        return (RejectedRow row) -> {
            table.reject(row);
            if (maxErrors.isExceededBy(table.count())) {
                throw new JobFailureException(
                        "More rows of table %s do not fit it than --max-errors allows, which is %s; the last is in %s, line %d: %s"
                                .formatted(name, maxErrors, row.file(), row.line(), row.reason()));
            }
        };
    }

    /** Rows in the order that is asked for; files are as long as what one run can hold. */
    private BatchSink sorted(PartitionedParquetWriter writer) {
        return layout.sortBy().isEmpty()
                ? writer
                : new SortedSink(plan.outputColumns(), layout.sortBy(), memory(), writer, writer::endFiles);
    }

    private PartitionedParquetWriter writer(LaneTaskOutput files) {
        int columns = plan.outputs().size();
        List<Integer> keys =
                IntStream.range(columns - plan.keyCount(), columns).boxed().toList();
        return new PartitionedParquetWriter(
                plan.outputColumns(),
                keys,
                (folder, number) -> files.create(folder, number, extension()),
                options().withBloomFilters(Set.copyOf(layout.bloomFilters())));
    }

    private BatchSink quarantine(LaneTaskOutput files) {
        return new PartitionedParquetWriter(
                RejectedRowsTable.COLUMNS,
                List.of(),
                (folder, number) -> files.createQuarantine(extension()),
                options().withBounds(Long.MAX_VALUE, 1, memory()));
    }

    private ParquetOptions options() {
        ParquetOptions usual = ParquetOptions.DEFAULT;
        return usual.withCodec(codec())
                // A file ends with a row group.
                .withSizes(
                        Math.min(usual.rowGroupBytes(), layout.targetFileBytes()),
                        usual.pageBytes(),
                        usual.pageRows(),
                        usual.dictionaryBytes())
                .withBounds(layout.targetFileBytes(), ParquetOptions.DEFAULT.openFiles(), memory());
    }

    private static long memory() {
        Runtime runtime = Runtime.getRuntime();
        return Math.min(
                ParquetOptions.DEFAULT.memoryBytes(),
                runtime.maxMemory() / MEMORY_SHARE / Math.max(1, runtime.availableProcessors()));
    }

    private CompressionCodecName codec() {
        return CompressionCodecName.fromConf(compression.sparkName());
    }

    /** What the names of the files end with. */
    String extension() {
        return codec().getExtension() + ".parquet";
    }
}
