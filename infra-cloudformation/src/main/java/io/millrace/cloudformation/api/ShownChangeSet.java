package io.millrace.cloudformation.api;

import io.millrace.cloudformation.stack.ChangeSet;
import io.millrace.cloudformation.stack.OnFailure;
import io.millrace.cloudformation.stack.ResourceChange;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudformation.model.Change;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.ChangeSetSummary;
import software.amazon.awssdk.services.cloudformation.model.ChangeType;
import software.amazon.awssdk.services.cloudformation.model.DescribeChangeSetResponse;
import software.amazon.awssdk.services.cloudformation.model.ResourceAttribute;
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

    /** The changes; with the values before and after, or only what AWS shows without being asked for them. */
    static List<Change> changes(ChangeSet changeSet, Values values) {
        return changeSet.changes().stream()
                .map(change -> Change.builder()
                        .type(ChangeType.RESOURCE)
                        .resourceChange(resource(change, values))
                        .build())
                .toList();
    }

    /** Whether property values are shown. */
    enum Values {
        SHOWN,
        LEFT_OUT
    }

    private static software.amazon.awssdk.services.cloudformation.model.ResourceChange resource(
            ResourceChange change, Values values) {
        var shown = software.amazon.awssdk.services.cloudformation.model.ResourceChange.builder()
                .action(change.action())
                .logicalResourceId(change.logicalId())
                .physicalResourceId(ShownStack.orNull(change.physicalId()))
                .resourceType(change.type())
                .replacement(change.action() == ChangeAction.MODIFY ? change.replacement() : null)
                .policyAction(change.policy().orElse(null))
                .scope(change.scope().stream().sorted().toList());
        if (values == Values.LEFT_OUT) {
            return shown.details(change.details().stream()
                            .map(detail -> detail(detail, target(detail)))
                            .toList())
                    .build();
        }
        return shown.details(Stream.concat(
                                change.values().stream().map(ShownChangeSet::value),
                                withoutValues(change)
                                        .map(detail ->
                                                detail(detail, target(detail).path("/Properties/Tags"))))
                        .toList())
                .beforeContext(change.context().before().orElse(null))
                .afterContext(change.context().after().orElse(null))
                .build();
    }

    /** The tags that come from the stack are no property's values. */
    private static Stream<ResourceChange.Detail> withoutValues(ResourceChange change) {
        return change.details().stream()
                .filter(detail -> detail.attribute() == ResourceAttribute.TAGS)
                .filter(detail -> change.values().stream()
                        .noneMatch(value -> value.detail().attribute() == ResourceAttribute.TAGS));
    }

    private static ResourceChangeDetail value(ResourceChange.Value value) {
        return detail(
                value.detail(),
                target(value.detail())
                        .path(value.path())
                        .beforeValue(value.before().orElse(null))
                        .afterValue(value.after().orElse(null))
                        .attributeChangeType(value.change()));
    }

    private static ResourceTargetDefinition.Builder target(ResourceChange.Detail detail) {
        return ResourceTargetDefinition.builder()
                .attribute(detail.attribute())
                .name(ShownStack.orNull(detail.name()))
                .requiresRecreation(detail.recreation());
    }

    private static ResourceChangeDetail detail(ResourceChange.Detail detail, ResourceTargetDefinition.Builder target) {
        return ResourceChangeDetail.builder()
                .target(target.build())
                .evaluation(detail.evaluation())
                .changeSource(detail.source())
                .causingEntity(ShownStack.orNull(detail.causingEntity()))
                .build();
    }
}
