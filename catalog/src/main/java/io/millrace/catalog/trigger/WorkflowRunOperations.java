package io.millrace.catalog.trigger;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.page.Page;
import io.millrace.catalog.page.PageTokens;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.glue.model.GetWorkflowRunPropertiesRequest;
import software.amazon.awssdk.services.glue.model.GetWorkflowRunPropertiesResponse;
import software.amazon.awssdk.services.glue.model.GetWorkflowRunRequest;
import software.amazon.awssdk.services.glue.model.GetWorkflowRunResponse;
import software.amazon.awssdk.services.glue.model.GetWorkflowRunsRequest;
import software.amazon.awssdk.services.glue.model.GetWorkflowRunsResponse;
import software.amazon.awssdk.services.glue.model.PutWorkflowRunPropertiesRequest;
import software.amazon.awssdk.services.glue.model.PutWorkflowRunPropertiesResponse;
import software.amazon.awssdk.services.glue.model.StartWorkflowRunRequest;
import software.amazon.awssdk.services.glue.model.StartWorkflowRunResponse;
import software.amazon.awssdk.services.glue.model.StopWorkflowRunRequest;
import software.amazon.awssdk.services.glue.model.StopWorkflowRunResponse;
import software.amazon.awssdk.services.glue.model.WorkflowRun;

/** Glue's operations on runs of workflows. Runs are kept for 90 days. Thread-safe. */
public final class WorkflowRunOperations {
    private static final int MAX_PAGE_SIZE = 1000;

    private final TriggerStore store;
    private final PageTokens tokens;
    private final TriggerEngine engine;

    /** Operations on the runs in a store, which {@code engine} makes. */
    public WorkflowRunOperations(TriggerStore store, PageTokens tokens, TriggerEngine engine) {
        this.store = store;
        this.tokens = tokens;
        this.engine = engine;
    }

    /** Begins a run: the workflow's start triggers fire. */
    public StartWorkflowRunResponse startWorkflowRun(StartWorkflowRunRequest request) {
        return StartWorkflowRunResponse.builder()
                .runId(engine.startWorkflow(request.name(), request.runProperties())
                        .workflowRunId())
                .build();
    }

    /** One run with its statistics. */
    public GetWorkflowRunResponse getWorkflowRun(GetWorkflowRunRequest request) {
        boolean graph = Boolean.TRUE.equals(request.includeGraph());
        WorkflowRun run = store.read(
                transaction -> shown(transaction, load(transaction, request.name(), request.runId()), graph));
        return GetWorkflowRunResponse.builder().run(run).build();
    }

    private static WorkflowRun shown(TriggerTransaction transaction, WorkflowRun run, boolean graph) {
        WorkflowRun shown = ShownWorkflows.withStatistics(transaction, run);
        if (!graph) {
            return shown;
        }
        return shown.toBuilder()
                .graph(ShownWorkflows.graph(
                        ShownWorkflows.triggers(transaction, run.name()),
                        transaction.workflowRuns().steps(run.workflowRunId())))
                .build();
    }

    /** A page of a workflow's runs, the newest first. */
    public GetWorkflowRunsResponse getWorkflowRuns(GetWorkflowRunsRequest request) {
        boolean graph = Boolean.TRUE.equals(request.includeGraph());
        Page<WorkflowRun> page = tokens.page(
                "GetWorkflowRuns/" + request.name(),
                request.nextToken(),
                WorkflowOperations.pageSize(request.maxResults(), MAX_PAGE_SIZE),
                (key, limit) -> store.read(transaction -> list(transaction, request.name(), key, limit).stream()
                        .map(run -> shown(transaction, run, graph))
                        .toList()),
                run -> List.of(Long.toString(run.startedOn().toEpochMilli()), run.workflowRunId()));
        return GetWorkflowRunsResponse.builder()
                .runs(page.items())
                .nextToken(page.nextToken())
                .build();
    }

    private static List<WorkflowRun> list(
            TriggerTransaction transaction, String workflow, List<String> after, int limit) {
        WorkflowRuns.load(transaction, workflow);
        long time = after.isEmpty() ? Long.MAX_VALUE : Long.parseLong(after.get(0));
        return transaction
                .workflowRuns()
                .list(workflow, Instant.ofEpochMilli(time), after.isEmpty() ? "" : after.get(1), limit);
    }

    /** Stops what the run has started; it is STOPPED when all of that has ended. */
    public StopWorkflowRunResponse stopWorkflowRun(StopWorkflowRunRequest request) {
        engine.stopWorkflowRun(store.read(transaction -> load(transaction, request.name(), request.runId())));
        return StopWorkflowRunResponse.builder().build();
    }

    /** The properties of a run. */
    public GetWorkflowRunPropertiesResponse getWorkflowRunProperties(GetWorkflowRunPropertiesRequest request) {
        return GetWorkflowRunPropertiesResponse.builder()
                .runProperties(store.read(transaction -> load(transaction, request.name(), request.runId()))
                        .workflowRunProperties())
                .build();
    }

    /** Adds properties to a run; those of the same names are replaced. */
    public PutWorkflowRunPropertiesResponse putWorkflowRunProperties(PutWorkflowRunPropertiesRequest request) {
        store.write(transaction -> {
            WorkflowRun run = load(transaction, request.name(), request.runId());
            Map<String, String> all = new LinkedHashMap<>(run.workflowRunProperties());
            all.putAll(request.runProperties());
            transaction
                    .workflowRuns()
                    .update(run.toBuilder().workflowRunProperties(all).build());
            return all;
        });
        return PutWorkflowRunPropertiesResponse.builder().build();
    }

    private static WorkflowRun load(TriggerTransaction transaction, String workflow, String id) {
        WorkflowRuns.load(transaction, workflow);
        return transaction
                .workflowRuns()
                .find(id)
                .filter(run -> run.name().equals(workflow))
                .orElseThrow(() -> new CatalogException(
                        CatalogErrorCode.ENTITY_NOT_FOUND,
                        "Workflow run %s of workflow %s not found.".formatted(id, workflow)));
    }
}
