package io.millrace.cloudformation.resource.codebuild;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.sdk.Names;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.SdkHandler;
import java.util.List;
import software.amazon.awssdk.services.codebuild.CodeBuildClient;
import software.amazon.awssdk.services.codebuild.model.CreateProjectRequest;
import software.amazon.awssdk.services.codebuild.model.UpdateProjectRequest;

/** What of {@code AWS::CodeBuild} can be deployed: projects. */
public final class CodeBuildHandlers {
    // docs.aws.amazon.com/codebuild/latest/APIReference/API_CreateProject.html
    private static final int MAX_NAME = 150;

    private CodeBuildHandlers() {}

    /** Projects. Tags have no calls of their own here: they are part of the project. */
    public static List<ResourceHandler> of(CodeBuildClient builds) {
        return List.of(SdkHandler.of("AWS::CodeBuild::Project")
                .replacedBy("Name")
                .supports("Artifacts", "Cache", "Description", "EncryptionKey", "Environment", "LogsConfig")
                .supports("QueuedTimeoutInMinutes", "SecondaryArtifacts", "SecondarySources", "ServiceRole", "Source")
                .supports("SourceVersion", "Tags", "TimeoutInMinutes")
                .id(Names.at("Name", MAX_NAME))
                .find(id -> !builds.batchGetProjects(request -> request.names(id))
                        .projects()
                        .isEmpty())
                .create(wanted -> builds.createProject(wanted.withTags()
                        .with("Name", wanted.id())
                        .into(CreateProjectRequest.builder())
                        .build()))
                .update(wanted -> builds.updateProject(
                        complete(wanted).into(UpdateProjectRequest.builder()).build()))
                .delete(gone -> builds.deleteProject(request -> request.name(gone.id())))
                .attribute(
                        "Arn",
                        project -> "arn:aws:codebuild:" + project.stack().region() + ":"
                                + project.stack().accountId() + ":project/" + project.id())
                .build());
    }

    /** UpdateProject leaves alone what it is not told: what the template has no more is said as CodeBuild has it by default. */
    private static ResourceProperties complete(ResourceProperties wanted) {
        return wanted.withTags()
                .with("Name", wanted.id())
                .withDefault("Tags", JsonNodeFactory.instance.arrayNode())
                .withDefault("SecondaryArtifacts", JsonNodeFactory.instance.arrayNode())
                .withDefault("SecondarySources", JsonNodeFactory.instance.arrayNode())
                .withDefault("Description", "")
                .withDefault("SourceVersion", "")
                .withDefault("TimeoutInMinutes", "60")
                .withDefault("QueuedTimeoutInMinutes", "480");
    }
}
