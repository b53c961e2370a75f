package io.millrace.catalog.trigger.jdbc;

import io.millrace.catalog.sdkjson.SdkJsonReader;
import io.millrace.catalog.sdkjson.SdkJsonWriter;
import io.millrace.catalog.trigger.WorkflowRows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import software.amazon.awssdk.services.glue.model.GetTagsResponse;
import software.amazon.awssdk.services.glue.model.Workflow;

/** The table {@code glue_workflow}. Tags are kept as the JSON of a {@link GetTagsResponse}. */
final class JdbcWorkflowRows implements WorkflowRows {
    private final Handle handle;

    JdbcWorkflowRows(Handle handle) {
        this.handle = handle;
    }

    @Override
    public Optional<Workflow> find(String name) {
        return handle.createQuery("SELECT body FROM glue_workflow WHERE name = :name")
                .bind("name", name)
                .mapTo(byte[].class)
                .map(JdbcWorkflowRows::workflow)
                .findOne();
    }

    @Override
    public List<Workflow> list(String afterName, int limit) {
        return handle.createQuery("SELECT body FROM glue_workflow WHERE name > :after ORDER BY name LIMIT :limit")
                .bind("after", afterName)
                .bind("limit", limit)
                .mapTo(byte[].class)
                .map(JdbcWorkflowRows::workflow)
                .list();
    }

    @Override
    public boolean insert(Workflow workflow, Map<String, String> tags) {
        return handle.createUpdate("INSERT INTO glue_workflow (name, tags, body) VALUES (:name, :tags, :body)"
                                + " ON CONFLICT (name) DO NOTHING")
                        .bind("name", workflow.name())
                        .bind("tags", json(tags))
                        .bind("body", SdkJsonWriter.write(workflow))
                        .execute()
                == 1;
    }

    @Override
    public boolean update(Workflow workflow) {
        return handle.createUpdate("UPDATE glue_workflow SET body = :body WHERE name = :name")
                        .bind("name", workflow.name())
                        .bind("body", SdkJsonWriter.write(workflow))
                        .execute()
                == 1;
    }

    @Override
    public boolean delete(String name) {
        return handle.createUpdate("DELETE FROM glue_workflow WHERE name = :name")
                        .bind("name", name)
                        .execute()
                == 1;
    }

    @Override
    public Map<String, String> tags(String name) {
        return handle.createQuery("SELECT tags FROM glue_workflow WHERE name = :name")
                .bind("name", name)
                .mapTo(byte[].class)
                .findOne()
                .map(json -> SdkJsonReader.read(json, GetTagsResponse.builder(), GetTagsResponse.class)
                        .tags())
                .orElse(Map.of());
    }

    @Override
    public boolean updateTags(String name, Map<String, String> tags) {
        return handle.createUpdate("UPDATE glue_workflow SET tags = :tags WHERE name = :name")
                        .bind("name", name)
                        .bind("tags", json(tags))
                        .execute()
                == 1;
    }

    private static byte[] json(Map<String, String> tags) {
        return SdkJsonWriter.write(GetTagsResponse.builder().tags(tags).build());
    }

    private static Workflow workflow(byte[] json) {
        return SdkJsonReader.read(json, Workflow.builder(), Workflow.class);
    }
}
