package io.millrace.server.pipeline.action;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.server.pipeline.ActionConfiguration;
import io.millrace.server.pipeline.ActionContext;
import io.millrace.server.pipeline.ActionProvider;
import io.millrace.server.pipeline.ActionStep;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetStatus;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import software.amazon.awssdk.services.codepipeline.model.ActionDeclaration;

/**
 * Deploys and deletes stacks. The run's id is the token of its calls: the stack's events say whether a change that was found under way is this
 * run's own. A stack that is being changed by somebody else is waited for.
 */
final class StackAction implements ActionProvider {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String CHANGE_SET = "ChangeSetName";
    private static final String WAITING = "waiting";

    private final ActionClients clients;
    private final ArtifactFiles artifacts;

    StackAction(ActionClients clients, ArtifactFiles artifacts) {
        this.clients = clients;
        this.artifacts = artifacts;
    }

    @Override
    public Set<String> types() {
        return Set.of("Deploy/CloudFormation");
    }

    @Override
    public void check(ActionDeclaration action) {
        Set<String> needed = new HashSet<>(Set.of("ActionMode", "StackName"));
        Set<String> optional = new HashSet<>(Set.of("RoleArn", "OutputFileName"));
        switch (action.configuration().getOrDefault("ActionMode", "")) {
            case "CREATE_UPDATE", "REPLACE_ON_FAILURE" -> {
                needed.add("TemplatePath");
                optional.addAll(Set.of("TemplateConfiguration", "ParameterOverrides", "Capabilities"));
            }
            case "CHANGE_SET_REPLACE" -> {
                needed.addAll(Set.of("TemplatePath", CHANGE_SET));
                optional.addAll(Set.of("TemplateConfiguration", "ParameterOverrides", "Capabilities"));
            }
            case "CHANGE_SET_EXECUTE" -> {
                needed.add(CHANGE_SET);
                optional.add("Capabilities");
            }
            case "DELETE_ONLY" -> optional.add("Capabilities");
            case "" -> ActionConfiguration.check(action, needed, optional);
            default ->
                throw ActionConfiguration.unsupported(
                        action, "ActionMode " + action.configuration().get("ActionMode"));
        }
        ActionConfiguration.check(action, needed, optional);
        ActionConfiguration.artifacts(action, 0, 10, 0, 1);
    }

    @Override
    public ActionStep start(ActionContext context) {
        try {
            return switch (context.need("ActionMode")) {
                case "CREATE_UPDATE", "REPLACE_ON_FAILURE" -> deploy(context);
                case "CHANGE_SET_REPLACE" -> prepare(context);
                case "CHANGE_SET_EXECUTE" -> execute(context);
                default -> delete(context);
            };
        } catch (ArtifactFiles.ArtifactException e) {
            return new ActionStep.Failed("", "ConfigurationError", String.valueOf(e.getMessage()));
        }
    }

    private CloudFormationClient client(ActionContext context) {
        return clients.cloudFormation(context.role());
    }

    private ActionStep deploy(ActionContext context) {
        CloudFormationClient stacks = client(context);
        Optional<Stack> found = find(stacks, context.need("StackName"));
        if (found.isPresent() && isOf(context.runId(), stacks, found.get())) {
            return running(found.get().stackId(), "The stack is being deployed");
        }
        if (found.filter(StackAction::isBusy).isPresent()) {
            return busy(found.get());
        }
        boolean replace =
                found.isPresent() && context.need("ActionMode").equals("REPLACE_ON_FAILURE") && isBroken(found.get());
        if (replace) {
            return remove(context, stacks, found.get());
        }
        StackSettings settings = StackSettings.of(context, artifacts);
        try {
            String id = found.isPresent() ? update(stacks, context, settings) : create(stacks, context, settings);
            return running(id, "The stack is being deployed");
        } catch (CloudFormationException e) {
            if (found.isPresent() && message(e).contains("No updates are to be performed")) {
                return ended(context, found.get(), "The stack is as the template says");
            }
            throw e;
        }
    }

    /** Deletes a broken stack to make it anew; one that cannot be deleted is not tried again. */
    private static ActionStep remove(ActionContext context, CloudFormationClient stacks, Stack stack) {
        String token = context.runId() + "-delete";
        if (isOf(token, stacks, stack)) {
            return new ActionStep.Failed(
                    stack.stackId(),
                    "JobFailed",
                    "The broken stack cannot be deleted: it is " + status(stack) + "."
                            + reason(stacks, stack.stackId()));
        }
        stacks.deleteStack(request -> request.stackName(stack.stackId()).clientRequestToken(token));
        return busy(stack);
    }

    private static String create(CloudFormationClient stacks, ActionContext context, StackSettings settings) {
        return stacks.createStack(request -> request.stackName(context.need("StackName"))
                        .templateBody(settings.template())
                        .parameters(settings.parameters())
                        .tags(settings.tags())
                        .stackPolicyBody(settings.policy().orElse(null))
                        .capabilitiesWithStrings(settings.capabilities())
                        .roleARN(settings.role().orElse(null))
                        .clientRequestToken(context.runId()))
                .stackId();
    }

    private static String update(CloudFormationClient stacks, ActionContext context, StackSettings settings) {
        return stacks.updateStack(request -> request.stackName(context.need("StackName"))
                        .templateBody(settings.template())
                        .parameters(settings.parameters())
                        .tags(settings.tags())
                        .stackPolicyBody(settings.policy().orElse(null))
                        .capabilitiesWithStrings(settings.capabilities())
                        .roleARN(settings.role().orElse(null))
                        .clientRequestToken(context.runId()))
                .stackId();
    }

    private ActionStep prepare(ActionContext context) {
        CloudFormationClient stacks = client(context);
        String name = context.need("StackName");
        Optional<Stack> found = find(stacks, name);
        if (found.filter(StackAction::isBusy).isPresent()
                && !status(found.get()).equals("REVIEW_IN_PROGRESS")) {
            return busy(found.get());
        }
        boolean isNew = found.isEmpty() || status(found.get()).equals("REVIEW_IN_PROGRESS");
        StackSettings settings = StackSettings.of(context, artifacts);
        if (found.isPresent()) {
            stacks.deleteChangeSet(request -> request.stackName(name).changeSetName(context.need(CHANGE_SET)));
        }
        String id = stacks.createChangeSet(request -> request.stackName(name)
                        .changeSetName(context.need(CHANGE_SET))
                        .changeSetType(isNew ? ChangeSetType.CREATE : ChangeSetType.UPDATE)
                        .templateBody(settings.template())
                        .parameters(settings.parameters())
                        .tags(settings.tags())
                        .capabilitiesWithStrings(settings.capabilities())
                        .roleARN(settings.role().orElse(null))
                        .clientToken(context.runId()))
                .id();
        return running(id, "The change set is being made");
    }

    private ActionStep execute(ActionContext context) {
        CloudFormationClient stacks = client(context);
        String name = context.need("StackName");
        Optional<Stack> found = find(stacks, name);
        if (found.isPresent() && isOf(context.runId(), stacks, found.get())) {
            return running(found.get().stackId(), "The change set is being executed");
        }
        DescribeChangeSetResponse set =
                stacks.describeChangeSet(request -> request.stackName(name).changeSetName(context.need(CHANGE_SET)));
        if (isEmpty(set)) {
            return ended(context, found.orElseThrow(), "The change set has no changes");
        }
        stacks.executeChangeSet(request ->
                request.stackName(name).changeSetName(context.need(CHANGE_SET)).clientRequestToken(context.runId()));
        return running(set.stackId(), "The change set is being executed");
    }

    private static boolean isEmpty(DescribeChangeSetResponse set) {
        String reason = String.valueOf(set.statusReason());
        return set.status() == ChangeSetStatus.FAILED
                && (reason.contains("didn't contain changes") || reason.contains("No updates are to be performed"));
    }

    private ActionStep delete(ActionContext context) {
        CloudFormationClient stacks = client(context);
        Optional<Stack> found = find(stacks, context.need("StackName"));
        if (found.isEmpty()) {
            return ActionStep.Succeeded.of("", "There is no stack " + context.need("StackName"), Map.of());
        }
        boolean deleting = status(found.get()).equals("DELETE_IN_PROGRESS");
        if (!deleting && isBusy(found.get()) && !status(found.get()).equals("REVIEW_IN_PROGRESS")) {
            return busy(found.get());
        }
        if (!deleting) {
            stacks.deleteStack(request -> request.stackName(found.get().stackId())
                    .roleARN(context.setting("RoleArn").orElse(null))
                    .clientRequestToken(context.runId()));
        }
        return running(found.get().stackId(), "The stack is being deleted");
    }

    @Override
    public ActionStep look(ActionContext context) {
        String id = context.externalId();
        if (id.isEmpty() || id.equals(WAITING)) {
            return start(context);
        }
        CloudFormationClient stacks = client(context);
        if (id.contains(":changeSet/")) {
            return lookAtChangeSet(stacks, context.need("StackName"), id);
        }
        Optional<Stack> found = find(stacks, id);
        boolean deletion = context.need("ActionMode").equals("DELETE_ONLY");
        if (found.isEmpty() || status(found.get()).equals("DELETE_COMPLETE")) {
            return deletion
                    ? ActionStep.Succeeded.of(id, "The stack is deleted", Map.of())
                    : new ActionStep.Failed(id, "JobFailed", "The stack was deleted while it was deployed.");
        }
        Stack stack = found.get();
        if (isBusy(stack)) {
            return running(id, "The stack is " + status(stack));
        }
        if (Set.of("CREATE_COMPLETE", "UPDATE_COMPLETE").contains(status(stack)) && !deletion) {
            return ended(context, stack, "The stack is " + status(stack));
        }
        return new ActionStep.Failed(id, "JobFailed", "The stack is " + status(stack) + "." + reason(stacks, id));
    }

    private ActionStep lookAtChangeSet(CloudFormationClient stacks, String stack, String id) {
        DescribeChangeSetResponse set =
                stacks.describeChangeSet(request -> request.stackName(stack).changeSetName(id));
        if (set.status() == ChangeSetStatus.CREATE_COMPLETE || isEmpty(set)) {
            return ActionStep.Succeeded.of(
                    id, "The change set has " + set.changes().size() + " changes", Map.of());
        }
        return set.status() == ChangeSetStatus.FAILED
                ? new ActionStep.Failed(id, "JobFailed", "The change set failed: " + set.statusReason())
                : running(id, "The change set is being made");
    }

    /** The stack's outputs are the action's variables, and its artifact if it has one. */
    private ActionStep ended(ActionContext context, Stack stack, String summary) {
        Map<String, String> outputs = new LinkedHashMap<>();
        stack.outputs().forEach(output -> outputs.put(output.outputKey(), output.outputValue()));
        if (!context.declaration().outputArtifacts().isEmpty()) {
            ObjectNode json = JSON.createObjectNode();
            outputs.forEach(json::put);
            artifacts.write(
                    context,
                    context.declaration().outputArtifacts().get(0).name(),
                    context.setting("OutputFileName").orElse("outputs.json"),
                    json.toString());
        }
        return ActionStep.Succeeded.of(stack.stackId(), summary, outputs);
    }

    private static ActionStep running(String id, String summary) {
        return new ActionStep.Waiting(id, summary);
    }

    private static ActionStep busy(Stack stack) {
        return new ActionStep.Waiting(WAITING, "The stack is " + status(stack) + ", which is waited for");
    }

    private static String status(Stack stack) {
        return stack.stackStatusAsString();
    }

    private static boolean isBusy(Stack stack) {
        return status(stack).endsWith("_IN_PROGRESS");
    }

    private static boolean isBroken(Stack stack) {
        return Set.of(
                        "ROLLBACK_COMPLETE",
                        "ROLLBACK_FAILED",
                        "CREATE_FAILED",
                        "DELETE_FAILED",
                        "UPDATE_ROLLBACK_FAILED")
                .contains(status(stack));
    }

    /** Whether a change of the stack was begun with this token. */
    private static boolean isOf(String token, CloudFormationClient stacks, Stack stack) {
        return stacks.describeStackEvents(request -> request.stackName(stack.stackId())).stackEvents().stream()
                .anyMatch(event -> token.equals(event.clientRequestToken()));
    }

    /** The first failure since the last change began names the resource that caused the others. */
    private static String reason(CloudFormationClient stacks, String id) {
        String reason = "";
        for (StackEvent event :
                stacks.describeStackEvents(request -> request.stackName(id)).stackEvents()) {
            String status = event.resourceStatusAsString();
            boolean ofStack = event.physicalResourceId() != null
                    && event.physicalResourceId().equals(event.stackId());
            if (status.endsWith("_FAILED")
                    && event.resourceStatusReason() != null
                    && !event.resourceStatusReason().contains("cancelled")) {
                reason = " " + event.logicalResourceId() + ": " + event.resourceStatusReason();
            }
            if (ofStack
                    && Set.of("CREATE_IN_PROGRESS", "UPDATE_IN_PROGRESS", "DELETE_IN_PROGRESS")
                            .contains(status)) {
                break;
            }
        }
        return reason;
    }

    private static Optional<Stack> find(CloudFormationClient stacks, String name) {
        try {
            return stacks.describeStacks(request -> request.stackName(name)).stacks().stream()
                    .findFirst();
        } catch (CloudFormationException e) {
            // CloudFormation has no error of its own for this (API reference, DescribeStacks).
            if (message(e).contains("does not exist")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static String message(CloudFormationException e) {
        return e.awsErrorDetails() == null
                ? ""
                : String.valueOf(e.awsErrorDetails().errorMessage());
    }
}
