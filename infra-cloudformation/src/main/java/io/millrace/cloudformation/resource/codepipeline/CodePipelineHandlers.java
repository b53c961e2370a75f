package io.millrace.cloudformation.resource.codepipeline;

import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.sdk.Names;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.SdkHandler;
import io.millrace.cloudformation.resource.sdk.TagCalls;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineType;
import software.amazon.awssdk.services.codepipeline.model.Tag;

/** What of {@code AWS::CodePipeline} can be deployed: pipelines. A created one starts, as CodePipeline does it. */
public final class CodePipelineHandlers {
    // docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineDeclaration.html
    private static final int MAX_NAME = 100;

    private CodePipelineHandlers() {}

    /** Pipelines. */
    public static List<ResourceHandler> of(CodePipelineClient pipelines) {
        return List.of(SdkHandler.of("AWS::CodePipeline::Pipeline")
                .replacedBy("Name")
                .supports("ArtifactStore", "ExecutionMode", "PipelineType", "RoleArn", "Stages", "Variables")
                .id(Names.at("Name", MAX_NAME))
                .find(id -> pipelines.getPipeline(request -> request.name(id)).pipeline() != null)
                .create(wanted -> pipelines.createPipeline(
                        request -> request.pipeline(declaration(wanted)).tags(tags(wanted.tags()))))
                .update(wanted -> update(pipelines, declaration(wanted)))
                .delete(gone -> pipelines.deletePipeline(request -> request.name(gone.id())))
                .attribute(
                        "Version",
                        pipeline -> String.valueOf(pipelines
                                .getPipeline(request -> request.name(pipeline.id()))
                                .pipeline()
                                .version()))
                .tags(new Tags(pipelines))
                .build());
    }

    /** A pipeline that is as wanted keeps its version, so that a repeated call finds its own work. */
    private static void update(CodePipelineClient pipelines, PipelineDeclaration wanted) {
        PipelineDeclaration found =
                pipelines.getPipeline(request -> request.name(wanted.name())).pipeline();
        PipelineDeclaration complete = wanted.toBuilder()
                .version(found.version())
                .executionMode(wanted.executionMode() == null ? ExecutionMode.SUPERSEDED : wanted.executionMode())
                .pipelineType(wanted.pipelineType() == null ? PipelineType.V1 : wanted.pipelineType())
                .build();
        if (!complete.equals(found)) {
            pipelines.updatePipeline(request -> request.pipeline(wanted));
        }
    }

    private static PipelineDeclaration declaration(ResourceProperties wanted) {
        return wanted.without("Tags")
                .with("Name", wanted.id())
                .into(PipelineDeclaration.builder())
                .build();
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private record Tags(CodePipelineClient pipelines) implements TagCalls {
        private static String arn(ResourceProperties pipeline) {
            return "arn:aws:codepipeline:" + pipeline.stack().region() + ":"
                    + pipeline.stack().accountId() + ":" + pipeline.id();
        }

        @Override
        public Map<String, String> read(ResourceProperties resource) {
            return pipelines.listTagsForResource(request -> request.resourceArn(arn(resource))).tags().stream()
                    .collect(Collectors.toMap(Tag::key, Tag::value));
        }

        @Override
        public void put(ResourceProperties resource, Map<String, String> tags) {
            pipelines.tagResource(request -> request.resourceArn(arn(resource)).tags(CodePipelineHandlers.tags(tags)));
        }

        @Override
        public void remove(ResourceProperties resource, List<String> keys) {
            pipelines.untagResource(
                    request -> request.resourceArn(arn(resource)).tagKeys(keys));
        }
    }
}
