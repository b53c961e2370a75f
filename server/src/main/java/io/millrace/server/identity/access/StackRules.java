package io.millrace.server.identity.access;

import io.millrace.server.identity.policy.ResourceArn;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CloudFormation's stacks. What names no stack needs permission for {@code *}. */
final class StackRules {
    private StackRules() {}

    static Map<String, ResourceRule> rules() {
        return new RuleTable("cloudformation")
                .add(
                        StackRules::stack,
                        "CancelUpdateStack",
                        "ContinueUpdateRollback",
                        "CreateChangeSet",
                        "CreateStack",
                        "DeleteChangeSet",
                        "DeleteStack",
                        "DescribeChangeSet",
                        "DescribeStackEvents",
                        "DescribeStackResource",
                        "DescribeStackResources",
                        "DescribeStacks",
                        "ExecuteChangeSet",
                        "GetStackPolicy",
                        "GetTemplate",
                        "GetTemplateSummary",
                        "ListChangeSets",
                        "ListStackResources",
                        "SetStackPolicy",
                        "UpdateStack",
                        "UpdateTerminationProtection")
                .add(
                        (request, arns) -> List.of(ResourceArn.ANY),
                        "ListStacks",
                        "ListExports",
                        "ListImports",
                        "ValidateTemplate")
                .rules();
    }

    private static List<ResourceArn> stack(RequestMembers request, ServerArns arns) {
        Optional<String> name = request.text("StackName");
        if (name.isEmpty()) {
            return List.of(ResourceArn.ANY);
        }
        return List.of(name.get().startsWith("arn:") ? ResourceArn.one(name.get()) : arns.stack(name.get()));
    }
}
