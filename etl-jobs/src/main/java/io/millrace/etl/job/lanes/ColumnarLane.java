package io.millrace.etl.job.lanes;

import io.millrace.etl.job.commit.Quarantine;
import io.millrace.etl.job.failure.TaskFailures;
import io.millrace.etl.job.lanes.LaneResult.WrittenFile;
import io.millrace.etl.job.projection.Projection;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.job.text.TextFiles;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.task.PartOpener;
import io.millrace.etl.lane.task.TaskCounts;
import io.millrace.etl.lane.task.TaskInput;
import io.millrace.etl.lane.task.TaskPlan;
import io.millrace.etl.lane.task.TaskPlan.BadRows;
import io.millrace.etl.lane.task.TaskProgress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.jdk.javaapi.CollectionConverters;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/** CSV and JSON lines to Parquet without rows: Spark only distributes the tasks, tries them again, and commits (docs/decisions/0165). */
public final class ColumnarLane implements Lane {
    private static final Logger LOG = LoggerFactory.getLogger(ColumnarLane.class);

    private final SparkSession spark;
    private final InstantSource clock;

    public ColumnarLane(SparkSession spark, InstantSource clock) {
        this.spark = spark;
        this.clock = clock;
    }

    @Override
    public LaneResult write(LaneTask task) {
        Configuration hadoop = spark.sessionState().newHadoopConf();
        PartOpener files = TextFiles.opener(
                task.source(),
                task.arguments().onError(),
                task.arguments().unknownColumns(),
                new SerializableConfiguration(hadoop));
        List<TaskInput> inputs =
                TextFiles.tasks(files, task.inputs(), spark.sparkContext().defaultParallelism());
        LaneOutput output = LaneOutput.setUp(
                hadoop,
                task.output(),
                Quarantine.location(task.arguments(), task.output().location()),
                clock.instant());
        Finished finished = new Finished(task.source().name(), inputs, clock);
        boolean committed = false;
        try {
            ColumnarTask work = new ColumnarTask(task, plan(task), files, output.forTasks());
            run(inputs, work, output, finished);
            TaskCounts counts = finished.counts();
            task.arguments().maxErrors().check(task.source().name(), counts.rejected(), counts.read());
            output.commit(finished.messages(), counts.rejected());
            committed = true;
            return finished.result(output.forTasks(), work.extension());
        } catch (SparkException | RuntimeException e) {
            throw TaskFailures.explained(e);
        } finally {
            if (!committed) {
                output.abort();
            }
        }
    }

    // Spark is written in Scala and throws what it does not declare.
    private void run(List<TaskInput> inputs, ColumnarTask work, LaneOutput output, Finished finished)
            throws SparkException {
        SparkContext context = spark.sparkContext();
        RDD<TaskInput> tasks = JavaSparkContext.fromSparkContext(context)
                .parallelize(inputs, inputs.size())
                .rdd();
        List<Object> partitions =
                List.copyOf(IntStream.range(0, inputs.size()).boxed().toList());
        context.runJob(
                tasks,
                work,
                CollectionConverters.asScala(partitions).toSeq(),
                new AbstractFunction2<Object, ColumnarTask.Done, BoxedUnit>() {
                    @Override
                    public BoxedUnit apply(Object number, ColumnarTask.Done done) {
                        output.committed(done.message());
                        finished.add((Integer) number, done);
                        return BoxedUnit.UNIT;
                    }
                },
                ClassTag$.MODULE$.apply(ColumnarTask.Done.class));
    }

    private static TaskPlan plan(LaneTask task) {
        SourceTable source = task.source();
        Projection projection = task.projection();
        Set<String> needed = projection.neededColumns();
        List<LaneColumn> columns = source.columns().stream()
                .filter(column -> needed.contains(column.name()))
                .map(TextFiles::column)
                .toList();
        List<TaskPlan.FolderKey> keys = IntStream.range(0, source.keys().size())
                .filter(index -> needed.contains(source.keys().get(index).name()))
                .mapToObj(index ->
                        new TaskPlan.FolderKey(TextFiles.column(source.keys().get(index)), index))
                .toList();
        return new TaskPlan(
                columns,
                keys,
                Stream.concat(projection.columns().stream(), projection.keys().stream())
                        .toList(),
                projection.keys().size(),
                projection.filter().orElse(null),
                switch (task.arguments().onError()) {
                    case FAIL -> BadRows.FAIL;
                    case QUARANTINE -> BadRows.REJECT;
                    case NULL -> BadRows.NULL;
                });
    }

    /** The tasks that are done, on the driver. */
    private static final class Finished {
        private final ColumnarTask.Done[] tasks;
        private final TaskProgress progress;
        private int count;

        Finished(String table, List<TaskInput> inputs, InstantSource clock) {
            tasks = new ColumnarTask.Done[inputs.size()];
            progress = new TaskProgress(
                    table, inputs.stream().mapToLong(TaskInput::bytes).sum(), clock);
        }

        synchronized void add(int number, ColumnarTask.Done done) {
            tasks[number] = done;
            count++;
            progress.addBytes(done.bytes());
            progress.addRows(done.counts().read());
            LOG.info("{}; {} of {} tasks done", progress, count, tasks.length);
        }

        TaskCounts counts() {
            return Stream.of(tasks).map(ColumnarTask.Done::counts).reduce(TaskCounts.NONE, TaskCounts::plus);
        }

        List<TaskCommitMessage> messages() {
            return Stream.of(tasks).map(ColumnarTask.Done::message).toList();
        }

        LaneResult result(LaneOutput.ForTasks names, String extension) {
            TaskCounts counts = counts();
            List<WrittenFile> files = new ArrayList<>();
            for (int number = 0; number < tasks.length; number++) {
                for (var file : tasks[number].files()) {
                    files.add(new WrittenFile(
                            file.folder(),
                            names.fileName(number, file.number(), extension),
                            OptionalLong.of(file.bytes())));
                }
            }
            return new LaneResult(counts.read(), counts.filtered(), counts.rejected(), counts.written(), files);
        }
    }
}
