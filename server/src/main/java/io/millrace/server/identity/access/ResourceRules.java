package io.millrace.server.identity.access;

import io.millrace.server.identity.policy.ResourceArn;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The resources of every operation. An operation without a rule needs permission for {@code *}; a test finds those that are
 * registered without one.
 */
final class ResourceRules {
    private static final Map<String, ResourceRule> RULES = all();

    /** Where the action of an operation has another name (service authorization reference, Lambda). */
    private static final Map<String, String> ACTIONS = Map.of("lambda:Invoke", "lambda:InvokeFunction");

    /** What requests to CloudWatch are signed for, and what policies call it. */
    private static final String MONITORING = "monitoring:";

    private static final String CLOUD_WATCH = "cloudwatch:";

    private final ServerArns arns;

    ResourceRules(String region, WorkGroupsOfIds queries) {
        this.arns = new ServerArns(region, queries);
    }

    private static Map<String, ResourceRule> all() {
        Map<String, ResourceRule> rules = new TreeMap<>();
        for (Map<String, ResourceRule> some : List.of(
                CatalogRules.rules(),
                RegistryRules.rules(),
                EtlRules.rules(),
                IdentityRules.rules(),
                OtherServicesRules.rules(),
                StackRules.rules(),
                StageServicesRules.rules(),
                TopicAndLogRules.rules(),
                KeyAndAlarmRules.rules(),
                DeliveryRules.rules())) {
            some.forEach((operation, rule) -> {
                if (rules.putIfAbsent(operation, rule) != null) {
                    throw new IllegalStateException("Two rules for " + operation);
                }
            });
        }
        return rules;
    }

    /** The operations that have a rule, such as {@code glue:GetTable}. */
    static Set<String> operations() {
        return RULES.keySet();
    }

    /** The action that policies name. */
    static String action(String operation) {
        return operation.startsWith(MONITORING)
                ? CLOUD_WATCH + operation.substring(MONITORING.length())
                : ACTIONS.getOrDefault(operation, operation);
    }

    /** What the request needs permission for. */
    List<ResourceArn> resources(String operation, SdkPojo request) {
        ResourceRule rule = RULES.get(operation);
        return rule == null ? List.of(ResourceArn.ANY) : rule.resources(new RequestMembers(request), arns);
    }
}
