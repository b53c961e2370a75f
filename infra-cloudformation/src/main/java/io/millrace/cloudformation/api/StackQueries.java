package io.millrace.cloudformation.api;

import io.millrace.cloudformation.stack.Stack;
import io.millrace.cloudformation.stack.StackEngine;
import io.millrace.cloudformation.stack.StackException;
import io.millrace.cloudformation.stack.StackResource;
import io.millrace.cloudformation.stack.StackStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackEventsResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourceRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourceResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourcesRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStackResourcesResponse;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.Export;
import software.amazon.awssdk.services.cloudformation.model.ListExportsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListExportsResponse;
import software.amazon.awssdk.services.cloudformation.model.ListImportsRequest;
import software.amazon.awssdk.services.cloudformation.model.ListImportsResponse;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStackResourcesResponse;
import software.amazon.awssdk.services.cloudformation.model.ListStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.ListStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.StackResourceDetail;

/** The operations that show stacks. Deleted stacks are shown by their ARN, and in lists. Thread-safe. */
public final class StackQueries {
    private static final int PAGE = 100;

    private final StackEngine engine;
    private final StackStore store;

    /** Over an engine and its store. */
    public StackQueries(StackEngine engine, StackStore store) {
        this.engine = engine;
        this.store = store;
    }

    /** One stack, or all that are not deleted. */
    public DescribeStacksResponse describeStacks(DescribeStacksRequest request) {
        if (request.stackName() != null) {
            Stack stack = engine.find(request.stackName())
                    .orElseThrow(
                            () -> StackException.invalid("Stack with id " + request.stackName() + " does not exist"));
            return DescribeStacksResponse.builder()
                    .stacks(ShownStack.stack(stack))
                    .build();
        }
        Page<Stack> page =
                Page.of(store.stacks().stream().filter(Stack::isActive).toList(), request.nextToken(), PAGE);
        return DescribeStacksResponse.builder()
                .stacks(page.items().stream().map(ShownStack::stack).toList())
                .nextToken(page.next())
                .build();
    }

    /** All stacks of some statuses, deleted ones too. */
    public ListStacksResponse listStacks(ListStacksRequest request) {
        Set<String> wanted = Set.copyOf(request.stackStatusFiltersAsStrings());
        Page<Stack> page = Page.of(
                store.stacks().stream()
                        .filter(stack -> wanted.isEmpty()
                                || wanted.contains(stack.status().toString()))
                        .toList(),
                request.nextToken(),
                PAGE);
        return ListStacksResponse.builder()
                .stackSummaries(page.items().stream().map(ShownStack::summary).toList())
                .nextToken(page.next())
                .build();
    }

    private Stack stack(@Nullable String nameOrId) {
        if (nameOrId == null) {
            throw StackException.invalid("StackName is required");
        }
        return engine.find(nameOrId)
                .orElseThrow(() -> StackException.invalid("Stack [" + nameOrId + "] does not exist"));
    }

    /** The events of a stack, the newest first. */
    public DescribeStackEventsResponse describeStackEvents(DescribeStackEventsRequest request) {
        var page = Page.of(store.events(stack(request.stackName()).id()), request.nextToken(), PAGE);
        return DescribeStackEventsResponse.builder()
                .stackEvents(page.items().stream().map(ShownStack::event).toList())
                .nextToken(page.next())
                .build();
    }

    /** One resource of a stack. */
    public DescribeStackResourceResponse describeStackResource(DescribeStackResourceRequest request) {
        Stack stack = stack(request.stackName());
        StackResource resource = store.resources(stack.id()).stream()
                .filter(one -> one.logicalId().equals(request.logicalResourceId()))
                .findFirst()
                .orElseThrow(() -> StackException.invalid(
                        "Resource " + request.logicalResourceId() + " does not exist for stack " + stack.name()));
        return DescribeStackResourceResponse.builder()
                .stackResourceDetail(StackResourceDetail.builder()
                        .stackId(stack.id())
                        .stackName(stack.name())
                        .logicalResourceId(resource.logicalId())
                        .physicalResourceId(ShownStack.orNull(resource.physicalId()))
                        .resourceType(resource.type())
                        .lastUpdatedTimestamp(resource.updated())
                        .resourceStatus(resource.status())
                        .resourceStatusReason(ShownStack.orNull(resource.reason()))
                        .build())
                .build();
    }

    /** The resources of a stack, or of the stack that a physical id belongs to. */
    public DescribeStackResourcesResponse describeStackResources(DescribeStackResourcesRequest request) {
        Stack stack = request.stackName() != null || request.physicalResourceId() == null
                ? stack(request.stackName())
                : owner(request.physicalResourceId());
        return DescribeStackResourcesResponse.builder()
                .stackResources(store.resources(stack.id()).stream()
                        .filter(resource -> request.logicalResourceId() == null
                                || resource.logicalId().equals(request.logicalResourceId()))
                        .map(resource -> ShownStack.resource(stack, resource))
                        .toList())
                .build();
    }

    private Stack owner(String physicalId) {
        return store.stacks().stream()
                .filter(Stack::isActive)
                .filter(stack -> store.resources(stack.id()).stream()
                        .anyMatch(resource -> resource.physicalId().equals(physicalId)))
                .findFirst()
                .orElseThrow(() -> StackException.invalid("Stack for " + physicalId + " does not exist"));
    }

    /** The resources of a stack in short. */
    public ListStackResourcesResponse listStackResources(ListStackResourcesRequest request) {
        var page = Page.of(store.resources(stack(request.stackName()).id()), request.nextToken(), PAGE);
        return ListStackResourcesResponse.builder()
                .stackResourceSummaries(
                        page.items().stream().map(ShownStack::resourceSummary).toList())
                .nextToken(page.next())
                .build();
    }

    /** What stacks export. */
    public ListExportsResponse listExports(ListExportsRequest request) {
        List<Export> exports = new ArrayList<>();
        store.stacks().stream()
                .filter(Stack::isActive)
                .forEach(stack -> stack.outputs()
                        .values()
                        .forEach(output -> output.exportName()
                                .ifPresent(name -> exports.add(Export.builder()
                                        .exportingStackId(stack.id())
                                        .name(name)
                                        .value(output.value())
                                        .build()))));
        Page<Export> page = Page.of(exports, request.nextToken(), PAGE);
        return ListExportsResponse.builder()
                .exports(page.items())
                .nextToken(page.next())
                .build();
    }

    /** The names of the stacks that import an export. */
    public ListImportsResponse listImports(ListImportsRequest request) {
        List<String> users = store.stacks().stream()
                .filter(stack -> stack.isActive() && stack.imports().contains(request.exportName()))
                .map(Stack::name)
                .toList();
        if (users.isEmpty()) {
            throw StackException.invalid("Export '" + request.exportName() + "' is not imported by any stack.");
        }
        Page<String> page = Page.of(users, request.nextToken(), PAGE);
        return ListImportsResponse.builder()
                .imports(page.items())
                .nextToken(page.next())
                .build();
    }
}
