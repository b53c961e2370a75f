package io.millrace.server.identity.access;

import io.millrace.server.identity.policy.ResourceArn;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** KMS's keys and aliases, and CloudWatch's alarms (service authorization reference, "Actions … for AWS KMS", "… CloudWatch"). */
final class KeyAndAlarmRules {
    private KeyAndAlarmRules() {}

    static Map<String, ResourceRule> rules() {
        Map<String, ResourceRule> rules = new TreeMap<>(keys());
        rules.putAll(alarms());
        return rules;
    }

    /** Which key an alias or a ciphertext means is {@link KeyAuthorizer}'s matter: that asks the key's policy, too. */
    private static Map<String, ResourceRule> keys() {
        return new RuleTable("kms")
                .add((request, arns) -> List.of(ResourceArn.ANY), "CreateKey", "ListKeys", "ListAliases")
                .add(alias(), "CreateAlias", "UpdateAlias", "DeleteAlias")
                .add(
                        key("KeyId"),
                        "DescribeKey",
                        "EnableKey",
                        "DisableKey",
                        "UpdateKeyDescription",
                        "ScheduleKeyDeletion",
                        "CancelKeyDeletion",
                        "GetKeyPolicy",
                        "PutKeyPolicy",
                        "ListKeyPolicies",
                        "EnableKeyRotation",
                        "DisableKeyRotation",
                        "GetKeyRotationStatus",
                        "TagResource",
                        "UntagResource",
                        "ListResourceTags",
                        "Encrypt",
                        "Decrypt",
                        "GenerateDataKey",
                        "GenerateDataKeyWithoutPlaintext")
                .add(key("DestinationKeyId"), "ReEncrypt")
                .rules();
    }

    private static ResourceRule alias() {
        return (request, arns) -> List.of(
                request.text("AliasName").map(name -> arns.of("kms", name)).orElse(ResourceArn.ANY));
    }

    private static ResourceRule key(String member) {
        return (request, arns) -> List.of(request.text(member)
                .map(name -> name.startsWith("arn:") ? arns.given(name) : arns.of("kms", "key/" + name))
                .orElse(ResourceArn.ANY));
    }

    private static Map<String, ResourceRule> alarms() {
        return new RuleTable("monitoring")
                .add(named("AlarmName"), "PutMetricAlarm", "SetAlarmState", "DescribeAlarmHistory")
                .add(named("AlarmNames"), "DeleteAlarms", "EnableAlarmActions", "DisableAlarmActions", "DescribeAlarms")
                .add((request, arns) -> List.of(ResourceArn.ANY), "PutMetricData", "GetMetricStatistics", "ListMetrics")
                .add(
                        (request, arns) -> List.of(
                                request.text("ResourceARN").map(arns::given).orElse(ResourceArn.ANY)),
                        "TagResource",
                        "UntagResource",
                        "ListTagsForResource")
                .rules();
    }

    private static ResourceRule named(String member) {
        return (request, arns) -> {
            List<String> names = request.texts(member);
            return names.isEmpty()
                    ? List.of(arns.allOf("cloudwatch", "alarm:"))
                    : names.stream()
                            .map(name -> arns.of("cloudwatch", "alarm:" + name))
                            .toList();
        };
    }
}
