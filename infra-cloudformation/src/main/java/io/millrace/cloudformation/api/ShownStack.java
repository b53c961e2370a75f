package io.millrace.cloudformation.api;

import io.millrace.cloudformation.evaluate.Output;
import io.millrace.cloudformation.evaluate.ParameterValue;
import io.millrace.cloudformation.stack.OnFailure;
import io.millrace.cloudformation.stack.Stack;
import io.millrace.cloudformation.stack.StackEvent;
import io.millrace.cloudformation.stack.StackOperation;
import io.millrace.cloudformation.stack.StackResource;
import io.millrace.cloudformation.stack.StackVersion;
import io.millrace.cloudformation.template.TemplateParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.Parameter;
import software.amazon.awssdk.services.cloudformation.model.StackDriftInformation;
import software.amazon.awssdk.services.cloudformation.model.StackDriftStatus;
import software.amazon.awssdk.services.cloudformation.model.StackResourceSummary;
import software.amazon.awssdk.services.cloudformation.model.StackSummary;
import software.amazon.awssdk.services.cloudformation.model.Tag;

/** Stacks, their resources and events in the SDK's model. What nobody may see is hidden. */
final class ShownStack {
    private ShownStack() {}

    static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    static software.amazon.awssdk.services.cloudformation.model.Stack stack(Stack stack) {
        Optional<StackVersion> version = stack.shownVersion();
        return software.amazon.awssdk.services.cloudformation.model.Stack.builder()
                .stackId(stack.id())
                .stackName(stack.name())
                .changeSetId(orNull(stack.changeSetId()))
                .description(orNull(description(version)))
                .parameters(version.map(ShownStack::parameters).orElse(List.of()))
                .creationTime(stack.created())
                .lastUpdatedTime(stack.updated().orElse(null))
                .deletionTime(stack.deleted().orElse(null))
                .stackStatus(stack.status())
                .stackStatusReason(orNull(stack.reason()))
                .disableRollback(stack.operation()
                        .map(StackOperation::onFailure)
                        .filter(OnFailure.DO_NOTHING::equals)
                        .isPresent())
                .notificationARNs(version.map(StackVersion::notificationArns).orElse(List.of()))
                .capabilitiesWithStrings(version.map(StackVersion::capabilities).orElse(List.of()))
                .roleARN(orNull(version.map(StackVersion::roleArn).orElse("")))
                .tags(version.map(ShownStack::tags).orElse(List.of()))
                .outputs(stack.outputs().entrySet().stream()
                        .map(entry -> output(entry.getKey(), entry.getValue()))
                        .toList())
                .enableTerminationProtection(stack.terminationProtection())
                .driftInformation(StackDriftInformation.builder()
                        .stackDriftStatus(StackDriftStatus.NOT_CHECKED)
                        .build())
                .build();
    }

    static String description(Optional<StackVersion> version) {
        return version.map(known -> TemplateParser.parse(known.templateBody())
                        .section("Description")
                        .asText())
                .orElse("");
    }

    private static software.amazon.awssdk.services.cloudformation.model.Output output(String key, Output output) {
        return software.amazon.awssdk.services.cloudformation.model.Output.builder()
                .outputKey(key)
                .outputValue(output.value())
                .description(orNull(output.description()))
                .exportName(output.exportName().orElse(null))
                .build();
    }

    static List<Parameter> parameters(StackVersion version) {
        return version.parameters().entrySet().stream()
                .map(entry -> parameter(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Parameter parameter(String key, ParameterValue value) {
        boolean stored = !value.resolved().equals(value.given());
        return Parameter.builder()
                .parameterKey(key)
                .parameterValue(value.shown())
                .resolvedValue(stored ? value.noEcho() ? ParameterValue.HIDDEN : value.resolved() : null)
                .build();
    }

    static List<Tag> tags(StackVersion version) {
        return version.tags().entrySet().stream()
                .map((Map.Entry<String, String> tag) ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    static StackSummary summary(Stack stack) {
        return StackSummary.builder()
                .stackId(stack.id())
                .stackName(stack.name())
                .templateDescription(orNull(description(stack.shownVersion())))
                .creationTime(stack.created())
                .lastUpdatedTime(stack.updated().orElse(null))
                .deletionTime(stack.deleted().orElse(null))
                .stackStatus(stack.status())
                .stackStatusReason(orNull(stack.reason()))
                .build();
    }

    static software.amazon.awssdk.services.cloudformation.model.StackResource resource(
            Stack stack, StackResource resource) {
        return software.amazon.awssdk.services.cloudformation.model.StackResource.builder()
                .stackId(stack.id())
                .stackName(stack.name())
                .logicalResourceId(resource.logicalId())
                .physicalResourceId(orNull(resource.physicalId()))
                .resourceType(resource.type())
                .timestamp(resource.updated())
                .resourceStatus(resource.status())
                .resourceStatusReason(orNull(resource.reason()))
                .build();
    }

    static StackResourceSummary resourceSummary(StackResource resource) {
        return StackResourceSummary.builder()
                .logicalResourceId(resource.logicalId())
                .physicalResourceId(orNull(resource.physicalId()))
                .resourceType(resource.type())
                .lastUpdatedTimestamp(resource.updated())
                .resourceStatus(resource.status())
                .resourceStatusReason(orNull(resource.reason()))
                .build();
    }

    static software.amazon.awssdk.services.cloudformation.model.StackEvent event(StackEvent event) {
        return software.amazon.awssdk.services.cloudformation.model.StackEvent.builder()
                .eventId(event.id())
                .stackId(event.stackId())
                .stackName(event.stackName())
                .logicalResourceId(event.logicalId())
                .physicalResourceId(event.physicalId())
                .resourceType(event.type())
                .timestamp(event.time())
                .resourceStatus(event.status())
                .resourceStatusReason(orNull(event.reason()))
                .clientRequestToken(orNull(event.token()))
                .build();
    }
}
