package io.millrace.catalog.job.jdbc;

import io.millrace.catalog.job.JobRunRows;
import io.millrace.catalog.job.JobRunStates;
import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;
import software.amazon.awssdk.services.glue.model.JobRun;

/** The table {@code glue_job_run}. */
final class JdbcJobRunRows implements JobRunRows {
    private final Handle handle;

    JdbcJobRunRows(Handle handle) {
        this.handle = handle;
    }

    @Override
    public Optional<JobRun> find(String jobName, String runId) {
        return handle.createQuery("SELECT body FROM glue_job_run WHERE id = :id AND job_name = :job")
                .bind("id", runId)
                .bind("job", jobName)
                .mapTo(byte[].class)
                .map(JdbcJobRunRows::run)
                .findOne();
    }

    @Override
    public List<JobRun> list(String jobName, Instant afterStart, String afterId, int limit) {
        Query query = handle.createQuery("SELECT body FROM glue_job_run WHERE job_name = :job"
                        + " AND (started_on < :start OR (started_on = :start AND id < :id))"
                        + " ORDER BY started_on DESC, id DESC LIMIT :limit")
                .bind("job", jobName)
                .bind("start", afterStart.toEpochMilli())
                .bind("id", afterId)
                .bind("limit", limit);
        return runs(query);
    }

    @Override
    public int countActive(String jobName) {
        return handle.createQuery("SELECT count(*) FROM glue_job_run WHERE active = 1 AND job_name = :job")
                .bind("job", jobName)
                .mapTo(Integer.class)
                .one();
    }

    @Override
    public List<JobRun> listActive() {
        return runs(handle.createQuery("SELECT body FROM glue_job_run WHERE active = 1 ORDER BY started_on, id"));
    }

    @Override
    public List<JobRun> listUnannounced() {
        return runs(handle.createQuery("SELECT body FROM glue_job_run WHERE announced = 0 ORDER BY started_on, id"));
    }

    @Override
    public void insert(JobRun run) {
        Update insert = handle.createUpdate(
                        "INSERT INTO glue_job_run (id, job_name, state, active, announced, started_on, body)"
                                + " VALUES (:id, :job, :state, :active, :announced, :start, :body)")
                .bind("job", run.jobName())
                .bind("start", run.startedOn().toEpochMilli());
        bind(insert, run, Announcement.NONE).execute();
    }

    @Override
    public void update(JobRun run, Announcement announcement) {
        Update update = handle.createUpdate("UPDATE glue_job_run SET state = :state, active = :active,"
                + " announced = :announced, body = :body WHERE id = :id");
        bind(update, run, announcement).execute();
    }

    @Override
    public void markAnnounced(String runId) {
        handle.createUpdate("UPDATE glue_job_run SET announced = 1 WHERE id = :id")
                .bind("id", runId)
                .execute();
    }

    private static Update bind(Update update, JobRun run, Announcement announcement) {
        return update.bind("id", run.id())
                .bind("state", run.jobRunStateAsString())
                .bind("active", JobRunStates.isFinal(run.jobRunState()) ? 0 : 1)
                .bind("announced", announcement == Announcement.DUE ? 0 : 1)
                .bind("body", SdkJsonWriter.write(run));
    }

    private static List<JobRun> runs(Query query) {
        return query.mapTo(byte[].class).map(JdbcJobRunRows::run).list();
    }

    private static JobRun run(byte[] json) {
        return SdkJsonReader.read(json, JobRun.builder(), JobRun.class);
    }
}
