package io.millrace.cloudformation.api;

import io.millrace.cloudformation.stack.ChangeSet;
import io.millrace.cloudformation.stack.ChangeSets;
import io.millrace.cloudformation.stack.OnFailure;
import io.millrace.cloudformation.stack.StackEngine;
import io.millrace.cloudformation.stack.StackException;
import io.millrace.cloudformation.stack.StackInput;
import io.millrace.cloudformation.stack.StackOptions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetSummary;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetType;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.CreateChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DeleteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DeleteChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetRequest;
import software.amazon.awssdk.services.cloudformation.model.ExecuteChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ListChangeSetsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListChangeSetsResponse;

/** The operations on change sets. Thread-safe. */
public final class ChangeSetOperations {
    private static final int PAGE = 100;

    private final ChangeSets changeSets;
    private final Requests requests;

    /** Over an engine. */
    public ChangeSetOperations(StackEngine engine, TemplateSource source) {
        this.changeSets = engine.changeSets();
        this.requests = new Requests(source);
    }

    /** Makes a change set, which is complete when this returns. */
    public CreateChangeSetResponse createChangeSet(CreateChangeSetRequest request) {
        ChangeSetType type = request.changeSetType() == null ? ChangeSetType.UPDATE : request.changeSetType();
        Requests.refuse(type == ChangeSetType.IMPORT || request.hasResourcesToImport(), "Importing resources");
        Requests.refuse(Requests.isTrue(request.importExistingResources()), "ImportExistingResources");
        Requests.refuse(Requests.isTrue(request.includeNestedStacks()), "IncludeNestedStacks");
        Requests.refuse(request.hasResourceTypes(), "ResourceTypes");
        Requests.refuse(request.deploymentMode() != null, "DeploymentMode");
        Requests.refuseTriggers(request.rollbackConfiguration());
        ChangeSets.Label label = new ChangeSets.Label(
                request.changeSetName(), Requests.text(request.description()), Requests.text(request.clientToken()));
        OnFailure onFailure = Requests.onStackFailure(request.onStackFailureAsString(), type);
        StackInput input = input(request, type);
        ChangeSet changeSet = type == ChangeSetType.CREATE
                ? changeSets.forCreation(request.stackName(), label, input, onFailure)
                : changeSets.forUpdate(request.stackName(), label, input, onFailure);
        return CreateChangeSetResponse.builder()
                .id(changeSet.id())
                .stackId(changeSet.stackId())
                .build();
    }

    private StackInput input(CreateChangeSetRequest request, ChangeSetType type) {
        boolean creating = type == ChangeSetType.CREATE;
        return Requests.input(
                requests.template(request.templateBody(), request.templateURL(), request.usePreviousTemplate()),
                request.parameters(),
                creating || request.hasTags() ? Optional.of(request.tags()) : Optional.empty(),
                request.capabilitiesAsStrings(),
                creating || request.hasNotificationARNs() ? Optional.of(request.notificationARNs()) : Optional.empty(),
                request.roleARN());
    }

    /** A change set with its changes. */
    public DescribeChangeSetResponse describeChangeSet(DescribeChangeSetRequest request) {
        ChangeSet changeSet = find(request.changeSetName(), request.stackName());
        ShownChangeSet.Values values = Requests.isTrue(request.includePropertyValues())
                ? ShownChangeSet.Values.SHOWN
                : ShownChangeSet.Values.LEFT_OUT;
        Page<Change> page = Page.of(ShownChangeSet.changes(changeSet, values), request.nextToken(), PAGE);
        return ShownChangeSet.describe(changeSet)
                .changes(page.items())
                .nextToken(page.next())
                .build();
    }

    private ChangeSet find(String nameOrArn, @Nullable String stackName) {
        return changeSets.find(nameOrArn, Requests.text(stackName));
    }

    /** Begins what a change set says. */
    public ExecuteChangeSetResponse executeChangeSet(ExecuteChangeSetRequest request) {
        Requests.refuse(Requests.isTrue(request.retainExceptOnCreate()), "RetainExceptOnCreate");
        OnFailure onFailure = Requests.onFailure(request.disableRollback(), null);
        StackOptions options = new StackOptions(
                Requests.text(request.clientRequestToken()), onFailure, "", "", Optional.empty(), false);
        changeSets.execute(request.changeSetName(), Requests.text(request.stackName()), options);
        return ExecuteChangeSetResponse.builder().build();
    }

    /** Deletes a change set. */
    public DeleteChangeSetResponse deleteChangeSet(DeleteChangeSetRequest request) {
        changeSets.delete(request.changeSetName(), Requests.text(request.stackName()));
        return DeleteChangeSetResponse.builder().build();
    }

    /** The change sets of a stack that wait to be executed or have failed. */
    public ListChangeSetsResponse listChangeSets(ListChangeSetsRequest request) {
        if (request.stackName() == null) {
            throw StackException.invalid("StackName is required");
        }
        Page<ChangeSetSummary> page = Page.of(
                changeSets.list(request.stackName()).stream()
                        .map(ShownChangeSet::summary)
                        .toList(),
                request.nextToken(),
                PAGE);
        return ListChangeSetsResponse.builder()
                .summaries(page.items())
                .nextToken(page.next())
                .build();
    }
}
