package io.millrace.catalog.job.jdbc;

import io.millrace.catalog.job.JobRows;
import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import software.amazon.awssdk.services.glue.model.GetTagsResponse;
import software.amazon.awssdk.services.glue.model.Job;

/** The table {@code glue_job}. Tags are kept as the JSON of a {@link GetTagsResponse}. */
final class JdbcJobRows implements JobRows {
    private final Handle handle;

    JdbcJobRows(Handle handle) {
        this.handle = handle;
    }

    @Override
    public Optional<Job> find(String name) {
        return handle.createQuery("SELECT body FROM glue_job WHERE name = :name")
                .bind("name", name)
                .mapTo(byte[].class)
                .map(JdbcJobRows::job)
                .findOne();
    }

    @Override
    public List<Job> list(String afterName, int limit, Map<String, String> tags) {
        List<Job> jobs = new ArrayList<>();
        String after = afterName;
        while (jobs.size() < limit) {
            List<Job> page = page(after, limit);
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

    private List<Job> page(String afterName, int limit) {
        return handle.createQuery("SELECT body FROM glue_job WHERE name > :after ORDER BY name LIMIT :limit")
                .bind("after", afterName)
                .bind("limit", limit)
                .mapTo(byte[].class)
                .map(JdbcJobRows::job)
                .list();
    }

    @Override
    public Map<String, String> tags(String name) {
        return handle.createQuery("SELECT tags FROM glue_job WHERE name = :name")
                .bind("name", name)
                .mapTo(byte[].class)
                .findOne()
                .map(json -> SdkJsonReader.read(json, GetTagsResponse.builder(), GetTagsResponse.class)
                        .tags())
                .orElse(Map.of());
    }

    @Override
    public boolean updateTags(String name, Map<String, String> tags) {
        return handle.createUpdate("UPDATE glue_job SET tags = :tags WHERE name = :name")
                        .bind("name", name)
                        .bind(
                                "tags",
                                SdkJsonWriter.write(
                                        GetTagsResponse.builder().tags(tags).build()))
                        .execute()
                == 1;
    }

    @Override
    public boolean insert(Job job, Map<String, String> tags) {
        return handle.createUpdate("INSERT INTO glue_job (name, tags, body) VALUES (:name, :tags, :body)"
                                + " ON CONFLICT (name) DO NOTHING")
                        .bind("name", job.name())
                        .bind(
                                "tags",
                                SdkJsonWriter.write(
                                        GetTagsResponse.builder().tags(tags).build()))
                        .bind("body", SdkJsonWriter.write(job))
                        .execute()
                == 1;
    }

    @Override
    public boolean update(Job job) {
        return handle.createUpdate("UPDATE glue_job SET body = :body WHERE name = :name")
                        .bind("name", job.name())
                        .bind("body", SdkJsonWriter.write(job))
                        .execute()
                == 1;
    }

    @Override
    public boolean delete(String name) {
        handle.createUpdate("DELETE FROM glue_job_run WHERE job_name = :name AND active = 0")
                .bind("name", name)
                .execute();
        return handle.createUpdate("DELETE FROM glue_job WHERE name = :name")
                        .bind("name", name)
                        .execute()
                == 1;
    }

    private static Job job(byte[] json) {
        return SdkJsonReader.read(json, Job.builder(), Job.class);
    }
}
