package io.millrace.server.identity.access;

import io.millrace.server.identity.policy.ResourceArn;
import java.util.List;
import java.util.Map;

/** Glue's crawlers, jobs, triggers and workflows. Lists that give whole definitions need permission for all of the type. */
final class EtlRules {
    private EtlRules() {}

    static Map<String, ResourceRule> rules() {
        RuleTable table = new RuleTable("glue");
        addCrawlers(table);
        addJobs(table);
        addTriggers(table);
        addWorkflows(table);
        // Classifiers have no ARNs (service authorization reference, Glue).
        table.add(
                (request, arns) -> List.of(ResourceArn.ANY),
                "CreateClassifier",
                "GetClassifier",
                "GetClassifiers",
                "UpdateClassifier",
                "DeleteClassifier");
        return table.rules();
    }

    private static void addCrawlers(RuleTable table) {
        table.add(
                        type("crawler", "Name"),
                        "CreateCrawler",
                        "GetCrawler",
                        "UpdateCrawler",
                        "DeleteCrawler",
                        "StartCrawler",
                        "StopCrawler")
                .add(
                        type("crawler", "CrawlerName"),
                        "ListCrawls",
                        "StartCrawlerSchedule",
                        "StopCrawlerSchedule",
                        "UpdateCrawlerSchedule")
                .add(type("crawler", "CrawlerNames"), "BatchGetCrawlers")
                .add(type("crawler", "CrawlerNameList"), "GetCrawlerMetrics")
                .add(type("crawler"), "GetCrawlers", "ListCrawlers");
    }

    private static void addJobs(RuleTable table) {
        table.add(type("job", "Name"), "CreateJob")
                .add(
                        type("job", "JobName"),
                        "GetJob",
                        "UpdateJob",
                        "DeleteJob",
                        "StartJobRun",
                        "GetJobRun",
                        "GetJobRuns",
                        "BatchStopJobRun",
                        "GetJobBookmark",
                        "ResetJobBookmark")
                .add(type("job", "JobNames"), "BatchGetJobs")
                .add(type("job"), "GetJobs", "ListJobs");
    }

    private static void addTriggers(RuleTable table) {
        table.add(
                        type("trigger", "Name"),
                        "CreateTrigger",
                        "GetTrigger",
                        "UpdateTrigger",
                        "DeleteTrigger",
                        "StartTrigger",
                        "StopTrigger")
                .add(type("trigger", "TriggerNames"), "BatchGetTriggers")
                .add(type("trigger"), "GetTriggers", "ListTriggers");
    }

    private static void addWorkflows(RuleTable table) {
        table.add(
                        type("workflow", "Name"),
                        "CreateWorkflow",
                        "GetWorkflow",
                        "UpdateWorkflow",
                        "DeleteWorkflow",
                        "StartWorkflowRun",
                        "GetWorkflowRun",
                        "GetWorkflowRuns",
                        "StopWorkflowRun",
                        "GetWorkflowRunProperties",
                        "PutWorkflowRunProperties")
                .add(type("workflow", "Names"), "BatchGetWorkflows")
                .add(type("workflow"), "ListWorkflows");
    }

    private static ResourceRule type(String type, String... paths) {
        return (request, arns) -> arns.ofType(type, request.texts(paths));
    }
}
