package io.millrace.etl.job;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.spark.internal.io.FileNameSpec;
import org.apache.spark.internal.io.cloud.PathOutputCommitProtocol;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Spark's commit protocol for Hadoop's output committers (here: S3A's magic one), with file names that a rerun repeats: one file
 * of a fixed name in every partition's folder. A run that is repeated therefore replaces what it wrote before, object by object,
 * and never stands beside it. The partition columns must be the shuffle's key, so that no two tasks write the same folder.
 *
 * <p>When all is committed the driver writes the folders, one a line, to the file that {@link #REPORT_OPTION} names.
 */
public final class RepeatableNamesProtocol extends PathOutputCommitProtocol {
    /** The writer's option with the local file for the committed folders. */
    public static final String REPORT_OPTION = "millrace.commit-report";

    /** The name of the one file in a partition's folder. */
    public static final String FILE_NAME = "part-00000.parquet";

    private static final long serialVersionUID = 1L;

    private transient @Nullable Set<String> folders;

    /** Called by Spark. */
    public RepeatableNamesProtocol(String jobId, String path, boolean dynamicPartitionOverwrite) {
        super(jobId, path, dynamicPartitionOverwrite);
    }

    @Override
    public String newTaskTempFile(TaskAttemptContext task, Option<String> folder, FileNameSpec spec) {
        Set<String> known = folders == null ? new TreeSet<>() : folders;
        folders = known;
        if (!known.add(folder.isEmpty() ? "" : folder.get())) {
            throw new IllegalStateException(
                    "A second file in folder " + folder + " of task " + task.getTaskAttemptID());
        }
        return super.newTaskTempFile(task, folder, spec);
    }

    @Override
    public String getFilename(TaskAttemptContext task, FileNameSpec spec) {
        return FILE_NAME;
    }

    @Override
    public TaskCommitMessage commitTask(TaskAttemptContext task) {
        TaskCommitMessage message = super.commitTask(task);
        List<String> written = folders == null ? List.of() : List.copyOf(folders);
        return new TaskCommitMessage(new Committed(message, written));
    }

    @Override
    public void commitJob(JobContext job, Seq<TaskCommitMessage> messages) {
        List<Committed> tasks = CollectionConverters.asJava(messages).stream()
                .map(message -> (Committed) message.obj())
                .toList();
        super.commitJob(
                job,
                CollectionConverters.asScala(
                                tasks.stream().map(Committed::message).toList())
                        .toSeq());
        String report = job.getConfiguration().get(REPORT_OPTION);
        if (report != null) {
            write(
                    Path.of(report),
                    tasks.stream()
                            .flatMap(task -> task.folders().stream())
                            .sorted()
                            .toList());
        }
    }

    private static void write(Path report, List<String> folders) {
        try {
            Files.write(report, folders);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the list of committed folders to " + report, e);
        }
    }

    /** What a task tells the driver: the committer's own message, and the folders. */
    private record Committed(TaskCommitMessage message, List<String> folders) implements Serializable {}
}
