package io.millrace.cloudformation.api;

import io.millrace.cloudformation.stack.ChangeSet;
import io.millrace.cloudformation.stack.OnFailure;
import io.millrace.cloudformation.stack.ResourceChange;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetSummary;
import software.amazon.awssdk.services.cloudformation.model.ChangeType;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.PolicyAction;
import software.amazon.awssdk.services.cloudformation.model.Replacement;
import software.amazon.awssdk.services.cloudformation.model.ResourceChangeDetail;
import software.amazon.awssdk.services.cloudformation.model.ResourceTargetDefinition;

/** Change sets in the SDK's model. */
final class ShownChangeSet {
    private ShownChangeSet() {}

    static DescribeChangeSetResponse.Builder describe(ChangeSet changeSet) {
        return DescribeChangeSetResponse.builder()
                .changeSetName(changeSet.name())
                .changeSetId(changeSet.id())
                .stackId(changeSet.stackId())
                .stackName(changeSet.stackName())
                .description(ShownStack.orNull(changeSet.description()))
                .parameters(ShownStack.parameters(changeSet.target()))
                .creationTime(changeSet.created())
                .executionStatus(changeSet.execution())
                .status(changeSet.status())
                .statusReason(ShownStack.orNull(changeSet.reason()))
                .notificationARNs(changeSet.target().notificationArns())
                .capabilitiesWithStrings(changeSet.target().capabilities())
                .tags(ShownStack.tags(changeSet.target()))
                .includeNestedStacks(false)
                .onStackFailure(
                        changeSet.onFailure() == OnFailure.ROLLBACK
                                ? null
                                : changeSet.onFailure().name());
    }

    static ChangeSetSummary summary(ChangeSet changeSet) {
        return ChangeSetSummary.builder()
                .changeSetName(changeSet.name())
                .changeSetId(changeSet.id())
                .stackId(changeSet.stackId())
                .stackName(changeSet.stackName())
                .description(ShownStack.orNull(changeSet.description()))
                .creationTime(changeSet.created())
                .executionStatus(changeSet.execution())
                .status(changeSet.status())
                .statusReason(ShownStack.orNull(changeSet.reason()))
                .includeNestedStacks(false)
                .build();
    }

    static List<Change> changes(ChangeSet changeSet) {
        return changeSet.changes().stream()
                .map(change -> Change.builder()
                        .type(ChangeType.RESOURCE)
                        .resourceChange(resource(change))
                        .build())
                .toList();
    }

    private static software.amazon.awssdk.services.cloudformation.model.ResourceChange resource(ResourceChange change) {
        return software.amazon.awssdk.services.cloudformation.model.ResourceChange.builder()
                .action(change.action())
                .logicalResourceId(change.logicalId())
                .physicalResourceId(ShownStack.orNull(change.physicalId()))
                .resourceType(change.type())
                .replacement(change.action() == ChangeAction.MODIFY ? change.replacement() : null)
                .policyAction(policyAction(change))
                .scope(change.scope())
                .details(change.details().stream().map(ShownChangeSet::detail).toList())
                .build();
    }

    private static @Nullable PolicyAction policyAction(ResourceChange change) {
        if (change.action() == ChangeAction.REMOVE) {
            return change.keptByPolicy() ? PolicyAction.RETAIN : PolicyAction.DELETE;
        }
        return change.replacement() == Replacement.TRUE ? PolicyAction.REPLACE_AND_DELETE : null;
    }

    private static ResourceChangeDetail detail(ResourceChange.Detail detail) {
        return ResourceChangeDetail.builder()
                .target(ResourceTargetDefinition.builder()
                        .attribute(detail.attribute())
                        .name(ShownStack.orNull(detail.name()))
                        .path(detail.path())
                        .requiresRecreation(detail.recreation())
                        .build())
                .evaluation(detail.evaluation())
                .changeSource(detail.source())
                .causingEntity(ShownStack.orNull(detail.causingEntity()))
                .build();
    }
}
