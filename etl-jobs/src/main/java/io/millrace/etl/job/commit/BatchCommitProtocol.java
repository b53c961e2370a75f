package io.millrace.etl.job.commit;

import java.io.Serializable;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.internal.io.FileNameSpec;
import org.apache.spark.internal.io.cloud.PathOutputCommitProtocol;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Spark's commit protocol for Hadoop's output committers (S3A's magic one; for local files one that renames), with the names of a batch:
 * {@code part-<batch>-<task>[-<number>].<codec>.parquet}. A task that is tried again repeats its names. The driver's {@link BatchOutput} hears
 * when all tasks have committed and nothing is visible yet, and then which files there are.
 *
 * <p>A lane without Spark's writer calls it as {@code FileFormatWriter} does: on the driver {@code setupJob}, {@code commitJob} or
 * {@code abortJob}; in each task {@code setupTask}, {@code newTaskTempFile} for each file, {@code commitTask} or {@code abortTask}.
 */
public final class BatchCommitProtocol extends PathOutputCommitProtocol {
    private static final long serialVersionUID = 1L;

    /** What Spark puts behind a name: {@code -c000.snappy.parquet}, or {@code .c000.snappy.parquet} in a partition's folder. */
    private static final Pattern SUFFIX = Pattern.compile("[-.]c(\\d+)(\\..*)");

    private transient @Nullable Set<String> files;

    /** Called by Spark. */
    public BatchCommitProtocol(String jobId, String path, boolean dynamicPartitionOverwrite) {
        super(jobId, path, dynamicPartitionOverwrite);
    }

    /** What to ask {@code newTaskTempFile} for: the task's file of this number, from 0. */
    public static FileNameSpec file(int number, String extension) {
        return new FileNameSpec("", "-c%03d%s".formatted(number, extension));
    }

    @Override
    public void setupTask(TaskAttemptContext task) {
        files = new LinkedHashSet<>();
        super.setupTask(task);
    }

    @Override
    public String newTaskTempFile(TaskAttemptContext task, Option<String> folder, FileNameSpec spec) {
        String name = getFilename(task, spec);
        String relative = folder.isEmpty() || folder.get().isEmpty() ? name : folder.get() + "/" + name;
        Set<String> known = files == null ? new LinkedHashSet<>() : files;
        files = known;
        if (!known.add(relative)) {
            throw new IllegalStateException("A second file %s of task %s".formatted(relative, task.getTaskAttemptID()));
        }
        return super.newTaskTempFile(task, folder, spec);
    }

    @Override
    public String getFilename(TaskAttemptContext task, FileNameSpec spec) {
        String batch = task.getConfiguration().get(BatchOutput.BATCH);
        Matcher suffix = SUFFIX.matcher(spec.suffix());
        if (batch == null || !suffix.matches()) {
            throw new IllegalStateException(
                    "No batch's name for a file with suffix %s in batch %s".formatted(spec.suffix(), batch));
        }
        int number = Integer.parseInt(suffix.group(1));
        int taskNumber = task.getTaskAttemptID().getTaskID().getId();
        return "part-%s-%05d%s%s".formatted(batch, taskNumber, number == 0 ? "" : "-" + number, suffix.group(2));
    }

    @Override
    public TaskCommitMessage commitTask(TaskAttemptContext task) {
        TaskCommitMessage message = super.commitTask(task);
        return new TaskCommitMessage(new Committed(message, files == null ? List.of() : List.copyOf(files)));
    }

    @Override
    public void commitJob(JobContext job, Seq<TaskCommitMessage> messages) {
        List<Committed> tasks = CollectionConverters.asJava(messages).stream()
                .map(message -> (Committed) message.obj())
                .toList();
        BatchOutput output = BatchOutput.find(job.getConfiguration().get(BatchOutput.OUTPUT));
        if (output == null) {
            throw new IllegalStateException("The job's configuration names no open output of a batch");
        }
        output.beforeVisible();
        super.commitJob(
                job,
                CollectionConverters.asScala(
                                tasks.stream().map(Committed::message).toList())
                        .toSeq());
        output.committed(tasks.stream().flatMap(task -> task.files().stream()).toList());
    }

    /** What a task tells the driver: the committer's own message, and the files. */
    private record Committed(TaskCommitMessage message, List<String> files) implements Serializable {}
}
