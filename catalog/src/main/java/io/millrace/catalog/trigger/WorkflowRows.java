package io.millrace.catalog.trigger;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Workflow;

/** Workflows by name, which is compared as it is, case included. */
public interface WorkflowRows {
    /** The workflow, or empty. */
    Optional<Workflow> find(String name);

    /** Up to {@code limit} workflows in order of their names, after {@code afterName} ({@code ""} for the start). */
    List<Workflow> list(String afterName, int limit);

    /** Adds a workflow; false, and nothing changed, if the name is taken. */
    boolean insert(Workflow workflow, Map<String, String> tags);

    /** Replaces the workflow of that name and leaves its tags; false if there is none. */
    boolean update(Workflow workflow);

    /** Removes the workflow with its runs; false if there is none. */
    boolean delete(String name);

    /** The tags; empty also when there is no such workflow. */
    Map<String, String> tags(String name);

    /** Replaces the tags; false if there is no such workflow. */
    boolean updateTags(String name, Map<String, String> tags);
}
