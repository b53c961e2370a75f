package io.millrace.catalog.trigger;

import io.millrace.catalog.trigger.WorkflowStep.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.glue.model.Action;
import software.amazon.awssdk.services.glue.model.Condition;
import software.amazon.awssdk.services.glue.model.Crawl;
import software.amazon.awssdk.services.glue.model.CrawlState;
import software.amazon.awssdk.services.glue.model.CrawlerNodeDetails;
import software.amazon.awssdk.services.glue.model.Edge;
import software.amazon.awssdk.services.glue.model.JobNodeDetails;
import software.amazon.awssdk.services.glue.model.JobRun;
import software.amazon.awssdk.services.glue.model.JobRunState;
import software.amazon.awssdk.services.glue.model.Node;
import software.amazon.awssdk.services.glue.model.NodeType;
import software.amazon.awssdk.services.glue.model.Trigger;
import software.amazon.awssdk.services.glue.model.WorkflowGraph;
import software.amazon.awssdk.services.glue.model.WorkflowRun;
import software.amazon.awssdk.services.glue.model.WorkflowRunStatistics;

/** Runs of workflows as Glue shows them: with counts of their steps, and as graphs of triggers, jobs and crawlers. */
final class ShownWorkflows {
    private ShownWorkflows() {}

    /** The triggers of a workflow, by name. */
    static List<Trigger> triggers(TriggerTransaction transaction, String workflow) {
        return transaction.triggers().list("", Integer.MAX_VALUE, trigger -> workflow.equals(trigger.workflowName()));
    }

    /** The run with its statistics. */
    static WorkflowRun withStatistics(TriggerTransaction transaction, WorkflowRun run) {
        List<WorkflowStep> steps = transaction.workflowRuns().steps(run.workflowRunId());
        int planned = triggers(transaction, run.name()).stream()
                .mapToInt(trigger -> trigger.actions().size())
                .sum();
        return run.toBuilder()
                .statistics(WorkflowRunStatistics.builder()
                        // A definition may have been changed since the run began.
                        .totalActions(Math.max(planned, steps.size()))
                        .waitingActions(count(steps, State.WAITING))
                        .runningActions(count(steps, State.RUNNING))
                        .succeededActions(count(steps, State.SUCCEEDED))
                        .failedActions(count(steps, State.FAILED))
                        .stoppedActions(count(steps, State.STOPPED))
                        .timeoutActions(count(steps, State.TIMEOUT))
                        .erroredActions(count(steps, State.ERROR))
                        .build())
                .build();
    }

    private static int count(List<WorkflowStep> steps, State state) {
        return (int) steps.stream().filter(step -> step.state() == state).count();
    }

    /**
     * The graph of a workflow's triggers.
     *
     * @param steps of the run that is shown; none for the workflow itself
     */
    static WorkflowGraph graph(List<Trigger> triggers, List<WorkflowStep> steps) {
        Map<Watched, Node> targets = new LinkedHashMap<>();
        List<Node> nodes = new ArrayList<>();
        List<Map.Entry<String, String>> edges = new ArrayList<>();
        for (Trigger trigger : triggers) {
            String id = "trigger/" + trigger.name();
            nodes.add(Node.builder()
                    .type(NodeType.TRIGGER)
                    .name(trigger.name())
                    .uniqueId(id)
                    .triggerDetails(details -> details.trigger(trigger))
                    .build());
            for (Condition condition : TriggerDefinitions.conditions(trigger)) {
                edges.add(Map.entry(target(targets, TriggerDefinitions.watched(condition), steps), id));
            }
            for (Action action : trigger.actions()) {
                Watched watched = action.jobName() == null
                        ? Watched.crawler(action.crawlerName())
                        : Watched.job(action.jobName());
                edges.add(Map.entry(id, target(targets, watched, steps)));
            }
        }
        nodes.addAll(targets.values());
        return WorkflowGraph.builder()
                .nodes(nodes)
                .edges(edges.stream()
                        .distinct()
                        .map(edge -> Edge.builder()
                                .sourceId(edge.getKey())
                                .destinationId(edge.getValue())
                                .build())
                        .toList())
                .build();
    }

    private static String target(Map<Watched, Node> nodes, Watched target, List<WorkflowStep> steps) {
        return nodes.computeIfAbsent(
                        target,
                        wanted -> node(
                                wanted,
                                steps.stream()
                                        .filter(step -> step.target().equals(wanted))
                                        .toList()))
                .uniqueId();
    }

    private static Node node(Watched target, List<WorkflowStep> steps) {
        boolean job = target.kind() == Watched.Kind.JOB;
        Node.Builder node = Node.builder()
                .type(job ? NodeType.JOB : NodeType.CRAWLER)
                .name(target.name())
                .uniqueId((job ? "job/" : "crawler/") + target.name());
        List<WorkflowStep> begun =
                steps.stream().filter(step -> step.startedOn() != null).toList();
        if (job) {
            node.jobDetails(JobNodeDetails.builder()
                    .jobRuns(begun.stream().map(ShownWorkflows::jobRun).toList())
                    .build());
        } else {
            node.crawlerDetails(CrawlerNodeDetails.builder()
                    .crawls(begun.stream().map(ShownWorkflows::crawl).toList())
                    .build());
        }
        return node.build();
    }

    private static JobRun jobRun(WorkflowStep step) {
        return JobRun.builder()
                .id(step.jobRun())
                .jobName(step.target().name())
                .triggerName(step.triggerName())
                .startedOn(step.startedOn())
                .completedOn(step.completedOn())
                .jobRunState(JobRunState.fromValue(step.state().name()))
                .build();
    }

    private static Crawl crawl(WorkflowStep step) {
        // Crawls know neither STOPPED nor TIMEOUT.
        String state = step.state() == State.STOPPED
                ? CrawlState.CANCELLED.toString()
                : step.state().name();
        return Crawl.builder()
                .state(state)
                .startedOn(step.startedOn())
                .completedOn(step.completedOn())
                .build();
    }
}
