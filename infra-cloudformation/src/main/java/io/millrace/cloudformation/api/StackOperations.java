package io.millrace.cloudformation.api;

import io.millrace.cloudformation.stack.Stack;
import io.millrace.cloudformation.stack.StackEngine;
import io.millrace.cloudformation.stack.StackException;
import io.millrace.cloudformation.stack.StackInput;
import io.millrace.cloudformation.stack.StackOptions;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.CancelUpdateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.CancelUpdateStackResponse;
import software.amazon.awssdk.services.cloudformation.model.ContinueUpdateRollbackRequest;
import software.amazon.awssdk.services.cloudformation.model.ContinueUpdateRollbackResponse;
import software.amazon.awssdk.services.cloudformation.model.CreateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateStackResponse;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteStackResponse;
import software.amazon.awssdk.services.cloudformation.model.GetStackPolicyRequest;
import software.amazon.awssdk.services.cloudformation.model.GetStackPolicyResponse;
import software.amazon.awssdk.services.cloudformation.model.SetStackPolicyRequest;
import software.amazon.awssdk.services.cloudformation.model.SetStackPolicyResponse;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateStackResponse;
import software.amazon.awssdk.services.cloudformation.model.UpdateTerminationProtectionRequest;
import software.amazon.awssdk.services.cloudformation.model.UpdateTerminationProtectionResponse;

/** The operations that change stacks. Thread-safe. */
public final class StackOperations {
    private final StackEngine engine;
    private final Requests requests;
    private final TemplateSource source;

    /** Over an engine. */
    public StackOperations(StackEngine engine, TemplateSource source) {
        this.engine = engine;
        this.requests = new Requests(source);
        this.source = source;
    }

    /** Begins to create a stack. */
    public CreateStackResponse createStack(CreateStackRequest request) {
        Requests.refuse(request.hasResourceTypes(), "ResourceTypes");
        Requests.refuse(Requests.isTrue(request.retainExceptOnCreate()), "RetainExceptOnCreate");
        Requests.refuseTriggers(request.rollbackConfiguration());
        StackInput input = Requests.input(
                requests.template(request.templateBody(), request.templateURL()),
                request.parameters(),
                Optional.of(request.tags()),
                request.capabilitiesAsStrings(),
                Optional.of(request.notificationARNs()),
                request.roleARN());
        StackOptions options = new StackOptions(
                Requests.text(request.clientRequestToken()),
                Requests.onFailure(request.disableRollback(), request.onFailureAsString()),
                policy(request.stackPolicyBody(), request.stackPolicyURL()),
                "",
                Optional.ofNullable(request.timeoutInMinutes()).map(Duration::ofMinutes),
                Requests.isTrue(request.enableTerminationProtection()));
        Stack stack = engine.create(request.stackName(), input, options);
        return CreateStackResponse.builder().stackId(stack.id()).build();
    }

    /** Begins to update a stack. */
    public UpdateStackResponse updateStack(UpdateStackRequest request) {
        Requests.refuse(request.hasResourceTypes(), "ResourceTypes");
        Requests.refuse(Requests.isTrue(request.retainExceptOnCreate()), "RetainExceptOnCreate");
        Requests.refuseTriggers(request.rollbackConfiguration());
        StackInput input = Requests.input(
                requests.template(request.templateBody(), request.templateURL(), request.usePreviousTemplate()),
                request.parameters(),
                request.hasTags() ? Optional.of(request.tags()) : Optional.empty(),
                request.capabilitiesAsStrings(),
                request.hasNotificationARNs() ? Optional.of(request.notificationARNs()) : Optional.empty(),
                request.roleARN());
        StackOptions options = new StackOptions(
                Requests.text(request.clientRequestToken()),
                Requests.onFailure(request.disableRollback(), null),
                policy(request.stackPolicyBody(), request.stackPolicyURL()),
                policy(request.stackPolicyDuringUpdateBody(), request.stackPolicyDuringUpdateURL()),
                Optional.empty(),
                false);
        Stack stack = engine.update(request.stackName(), input, options);
        return UpdateStackResponse.builder().stackId(stack.id()).build();
    }

    private String policy(@Nullable String body, @Nullable String url) {
        if (body != null && url != null) {
            throw StackException.invalid("Specify either a stack policy's body or its URL, but not both");
        }
        return url == null ? Requests.text(body) : source.fetch(url);
    }

    /** Begins to delete a stack; one that is not there is no error. */
    public DeleteStackResponse deleteStack(DeleteStackRequest request) {
        Requests.refuse("FORCE_DELETE_STACK".equals(request.deletionModeAsString()), "DeletionMode FORCE_DELETE_STACK");
        engine.delete(
                request.stackName(),
                request.retainResources(),
                Requests.text(request.clientRequestToken()),
                Requests.text(request.roleARN()));
        return DeleteStackResponse.builder().build();
    }

    /** Gives up a running update. */
    public CancelUpdateStackResponse cancelUpdateStack(CancelUpdateStackRequest request) {
        engine.cancelUpdate(request.stackName());
        return CancelUpdateStackResponse.builder().build();
    }

    /** Takes a failed roll-back up again. */
    public ContinueUpdateRollbackResponse continueUpdateRollback(ContinueUpdateRollbackRequest request) {
        engine.continueRollback(
                request.stackName(), request.resourcesToSkip(), Requests.text(request.clientRequestToken()));
        return ContinueUpdateRollbackResponse.builder().build();
    }

    /** Sets the stack policy. */
    public SetStackPolicyResponse setStackPolicy(SetStackPolicyRequest request) {
        engine.setPolicy(request.stackName(), policy(request.stackPolicyBody(), request.stackPolicyURL()));
        return SetStackPolicyResponse.builder().build();
    }

    /** The stack policy. */
    public GetStackPolicyResponse getStackPolicy(GetStackPolicyRequest request) {
        Stack stack = engine.find(request.stackName())
                .orElseThrow(() -> StackException.invalid("Stack [" + request.stackName() + "] does not exist"));
        return GetStackPolicyResponse.builder()
                .stackPolicyBody(stack.policy().isEmpty() ? null : stack.policy())
                .build();
    }

    /** Protects a stack from deletion, or ends that. */
    public UpdateTerminationProtectionResponse updateTerminationProtection(UpdateTerminationProtectionRequest request) {
        Stack stack = engine.setProtection(
                request.stackName(),
                Requests.isTrue(request.enableTerminationProtection())
                        ? StackEngine.Protection.PROTECTED
                        : StackEngine.Protection.NONE);
        return UpdateTerminationProtectionResponse.builder().stackId(stack.id()).build();
    }
}
