package io.millrace.catalog.trigger;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.tag.Tags;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.BatchGetWorkflowsRequest;
import software.amazon.awssdk.services.glue.model.BatchGetWorkflowsResponse;
import software.amazon.awssdk.services.glue.model.CreateWorkflowRequest;
import software.amazon.awssdk.services.glue.model.CreateWorkflowResponse;
import software.amazon.awssdk.services.glue.model.DeleteWorkflowRequest;
import software.amazon.awssdk.services.glue.model.DeleteWorkflowResponse;
import software.amazon.awssdk.services.glue.model.GetWorkflowRequest;
import software.amazon.awssdk.services.glue.model.GetWorkflowResponse;
import software.amazon.awssdk.services.glue.model.ListWorkflowsRequest;
import software.amazon.awssdk.services.glue.model.ListWorkflowsResponse;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.UpdateWorkflowRequest;
import software.amazon.awssdk.services.glue.model.UpdateWorkflowResponse;
import software.amazon.awssdk.services.glue.model.Workflow;

/** Glue's operations on the definitions of workflows. Thread-safe. */
public final class WorkflowOperations {
    /** Glue API model, {@code OrchestrationPageSize25}. */
    private static final int MAX_PAGE_SIZE = 25;

    private final TriggerStore store;
    private final PageTokens tokens;
    private final InstantSource clock;

    /** Operations on the workflows in a store. */
    public WorkflowOperations(TriggerStore store, PageTokens tokens, InstantSource clock) {
        this.store = store;
        this.tokens = tokens;
        this.clock = clock;
    }

    /** Makes a workflow, to which triggers belong by their {@code WorkflowName}. */
    public CreateWorkflowResponse createWorkflow(CreateWorkflowRequest request) {
        Instant now = clock.instant();
        Workflow workflow = Workflow.builder()
                .name(request.name())
                .description(request.description())
                .defaultRunProperties(request.defaultRunProperties())
                .maxConcurrentRuns(checked(request.maxConcurrentRuns()))
                .createdOn(now)
                .lastModifiedOn(now)
                .build();
        Map<String, String> tags = Tags.checked(request.tags());
        store.write(transaction -> {
            if (!transaction.workflows().insert(workflow, tags)) {
                throw new CatalogException(
                        CatalogErrorCode.ALREADY_EXISTS, "Workflow %s already exists.".formatted(workflow.name()));
            }
            return workflow;
        });
        return CreateWorkflowResponse.builder().name(workflow.name()).build();
    }

    private static @Nullable Integer checked(@Nullable Integer maxConcurrentRuns) {
        if (maxConcurrentRuns != null && maxConcurrentRuns < 1) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT,
                    "MaxConcurrentRuns must be at least 1, not %d.".formatted(maxConcurrentRuns));
        }
        return maxConcurrentRuns;
    }

    /** One workflow with its last run. */
    public GetWorkflowResponse getWorkflow(GetWorkflowRequest request) {
        boolean graph = Boolean.TRUE.equals(request.includeGraph());
        Workflow workflow =
                store.read(transaction -> shown(transaction, WorkflowRuns.load(transaction, request.name()), graph));
        return GetWorkflowResponse.builder().workflow(workflow).build();
    }

    private static Workflow shown(TriggerTransaction transaction, Workflow workflow, boolean graph) {
        Workflow.Builder shown = workflow.toBuilder();
        WorkflowRuns.newest(transaction, workflow.name())
                .ifPresent(run -> shown.lastRun(ShownWorkflows.withStatistics(transaction, run)));
        if (graph) {
            List<Trigger> triggers = ShownWorkflows.triggers(transaction, workflow.name());
            shown.graph(ShownWorkflows.graph(triggers, List.of()));
        }
        return shown.build();
    }

    /** Several workflows, and the names that have none. */
    public BatchGetWorkflowsResponse batchGetWorkflows(BatchGetWorkflowsRequest request) {
        boolean graph = Boolean.TRUE.equals(request.includeGraph());
        List<Workflow> found = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        store.read(transaction -> {
            for (String name : request.names()) {
                transaction
                        .workflows()
                        .find(name)
                        .ifPresentOrElse(
                                workflow -> found.add(shown(transaction, workflow, graph)), () -> missing.add(name));
            }
            return found;
        });
        return BatchGetWorkflowsResponse.builder()
                .workflows(found)
                .missingWorkflows(missing)
                .build();
    }

    /** A page of names. */
    public ListWorkflowsResponse listWorkflows(ListWorkflowsRequest request) {
        Page<Workflow> page = tokens.page(
                "ListWorkflows",
                request.nextToken(),
                pageSize(request.maxResults(), MAX_PAGE_SIZE),
                (key, limit) ->
                        store.read(transaction -> transaction.workflows().list(key.isEmpty() ? "" : key.get(0), limit)),
                workflow -> List.of(workflow.name()));
        return ListWorkflowsResponse.builder()
                .workflows(page.items().stream().map(Workflow::name).toList())
                .nextToken(page.nextToken())
                .build();
    }

    static int pageSize(@Nullable Integer maxResults, int most) {
        return maxResults == null ? most : Math.max(1, Math.min(maxResults, most));
    }

    /** Replaces description, default properties and the limit of runs. */
    public UpdateWorkflowResponse updateWorkflow(UpdateWorkflowRequest request) {
        store.write(transaction -> {
            Workflow before = WorkflowRuns.load(transaction, request.name());
            return transaction
                    .workflows()
                    .update(before.toBuilder()
                            .description(request.description())
                            .defaultRunProperties(request.defaultRunProperties())
                            .maxConcurrentRuns(checked(request.maxConcurrentRuns()))
                            .lastModifiedOn(clock.instant())
                            .build());
        });
        return UpdateWorkflowResponse.builder().name(request.name()).build();
    }

    /** Removes a workflow with its triggers and runs; no error if there is none. What runs goes on. */
    public DeleteWorkflowResponse deleteWorkflow(DeleteWorkflowRequest request) {
        store.write(transaction -> {
            ShownWorkflows.triggers(transaction, request.name())
                    .forEach(trigger -> transaction.triggers().delete(trigger.name()));
            return transaction.workflows().delete(request.name());
        });
        return DeleteWorkflowResponse.builder().name(request.name()).build();
    }
}
