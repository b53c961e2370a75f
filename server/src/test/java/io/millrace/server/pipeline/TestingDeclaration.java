package io.millrace.server.pipeline;

import java.util.Map;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

/** A pipeline called p: a source, then a stage with a build and an approval. */
final class TestingDeclaration {
    private TestingDeclaration() {}

    static ActionDeclaration action(
            String name, String category, String provider, int order, Map<String, String> configuration) {
        return ActionDeclaration.builder()
                .name(name)
                .namespace(name + "Words")
                .runOrder(order)
                .actionTypeId(type ->
                        type.category(category).owner("AWS").provider(provider).version("1"))
                .configuration(configuration)
                .build();
    }

    static PipelineDeclaration.Builder of(ExecutionMode mode) {
        return PipelineDeclaration.builder()
                .name("p")
                .roleArn("arn:aws:iam::000000000000:role/r")
                .pipelineType("V2")
                .executionMode(mode)
                .artifactStore(store -> store.type("S3").location("bucket"))
                .stages(
                        StageDeclaration.builder()
                                .name("Source")
                                .actions(action("Source", "Source", "S3", 1, Map.of()))
                                .build(),
                        StageDeclaration.builder()
                                .name("Work")
                                .onFailure(failure -> failure.result("ROLLBACK"))
                                .actions(
                                        action("Build", "Build", "CodeBuild", 1, Map.of("Say", " #{SourceWords.Word}")),
                                        action("Approve", "Approval", "Manual", 2, Map.of()))
                                .build());
    }
}
