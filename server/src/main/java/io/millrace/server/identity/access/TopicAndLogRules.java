package io.millrace.server.identity.access;

import io.millrace.server.identity.policy.ResourceArn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** SNS's topics and CloudWatch Logs' groups (service authorization reference, "Actions … for Amazon SNS", "… for CloudWatch Logs"). */
final class TopicAndLogRules {
    private static final String ANY_STREAM = ":*";

    private TopicAndLogRules() {}

    static Map<String, ResourceRule> rules() {
        Map<String, ResourceRule> rules = new TreeMap<>(topics());
        rules.putAll(logs());
        return rules;
    }

    private static Map<String, ResourceRule> topics() {
        return new RuleTable("sns")
                .add(
                        (request, arns) ->
                                List.of(arns.of("sns", request.text("Name").orElse("*"))),
                        "CreateTopic")
                .add(
                        topic("TopicArn"),
                        "DeleteTopic",
                        "GetTopicAttributes",
                        "SetTopicAttributes",
                        "Subscribe",
                        "ConfirmSubscription",
                        "ListSubscriptionsByTopic")
                .add(TopicAndLogRules::published, "Publish")
                .add(
                        TopicAndLogRules::topicOfSubscription,
                        "Unsubscribe",
                        "GetSubscriptionAttributes",
                        "SetSubscriptionAttributes")
                .add((request, arns) -> List.of(ResourceArn.ANY), "ListTopics", "ListSubscriptions")
                .add(topic("ResourceArn"), "TagResource", "UntagResource", "ListTagsForResource")
                .rules();
    }

    private static ResourceRule topic(String member) {
        return (request, arns) -> List.of(request.text(member).map(arns::given).orElse(ResourceArn.ANY));
    }

    private static List<ResourceArn> published(RequestMembers request, ServerArns arns) {
        Optional<String> arn = request.text("TopicArn").or(() -> request.text("TargetArn"));
        return List.of(arn.map(arns::given).orElse(ResourceArn.ANY));
    }

    /** A subscription is its topic's: the ARN of that is all but the last part. */
    private static List<ResourceArn> topicOfSubscription(RequestMembers request, ServerArns arns) {
        return List.of(request.text("SubscriptionArn")
                .filter(arn -> arn.contains(":"))
                .map(arn -> arns.given(arn.substring(0, arn.lastIndexOf(':'))))
                .orElse(ResourceArn.ANY));
    }

    private static Map<String, ResourceRule> logs() {
        return new RuleTable("logs")
                .add(
                        group("logGroupName"),
                        "CreateLogGroup",
                        "DeleteLogGroup",
                        "PutRetentionPolicy",
                        "DeleteRetentionPolicy")
                .add(
                        (request, arns) -> List.of(request.text("logGroupName")
                                .or(() -> request.text("logGroupIdentifier"))
                                .map(name -> group(name, arns))
                                .orElseGet(() -> arns.allOf("logs", "log-group:"))),
                        "DescribeLogStreams",
                        "GetLogEvents",
                        "FilterLogEvents")
                .add((request, arns) -> List.of(arns.allOf("logs", "log-group:")), "DescribeLogGroups")
                .add(group("resourceArn"), "TagResource", "UntagResource", "ListTagsForResource")
                .rules();
    }

    private static ResourceRule group(String member) {
        return (request, arns) -> List.of(
                request.text(member).map(name -> group(name, arns)).orElseGet(() -> arns.allOf("logs", "log-group:")));
    }

    /** Policies name groups with the mark of their streams. */
    private static ResourceArn group(String nameOrArn, ServerArns arns) {
        String bare = nameOrArn.endsWith(ANY_STREAM)
                ? nameOrArn.substring(0, nameOrArn.length() - ANY_STREAM.length())
                : nameOrArn;
        return bare.startsWith("arn:")
                ? arns.given(bare + ANY_STREAM)
                : arns.of("logs", "log-group:" + bare + ANY_STREAM);
    }
}
