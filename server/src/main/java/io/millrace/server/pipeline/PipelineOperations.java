package io.millrace.server.pipeline;

import io.millrace.catalog.page.Page;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServiceArns;
import io.millrace.server.resource.ServicePages;
import java.time.InstantSource;
import java.util.Optional;
import software.amazon.awssdk.services.codepipeline.model.CreatePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.CreatePipelineResponse;
import software.amazon.awssdk.services.codepipeline.model.DeletePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.DeletePipelineResponse;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.GetPipelineResponse;
import software.amazon.awssdk.services.codepipeline.model.ListPipelinesRequest;
import software.amazon.awssdk.services.codepipeline.model.ListPipelinesResponse;
import software.amazon.awssdk.services.codepipeline.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineSummary;
import software.amazon.awssdk.services.codepipeline.model.PipelineType;
import software.amazon.awssdk.services.codepipeline.model.Tag;
import software.amazon.awssdk.services.codepipeline.model.TagResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.TagResourceResponse;
import software.amazon.awssdk.services.codepipeline.model.UntagResourceRequest;
import software.amazon.awssdk.services.codepipeline.model.UntagResourceResponse;
import software.amazon.awssdk.services.codepipeline.model.UpdatePipelineRequest;
import software.amazon.awssdk.services.codepipeline.model.UpdatePipelineResponse;

/** CodePipeline's operations on declarations of pipelines and their tags. Thread-safe. */
public final class PipelineOperations {
    private static final int PAGE = 100;

    private final Pipelines pipelines;
    private final PipelineRules rules;
    private final ExecutionOperations executions;
    private final ResourceTags tags;
    private final ServiceArns arns;
    private final ServicePages pages;
    private final InstantSource clock;

    PipelineOperations(
            Pipelines pipelines,
            PipelineRules rules,
            ExecutionOperations executions,
            ResourceTags tags,
            ServiceArns arns,
            ServicePages pages,
            InstantSource clock) {
        this.pipelines = pipelines;
        this.rules = rules;
        this.executions = executions;
        this.tags = tags;
        this.arns = arns;
        this.pages = pages;
        this.clock = clock;
    }

    /** Makes a pipeline and starts it, as CodePipeline does. */
    public CreatePipelineResponse createPipeline(CreatePipelineRequest request) {
        PipelineDeclaration declaration = complete(request.pipeline(), 1);
        rules.check(declaration);
        pipelines.jdbi().useTransaction(handle -> {
            if (!pipelines.insert(declaration, clock.instant())) {
                throw PipelineErrors.error(
                        "PipelineNameInUseException",
                        "A pipeline with the name '" + declaration.name() + "' already exists in account '"
                                + ServiceArns.ACCOUNT + "'");
            }
            addTags(arns.of(declaration.name()), request.tags());
            executions.begin(declaration.name(), "CreatePipeline", "");
        });
        executions.poke();
        return CreatePipelineResponse.builder()
                .pipeline(declaration)
                .tags(request.tags())
                .build();
    }

    private static PipelineDeclaration complete(PipelineDeclaration given, int version) {
        return given.toBuilder()
                .version(version)
                .pipelineType(given.pipelineType() == null ? PipelineType.V1 : given.pipelineType())
                .executionMode(StageGates.mode(given))
                .build();
    }

    /** Gives a pipeline its next version; executions that have begun go on in theirs. */
    public UpdatePipelineResponse updatePipeline(UpdatePipelineRequest request) {
        PipelineDeclaration after = pipelines.jdbi().inTransaction(handle -> {
            PipelineDeclaration before =
                    pipelines.load(request.pipeline().name()).declaration();
            PipelineDeclaration next = complete(request.pipeline(), before.version() + 1);
            rules.check(next);
            pipelines.update(next, clock.instant());
            return next;
        });
        return UpdatePipelineResponse.builder().pipeline(after).build();
    }

    /** The newest version of a declaration, or the one that is asked for. */
    public GetPipelineResponse getPipeline(GetPipelineRequest request) {
        Pipelines.Pipeline pipeline = pipelines.load(request.name());
        PipelineDeclaration declaration = request.version() == null
                ? pipeline.declaration()
                : pipelines
                        .find(request.name(), request.version())
                        .orElseThrow(() -> PipelineErrors.error(
                                "PipelineVersionNotFoundException",
                                "The pipeline " + request.name() + " has no version " + request.version()));
        return GetPipelineResponse.builder()
                .pipeline(declaration)
                .metadata(metadata -> metadata.pipelineArn(arns.of(request.name()))
                        .created(pipeline.created())
                        .updated(pipeline.updated()))
                .build();
    }

    /** Forgets a pipeline and its executions; one that is not there is no error. */
    public DeletePipelineResponse deletePipeline(DeletePipelineRequest request) {
        pipelines.jdbi().useTransaction(handle -> {
            pipelines.delete(request.name());
            tags.removeAll(arns.of(request.name()));
        });
        return DeletePipelineResponse.builder().build();
    }

    /** All pipelines by name. */
    public ListPipelinesResponse listPipelines(ListPipelinesRequest request) {
        Page<Pipelines.Pipeline> page = pages.page(
                "ListPipelines",
                request.nextToken(),
                request.maxResults() == null ? PAGE : Math.min(PAGE, request.maxResults()),
                pipelines::list,
                pipeline -> pipeline.declaration().name());
        return ListPipelinesResponse.builder()
                .pipelines(
                        page.items().stream().map(PipelineOperations::summary).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static PipelineSummary summary(Pipelines.Pipeline pipeline) {
        PipelineDeclaration declaration = pipeline.declaration();
        return PipelineSummary.builder()
                .name(declaration.name())
                .version(declaration.version())
                .pipelineType(declaration.pipelineType())
                .executionMode(declaration.executionMode())
                .created(pipeline.created())
                .updated(pipeline.updated())
                .build();
    }

    /** Adds tags to a pipeline. */
    public TagResourceResponse tagResource(TagResourceRequest request) {
        require(request.resourceArn());
        addTags(request.resourceArn(), request.tags());
        return TagResourceResponse.builder().build();
    }

    private void addTags(String arn, java.util.List<Tag> added) {
        if (!tags.add(arn, ResourceTags.map(added, Tag::key, Tag::value))) {
            throw PipelineErrors.error(
                    "TooManyTagsException", "A pipeline can have up to " + ResourceTags.MAX_TAGS + " tags.");
        }
    }

    /** Removes tags of a pipeline. */
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        require(request.resourceArn());
        tags.remove(request.resourceArn(), request.tagKeys());
        return UntagResourceResponse.builder().build();
    }

    /** The tags of a pipeline. */
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        require(request.resourceArn());
        return ListTagsForResourceResponse.builder()
                .tags(tags.of(request.resourceArn()).entrySet().stream()
                        .map(tag -> Tag.builder()
                                .key(tag.getKey())
                                .value(tag.getValue())
                                .build())
                        .toList())
                .build();
    }

    private void require(String arn) {
        String prefix = arns.of("");
        Optional<Pipelines.Pipeline> pipeline =
                arn.startsWith(prefix) ? pipelines.find(arn.substring(prefix.length())) : Optional.empty();
        if (pipeline.isEmpty()) {
            throw PipelineErrors.error("ResourceNotFoundException", "There is no pipeline " + arn);
        }
    }
}
