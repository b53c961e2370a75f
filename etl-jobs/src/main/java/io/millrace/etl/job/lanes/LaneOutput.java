package io.millrace.etl.job.lanes;

import io.millrace.etl.job.commit.BatchCommitProtocol;
import io.millrace.etl.job.commit.BatchOutput;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.storage.S3Paths;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapred.JobID;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.JobStatus;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitter;
import org.apache.hadoop.mapreduce.lib.output.PathOutputCommitterFactory;
import org.apache.hadoop.mapreduce.task.JobContextImpl;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.TaskContext;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.internal.io.SparkHadoopWriterUtils;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The two folders that a lane without Spark's writer writes into, on the driver: the table's, through {@link BatchCommitProtocol} as Spark's {@code
 * FileFormatWriter} does, and, where bad rows are kept, the quarantine's. Tasks get a {@link ForTasks}.
 *
 * <p>Spark lets one attempt of a task commit, once. Therefore the quarantine's committer is used directly: its tasks commit before the table's, and
 * an attempt that Spark then refuses has written the same objects as the one that it let commit.
 */
final class LaneOutput {
    private static final Logger LOG = LoggerFactory.getLogger(LaneOutput.class);

    private final JobContext job;
    private final FileCommitProtocol committer;
    private final Optional<Side> side;
    private final ForTasks forTasks;

    private LaneOutput(JobContext job, FileCommitProtocol committer, Optional<Side> side, ForTasks forTasks) {
        this.job = job;
        this.committer = committer;
        this.side = side;
        this.forTasks = forTasks;
    }

    /** The quarantine's committer on the driver. */
    private record Side(JobContext job, PathOutputCommitter committer) {}

    /**
     * What tasks need.
     *
     * @param configuration for the table's folder
     * @param sideLocation the quarantine's folder; empty where no rows are kept
     */
    record ForTasks(
            FileCommitProtocol committer,
            String jobTrackerId,
            SerializableConfiguration configuration,
            String batchId,
            String sideLocation)
            implements Serializable {
        /** The name that {@link BatchCommitProtocol} gives a task's file. */
        String fileName(int task, int number, String extension) {
            return "part-%s-%05d%s%s".formatted(batchId, task, number == 0 ? "" : "-" + number, extension);
        }

        /** The context of a task's attempt. The task's number is the partition's, so that names repeat. */
        TaskAttemptContext attempt(TaskContext task) {
            TaskID id = new TaskID(
                    SparkHadoopWriterUtils.createJobID(jobTrackerId, task.stageId()), TaskType.MAP, task.partitionId());
            TaskAttemptID attempt = new TaskAttemptID(id, (int) (task.taskAttemptId() & Integer.MAX_VALUE));
            Configuration conf = new Configuration(configuration.value());
            describe(conf, attempt);
            return new TaskAttemptContextImpl(conf, attempt);
        }
    }

    /**
     * Sets the outputs up.
     *
     * @param quarantine the folder for rows that do not fit; empty where they are not kept
     */
    static LaneOutput setUp(Configuration hadoop, BatchOutput output, Optional<String> quarantine, Instant now) {
        String tracker = SparkHadoopWriterUtils.createJobTrackerID(Date.from(now));
        JobID id = SparkHadoopWriterUtils.createJobID(tracker, 0);
        Configuration conf = configuration(hadoop, output.options(), output.location(), output.batchId());
        JobContext job = new JobContextImpl(conf, id);
        FileCommitProtocol committer = FileCommitProtocol.instantiate(
                BatchCommitProtocol.class.getName(),
                output.batchId(),
                S3Paths.toHadoop(output.location()).toString(),
                false);
        committer.setupJob(job);
        Optional<Side> side = quarantine.map(location ->
                side(id, configuration(hadoop, Map.of(), location, output.batchId()), S3Paths.toHadoop(location)));
        return new LaneOutput(
                job,
                committer,
                side,
                new ForTasks(
                        committer,
                        tracker,
                        new SerializableConfiguration(conf),
                        output.batchId(),
                        quarantine.orElse("")));
    }

    private static Side side(JobID id, Configuration conf, Path path) {
        TaskAttemptID attempt = new TaskAttemptID(new TaskID(id, TaskType.MAP, 0), 0);
        describe(conf, attempt);
        try {
            PathOutputCommitter committer =
                    PathOutputCommitterFactory.createCommitter(path, new TaskAttemptContextImpl(conf, attempt));
            JobContext job = new JobContextImpl(conf, id);
            committer.setupJob(job);
            return new Side(job, committer);
        } catch (IOException e) {
            throw new JobFailureException("Cannot write to %s: %s".formatted(path, e.getMessage()), e);
        }
    }

    private static Configuration configuration(
            Configuration hadoop, Map<String, String> options, String location, String batchId) {
        Configuration conf = new Configuration(hadoop);
        options.forEach(conf::set);
        conf.set(FileOutputFormat.OUTDIR, S3Paths.toHadoop(location).toString());
        // S3A's committers name their pending uploads by it.
        conf.set("spark.sql.sources.writeJobUUID", batchId);
        return conf;
    }

    private static void describe(Configuration conf, TaskAttemptID attempt) {
        conf.set("mapreduce.job.id", attempt.getJobID().toString());
        conf.set("mapreduce.task.id", attempt.getTaskID().toString());
        conf.set("mapreduce.task.attempt.id", attempt.toString());
        conf.setBoolean("mapreduce.task.ismap", true);
        conf.setInt("mapreduce.task.partition", 0);
    }

    ForTasks forTasks() {
        return forTasks;
    }

    /** A task's attempt has committed. */
    void committed(TaskCommitMessage message) {
        committer.onTaskCommit(message);
    }

    /**
     * Makes everything visible: the table's files, before which its batch is begun, then the quarantine's.
     *
     * @param rejected how many rows are in quarantine; with none of them no task has written there, and stores without folders have nothing to commit
     */
    void commit(List<TaskCommitMessage> messages, long rejected) {
        committer.commitJob(job, CollectionConverters.asScala(messages).toSeq());
        if (side.isPresent()) {
            Side open = side.get();
            try {
                if (rejected > 0) {
                    open.committer().commitJob(open.job());
                } else {
                    open.committer().abortJob(open.job(), JobStatus.State.KILLED);
                }
            } catch (IOException e) {
                throw new JobFailureException("Cannot write rows into quarantine: " + e.getMessage(), e);
            }
        }
    }

    /** Takes back what was written. What fails is added to the failure that is the reason. */
    void abort() {
        try {
            committer.abortJob(job);
        } catch (RuntimeException e) {
            LOG.warn("Cannot undo what the tasks wrote; the next run removes it", e);
        }
        side.ifPresent(open -> {
            try {
                open.committer().abortJob(open.job(), JobStatus.State.FAILED);
            } catch (IOException e) {
                LOG.warn("Cannot undo what the tasks put into quarantine; the next run removes it", e);
            }
        });
    }
}
