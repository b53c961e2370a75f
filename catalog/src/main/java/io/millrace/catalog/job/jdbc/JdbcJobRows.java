package io.millrace.catalog.job.jdbc;

import io.millrace.catalog.job.JobRows;
import io.millrace.catalog.store.jdbc.TaggedBodies;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.model.Job;

/** The table {@code glue_job}. */
final class JdbcJobRows implements JobRows {
    private final Handle handle;
    private final TaggedBodies<Job> rows;

    JdbcJobRows(Handle handle) {
        this.handle = handle;
        this.rows = new TaggedBodies<>(handle, "glue_job", Job.class, () -> (SdkPojo) Job.builder());
    }

    @Override
    public Optional<Job> find(String name) {
        return rows.find(name);
    }

    @Override
    public List<Job> list(String afterName, int limit, Map<String, String> tags) {
        List<Job> jobs = new ArrayList<>();
        String after = afterName;
        while (jobs.size() < limit) {
            List<Job> page = rows.list(after, limit);
            page.stream()
                    .filter(job -> tags.isEmpty() || tags(job.name()).entrySet().containsAll(tags.entrySet()))
                    .forEach(jobs::add);
            if (page.size() < limit) {
                break;
            }
            after = page.get(page.size() - 1).name();
        }
        return jobs.subList(0, Math.min(limit, jobs.size()));
    }

    @Override
    public Map<String, String> tags(String name) {
        return rows.tags(name);
    }

    @Override
    public boolean updateTags(String name, Map<String, String> tags) {
        return rows.updateTags(name, tags);
    }

    @Override
    public boolean insert(Job job, Map<String, String> tags) {
        return rows.insert(job.name(), job, tags);
    }

    @Override
    public boolean update(Job job) {
        return rows.update(job.name(), job);
    }

    @Override
    public boolean delete(String name) {
        handle.createUpdate("DELETE FROM glue_job_run WHERE job_name = :name AND active = 0")
                .bind("name", name)
                .execute();
        return rows.delete(name);
    }
}
