package io.millrace.server.identity.access;

import io.millrace.server.identity.policy.ResourceArn;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The services that come with stages: EventBridge and its Scheduler, Parameter Store, Secrets Manager. */
final class StageServicesRules {
    private static final String DEFAULT_GROUP = "default";

    private StageServicesRules() {}

    static Map<String, ResourceRule> rules() {
        Map<String, ResourceRule> rules = new TreeMap<>(events());
        rules.putAll(scheduler());
        rules.putAll(parameters());
        rules.putAll(secrets());
        return rules;
    }

    private static Map<String, ResourceRule> events() {
        return new RuleTable("events")
                .add(
                        named("events", "rule/", "Name"),
                        "PutRule",
                        "DescribeRule",
                        "DeleteRule",
                        "EnableRule",
                        "DisableRule")
                .add(named("events", "rule/", "Rule"), "PutTargets", "RemoveTargets", "ListTargetsByRule")
                .add((request, arns) -> List.of(arns.allOf("events", "rule/")), "ListRules", "ListRuleNamesByTarget")
                .add((request, arns) -> List.of(arns.of("events", "event-bus/default")), "PutEvents")
                .add((request, arns) -> List.of(ResourceArn.ANY), "TestEventPattern")
                .add(given("ResourceARN"), "TagResource", "UntagResource", "ListTagsForResource")
                .rules();
    }

    private static Map<String, ResourceRule> scheduler() {
        return new RuleTable("scheduler")
                .add(StageServicesRules::schedule, "CreateSchedule", "GetSchedule", "UpdateSchedule", "DeleteSchedule")
                .add(
                        named("scheduler", "schedule-group/", "Name"),
                        "CreateScheduleGroup",
                        "GetScheduleGroup",
                        "DeleteScheduleGroup")
                .add((request, arns) -> List.of(arns.allOf("scheduler", "schedule/")), "ListSchedules")
                .add((request, arns) -> List.of(arns.allOf("scheduler", "schedule-group/")), "ListScheduleGroups")
                .add(given("ResourceArn"), "TagResource", "UntagResource", "ListTagsForResource")
                .rules();
    }

    private static List<ResourceArn> schedule(RequestMembers request, ServerArns arns) {
        String group = request.text("GroupName").orElse(DEFAULT_GROUP);
        return List.of(arns.of(
                "scheduler", "schedule/" + group + "/" + request.text("Name").orElse("*")));
    }

    private static Map<String, ResourceRule> parameters() {
        return new RuleTable("ssm")
                .add(
                        parameters("Name"),
                        "PutParameter",
                        "GetParameter",
                        "DeleteParameter",
                        "GetParameterHistory",
                        "LabelParameterVersion")
                .add(parameters("Names"), "GetParameters", "DeleteParameters")
                .add(parameters("Path"), "GetParametersByPath")
                .add((request, arns) -> List.of(ResourceArn.ANY), "DescribeParameters")
                .add(parameters("ResourceId"), "AddTagsToResource", "RemoveTagsFromResource", "ListTagsForResource")
                .rules();
    }

    private static ResourceRule parameters(String member) {
        return (request, arns) -> {
            List<String> names = request.texts(member);
            return names.isEmpty()
                    ? List.of(arns.allOf("ssm", "parameter/"))
                    : names.stream().map(name -> parameter(name, arns)).toList();
        };
    }

    /** Without the version or label that may follow a name. */
    private static ResourceArn parameter(String name, ServerArns arns) {
        if (name.startsWith("arn:")) {
            int selector = name.indexOf(':', Math.max(0, name.indexOf('/')));
            return arns.given(selector < 0 ? name : name.substring(0, selector));
        }
        int selector = name.indexOf(':');
        String bare = selector < 0 ? name : name.substring(0, selector);
        return arns.of("ssm", "parameter" + (bare.startsWith("/") ? bare : "/" + bare));
    }

    private static Map<String, ResourceRule> secrets() {
        return new RuleTable("secretsmanager")
                .add(secret("Name"), "CreateSecret")
                .add(
                        secret("SecretId"),
                        "GetSecretValue",
                        "PutSecretValue",
                        "UpdateSecret",
                        "DescribeSecret",
                        "DeleteSecret",
                        "RestoreSecret",
                        "ListSecretVersionIds",
                        "TagResource",
                        "UntagResource")
                .add((request, arns) -> List.of(ResourceArn.ANY), "ListSecrets", "GetRandomPassword")
                .rules();
    }

    /** A name has no suffix yet, so a policy must allow every one: {@code secret:name-??????}. */
    private static ResourceRule secret(String member) {
        return (request, arns) -> List.of(request.text(member)
                .map(id -> id.startsWith("arn:")
                        ? arns.given(id)
                        : arns.allOf("secretsmanager", "secret:" + id + "-"))
                .orElseGet(() -> arns.allOf("secretsmanager", "secret:")));
    }

    /** The resources whose names the member has; all of the kind if it has none. */
    private static ResourceRule named(String service, String prefix, String member) {
        return (request, arns) -> {
            List<String> names = request.texts(member);
            return names.isEmpty()
                    ? List.of(arns.allOf(service, prefix))
                    : names.stream()
                            .map(name -> arns.of(service, prefix + name))
                            .toList();
        };
    }

    /** The resource whose ARN the member has. */
    private static ResourceRule given(String member) {
        return (request, arns) -> List.of(request.text(member).map(arns::given).orElse(ResourceArn.ANY));
    }
}
