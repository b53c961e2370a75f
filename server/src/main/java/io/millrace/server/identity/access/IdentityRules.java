package io.millrace.server.identity.access;

import io.millrace.server.identity.policy.ResourceArn;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** IAM's roles and policies, and STS. A role that a request names without its path is compared without. */
final class IdentityRules {
    private IdentityRules() {}

    static Map<String, ResourceRule> rules() {
        Map<String, ResourceRule> rules = new TreeMap<>(iam());
        rules.putAll(new RuleTable("sts")
                .add((request, arns) -> List.of(ResourceArn.ANY), "GetCallerIdentity")
                .add(given("RoleArn"), "AssumeRole")
                .rules());
        return rules;
    }

    private static Map<String, ResourceRule> iam() {
        return new RuleTable("iam")
                .add(
                        named("RoleName", ServerArns::role),
                        "CreateRole",
                        "GetRole",
                        "UpdateRole",
                        "UpdateAssumeRolePolicy",
                        "DeleteRole",
                        "TagRole",
                        "UntagRole",
                        "ListRoleTags",
                        "PutRolePolicy",
                        "GetRolePolicy",
                        "DeleteRolePolicy",
                        "ListRolePolicies",
                        "AttachRolePolicy",
                        "DetachRolePolicy",
                        "ListAttachedRolePolicies")
                .add(named("PolicyName", ServerArns::policy), "CreatePolicy")
                .add(
                        given("PolicyArn"),
                        "GetPolicy",
                        "DeletePolicy",
                        "CreatePolicyVersion",
                        "GetPolicyVersion",
                        "ListPolicyVersions",
                        "DeletePolicyVersion",
                        "SetDefaultPolicyVersion",
                        "ListEntitiesForPolicy")
                .add((request, arns) -> List.of(ResourceArn.allBelow(ServerArns.role(""))), "ListRoles")
                .add((request, arns) -> List.of(ResourceArn.allBelow(ServerArns.policy(""))), "ListPolicies")
                .rules();
    }

    private static ResourceRule given(String path) {
        return (request, arns) ->
                List.of(request.text(path).map(ResourceArn::one).orElse(ResourceArn.ANY));
    }

    private static ResourceRule named(String path, UnaryOperator<String> arn) {
        return (request, arns) -> List.of(
                request.text(path).map(name -> ResourceArn.one(arn.apply(name))).orElse(ResourceArn.ANY));
    }
}
