package io.millrace.etl.job.lanes;

import io.millrace.etl.job.commit.BatchCommitProtocol;
import io.millrace.etl.job.lanes.LaneOutput.ForTasks;
import io.millrace.etl.job.storage.S3Paths;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitterFactory;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.spark.TaskContext;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/** The files of one attempt of a task, which are there for nobody before the job is committed. Used by one thread. */
final class LaneTaskOutput {
    private static final Logger LOG = LoggerFactory.getLogger(LaneTaskOutput.class);

    private final ForTasks job;
    private final FileCommitProtocol committer;
    private final TaskAttemptContext attempt;
    private @Nullable Side side;

    private LaneTaskOutput(ForTasks job, TaskAttemptContext attempt) {
        this.job = job;
        this.committer = job.committer();
        this.attempt = attempt;
    }

    /** The quarantine's committer in the task. */
    private record Side(TaskAttemptContext attempt, PathOutputCommitter committer) {}

    /** Begins the attempt's output. */
    static LaneTaskOutput setUp(ForTasks job, TaskContext task) {
        LaneTaskOutput output = new LaneTaskOutput(job, job.attempt(task));
        output.committer.setupTask(output.attempt);
        return output;
    }

    /**
     * A file of the table.
     *
     * @param folder of the partition; empty for a table without
     */
    OutputFile create(String folder, int number, String extension) throws IOException {
        String path = committer.newTaskTempFile(
                attempt,
                folder.isEmpty() ? Option.empty() : Option.apply(folder),
                BatchCommitProtocol.file(number, extension));
        return HadoopOutputFile.fromPath(new Path(path), attempt.getConfiguration());
    }

    /** The file of rows in quarantine; asked for once at most. */
    OutputFile createQuarantine(String extension) throws IOException {
        Configuration conf = new Configuration(attempt.getConfiguration());
        Path folder = S3Paths.toHadoop(job.sideLocation());
        conf.set(FileOutputFormat.OUTDIR, folder.toString());
        TaskAttemptContext context = new TaskAttemptContextImpl(conf, attempt.getTaskAttemptID());
        PathOutputCommitter opened = PathOutputCommitterFactory.createCommitter(folder, context);
        opened.setupTask(context);
        side = new Side(context, opened);
        String name = "part-%s-%05d%s"
                .formatted(job.batchId(), attempt.getTaskAttemptID().getTaskID().getId(), extension);
        return HadoopOutputFile.fromPath(new Path(opened.getWorkPath(), name), conf);
    }

    /** Hands the files over to the job. */
    TaskCommitMessage commit() throws IOException {
        if (side != null && side.committer().needsTaskCommit(side.attempt())) {
            side.committer().commitTask(side.attempt());
        }
        return committer.commitTask(attempt);
    }

    /** Removes the files. What fails is added to the failure that is the reason. */
    void abort() {
        try {
            committer.abortTask(attempt);
            if (side != null) {
                side.committer().abortTask(side.attempt());
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("Cannot undo what the task wrote; the next run removes it", e);
        }
    }
}
