package io.millrace.server.pipeline;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.codepipeline.model.ActionCategory;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;
import software.amazon.awssdk.services.codepipeline.model.ActionOwner;
import software.amazon.awssdk.services.codepipeline.model.ExecutionMode;
import software.amazon.awssdk.services.codepipeline.model.InputArtifact;
import software.amazon.awssdk.services.codepipeline.model.OutputArtifact;
import software.amazon.awssdk.services.codepipeline.model.PipelineDeclaration;
import software.amazon.awssdk.services.codepipeline.model.PipelineType;
import software.amazon.awssdk.services.codepipeline.model.StageDeclaration;

/** What a pipeline may be (CodePipeline User Guide, "Pipeline structure requirements"). */
final class PipelineRules {
    private final Map<String, ActionProvider> providers = new HashMap<>();

    PipelineRules(Collection<ActionProvider> all) {
        all.forEach(provider -> provider.types().forEach(type -> providers.put(type, provider)));
    }

    static String type(ActionDeclaration action) {
        return action.actionTypeId().categoryAsString() + "/"
                + action.actionTypeId().provider();
    }

    ActionProvider provider(ActionDeclaration action) {
        ActionProvider provider = providers.get(type(action));
        if (provider == null) {
            throw PipelineErrors.action(
                    "ActionType (Category: '" + action.actionTypeId().categoryAsString()
                            + "', Provider: '" + action.actionTypeId().provider() + "', Owner: '"
                            + action.actionTypeId().ownerAsString() + "', Version: '"
                            + action.actionTypeId().version()
                            + "') in action '" + action.name() + "' is not available here");
        }
        return provider;
    }

    void check(PipelineDeclaration pipeline) {
        if (pipeline.stages().size() < 2) {
            throw PipelineErrors.structure("Pipeline has only "
                    + pipeline.stages().size() + " stage(s). There should be a minimum of 2 stages in a pipeline");
        }
        if (pipeline.artifactStore() == null) {
            throw PipelineErrors.structure(
                    "The pipeline needs an artifactStore; artifactStores of several regions are not supported");
        }
        if (!pipeline.triggers().isEmpty()) {
            throw PipelineErrors.structure(
                    "triggers are not supported by Millrace; every push to the source's branch starts the pipeline");
        }
        boolean first = pipeline.pipelineType() != PipelineType.V2;
        if (first
                && (pipeline.executionMode() == ExecutionMode.PARALLEL
                        || pipeline.executionMode() == ExecutionMode.QUEUED)) {
            throw PipelineErrors.structure(
                    "The execution mode " + pipeline.executionModeAsString() + " needs a pipeline of the type V2");
        }
        if (first && !pipeline.variables().isEmpty()) {
            throw PipelineErrors.structure("Variables need a pipeline of the type V2");
        }
        Set<String> stages = new HashSet<>();
        Set<String> artifacts = new HashSet<>();
        Set<String> namespaces = new HashSet<>(List.of("codepipeline", "variables"));
        for (StageDeclaration stage : pipeline.stages()) {
            if (!stages.add(stage.name())) {
                throw PipelineErrors.structure("Pipeline has multiple stages with the name '" + stage.name() + "'");
            }
            stage(stage, stages.size() == 1, artifacts, namespaces);
        }
    }

    private void stage(StageDeclaration stage, boolean first, Set<String> artifacts, Set<String> namespaces) {
        if (stage.actions().isEmpty()) {
            throw PipelineErrors.stage("Stage '" + stage.name() + "' has no actions");
        }
        boolean conditions = stage.onSuccess() != null
                || stage.beforeEntry() != null
                || (stage.onFailure() != null && !stage.onFailure().conditions().isEmpty());
        if (conditions || !stage.blockers().isEmpty()) {
            throw PipelineErrors.stage(
                    "Conditions and blockers of the stage '" + stage.name() + "' are not supported by Millrace");
        }
        Set<String> names = new HashSet<>();
        for (ActionDeclaration action : stage.actions()) {
            if (!names.add(action.name())) {
                throw PipelineErrors.stage(
                        "Stage '" + stage.name() + "' has multiple actions with the name '" + action.name() + "'");
            }
            boolean source = action.actionTypeId().category() == ActionCategory.SOURCE;
            if (source != first) {
                throw PipelineErrors.structure(
                        first
                                ? "Pipeline should start with a stage that only contains source actions"
                                : "Source action '" + action.name() + "' may only occur in the first stage");
            }
            if (action.actionTypeId().owner() != ActionOwner.AWS) {
                throw PipelineErrors.action(
                        "Action '" + action.name() + "': actions of other owners than AWS are not available here");
            }
            provider(action).check(action);
            if (action.namespace() != null && !namespaces.add(action.namespace())) {
                throw PipelineErrors.action("The namespace '" + action.namespace() + "' is used more than once");
            }
        }
        stage.actions().stream()
                .sorted(java.util.Comparator.comparingInt(StageProgress::runOrder))
                .forEach(action -> artifacts(action, artifacts));
    }

    private static void artifacts(ActionDeclaration action, Set<String> known) {
        for (InputArtifact input : action.inputArtifacts()) {
            if (!known.contains(input.name())) {
                throw PipelineErrors.structure("Input Artifact Bundle '" + input.name() + "' in action '"
                        + action.name() + "' is declared without a prior output");
            }
        }
        for (OutputArtifact output : action.outputArtifacts()) {
            if (!known.add(output.name())) {
                throw PipelineErrors.structure("Output Artifact Bundle name must be unique within the pipeline. '"
                        + output.name() + "' is used more than once");
            }
        }
    }
}
