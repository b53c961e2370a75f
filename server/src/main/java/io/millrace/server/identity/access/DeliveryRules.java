package io.millrace.server.identity.access;

import io.millrace.server.identity.policy.ResourceArn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** CodePipeline and CodeBuild (service authorization reference of both). */
final class DeliveryRules {
    private static final String PIPELINE = "codepipeline";
    private static final String BUILD = "codebuild";

    private DeliveryRules() {}

    static Map<String, ResourceRule> rules() {
        Map<String, ResourceRule> rules = new TreeMap<>(pipelines());
        rules.putAll(builds());
        return rules;
    }

    private static Map<String, ResourceRule> pipelines() {
        return new RuleTable(PIPELINE)
                .add(pipeline("pipeline.name"), "CreatePipeline", "UpdatePipeline")
                .add(pipeline("name"), "GetPipeline", "DeletePipeline", "GetPipelineState", "StartPipelineExecution")
                .add(
                        pipeline("pipelineName"),
                        "GetPipelineExecution",
                        "ListPipelineExecutions",
                        "ListActionExecutions",
                        "StopPipelineExecution")
                .add(
                        (request, arns) -> part(request, arns, "stageName"),
                        "RetryStageExecution",
                        "EnableStageTransition",
                        "DisableStageTransition")
                .add((request, arns) -> part(request, arns, "stageName", "actionName"), "PutApprovalResult")
                .add((request, arns) -> List.of(arns.allOf(PIPELINE, "")), "ListPipelines")
                .add((request, arns) -> List.of(ResourceArn.ANY), "PutJobSuccessResult", "PutJobFailureResult")
                .add(
                        (request, arns) -> List.of(
                                request.text("resourceArn").map(arns::given).orElse(ResourceArn.ANY)),
                        "TagResource",
                        "UntagResource",
                        "ListTagsForResource")
                .rules();
    }

    private static ResourceRule pipeline(String member) {
        return (request, arns) -> List.of(
                request.text(member).map(name -> arns.of(PIPELINE, name)).orElseGet(() -> arns.allOf(PIPELINE, "")));
    }

    /** A stage or an action: {@code PIPELINE/STAGE/ACTION}. */
    private static List<ResourceArn> part(RequestMembers request, ServerArns arns, String... members) {
        StringBuilder name = new StringBuilder(request.text("pipelineName").orElse("*"));
        for (String member : members) {
            name.append('/').append(request.text(member).orElse("*"));
        }
        return List.of(arns.of(PIPELINE, name.toString()));
    }

    private static Map<String, ResourceRule> builds() {
        return new RuleTable(BUILD)
                .add(
                        (request, arns) -> List.of(project(request.text("name"), arns)),
                        "CreateProject",
                        "UpdateProject",
                        "DeleteProject")
                .add(
                        (request, arns) -> List.of(project(request.text("projectName"), arns)),
                        "StartBuild",
                        "ListBuildsForProject")
                .add(
                        (request, arns) -> List.of(project(request.text("id").map(DeliveryRules::projectOf), arns)),
                        "StopBuild")
                .add((request, arns) -> projects(request.texts("ids"), arns), "BatchGetBuilds")
                .add((request, arns) -> projects(request.texts("names"), arns), "BatchGetProjects")
                .add((request, arns) -> List.of(ResourceArn.ANY), "ListProjects", "ListBuilds")
                .rules();
    }

    /** Of none named it is all. */
    private static List<ResourceArn> projects(List<String> ids, ServerArns arns) {
        return ids.isEmpty()
                ? List.of(arns.allOf(BUILD, "project/"))
                : ids.stream()
                        .map(id -> project(Optional.of(projectOf(id)), arns))
                        .toList();
    }

    /** A build's id begins with its project's name. */
    private static String projectOf(String id) {
        String bare = id.replaceFirst("^arn:.*:(build|project)/", "");
        int colon = bare.indexOf(':');
        return colon < 0 ? bare : bare.substring(0, colon);
    }

    private static ResourceArn project(Optional<String> name, ServerArns arns) {
        return name.map(given -> given.startsWith("arn:") ? arns.given(given) : arns.of(BUILD, "project/" + given))
                .orElseGet(() -> arns.allOf(BUILD, "project/"));
    }
}
