package io.millrace.catalog.trigger.jdbc;

import io.millrace.catalog.store.jdbc.TaggedBodies;
import io.millrace.catalog.trigger.WorkflowRows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.glue.model.Workflow;

/** The table {@code glue_workflow}. */
final class JdbcWorkflowRows implements WorkflowRows {
    private final TaggedBodies<Workflow> rows;

    JdbcWorkflowRows(Handle handle) {
        this.rows = new TaggedBodies<>(handle, "glue_workflow", Workflow.class, () -> (SdkPojo) Workflow.builder());
    }

    @Override
    public Optional<Workflow> find(String name) {
        return rows.find(name);
    }

    @Override
    public List<Workflow> list(String afterName, int limit) {
        return rows.list(afterName, limit);
    }

    @Override
    public boolean insert(Workflow workflow, Map<String, String> tags) {
        return rows.insert(workflow.name(), workflow, tags);
    }

    @Override
    public boolean update(Workflow workflow) {
        return rows.update(workflow.name(), workflow);
    }

    @Override
    public boolean delete(String name) {
        return rows.delete(name);
    }

    @Override
    public Map<String, String> tags(String name) {
        return rows.tags(name);
    }

    @Override
    public boolean updateTags(String name, Map<String, String> tags) {
        return rows.updateTags(name, tags);
    }
}
