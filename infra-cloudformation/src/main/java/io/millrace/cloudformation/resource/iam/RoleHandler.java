package io.millrace.cloudformation.resource.iam;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.sdk.Names;
import io.millrace.cloudformation.resource.sdk.ResourceProperties;
import io.millrace.cloudformation.resource.sdk.SdkHandler;
import io.millrace.cloudformation.resource.sdk.ServiceCalls;
import io.millrace.cloudformation.resource.sdk.TagCalls;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;

/** Roles with their inline policies and attached managed ones. */
final class RoleHandler {
    // docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
    private static final int MAX_NAME = 64;
    private static final String DEFAULT_SESSION_SECONDS = "3600";
    private static final String TRUST = "AssumeRolePolicyDocument";
    private static final String INLINE = "Policies";
    private static final String MANAGED = "ManagedPolicyArns";

    private final IamClient iam;

    private RoleHandler(IamClient iam) {
        this.iam = iam;
    }

    static ResourceHandler of(IamClient iam) {
        return new RoleHandler(iam).handler();
    }

    private ResourceHandler handler() {
        return SdkHandler.of("AWS::IAM::Role")
                .replacedBy("Path", "RoleName")
                .supports(TRUST, "Description", MANAGED, "MaxSessionDuration")
                .supports("Policies.*.PolicyName", "Policies.*.PolicyDocument")
                .id(Names.at("RoleName", MAX_NAME))
                .find(id -> iam.getRole(request -> request.roleName(id)).role() != null)
                .create(this::create)
                .update(this::update)
                .delete(this::delete)
                .attribute(
                        "Arn",
                        role -> iam.getRole(request -> request.roleName(role.id()))
                                .role()
                                .arn())
                .attribute(
                        "RoleId",
                        role -> iam.getRole(request -> request.roleName(role.id()))
                                .role()
                                .roleId())
                .tags(new Tags(iam))
                .build();
    }

    private void create(ResourceProperties wanted) {
        iam.createRole(wanted.without(INLINE, MANAGED)
                .withTags()
                .with("RoleName", wanted.id())
                .into(CreateRoleRequest.builder())
                .build());
        putPolicies(wanted);
    }

    private void update(ResourceProperties wanted, ResourceProperties before) {
        iam.updateAssumeRolePolicy(request ->
                request.roleName(wanted.id()).policyDocument(wanted.node(TRUST).toString()));
        iam.updateRole(wanted.only("Description", "MaxSessionDuration")
                .withDefault("Description", "")
                .withDefault("MaxSessionDuration", DEFAULT_SESSION_SECONDS)
                .with("RoleName", wanted.id())
                .into(UpdateRoleRequest.builder())
                .build());
        putPolicies(wanted);
        removePolicies(
                wanted.id(), policyNames(before), policyNames(wanted), before.texts(MANAGED), wanted.texts(MANAGED));
    }

    private void putPolicies(ResourceProperties wanted) {
        for (JsonNode policy : wanted.node(INLINE)) {
            iam.putRolePolicy(request -> request.roleName(wanted.id())
                    .policyName(policy.path("PolicyName").asText())
                    .policyDocument(policy.path("PolicyDocument").toString()));
        }
        for (String arn : wanted.texts(MANAGED)) {
            iam.attachRolePolicy(request -> request.roleName(wanted.id()).policyArn(arn));
        }
    }

    /** Policies of other resources ({@code AWS::IAM::Policy}) stay: only what the role's own properties named goes. */
    private void removePolicies(
            String role, List<String> inline, List<String> keptInline, List<String> managed, List<String> keptManaged) {
        for (String name : without(inline, keptInline)) {
            ServiceCalls.ifThere(
                    () -> iam.deleteRolePolicy(request -> request.roleName(role).policyName(name)));
        }
        for (String arn : without(managed, keptManaged)) {
            ServiceCalls.ifThere(
                    () -> iam.detachRolePolicy(request -> request.roleName(role).policyArn(arn)));
        }
    }

    private static Set<String> without(List<String> all, List<String> kept) {
        Set<String> rest = new HashSet<>(all);
        kept.forEach(rest::remove);
        return rest;
    }

    private static List<String> policyNames(ResourceProperties role) {
        List<String> names = new ArrayList<>();
        role.node(INLINE).forEach(policy -> names.add(policy.path("PolicyName").asText()));
        return names;
    }

    /** Everything goes that is still there: a role with policies cannot be deleted. */
    private void delete(ResourceProperties gone) {
        List<String> inline =
                iam.listRolePoliciesPaginator(request -> request.roleName(gone.id())).policyNames().stream()
                        .toList();
        List<String> managed =
                iam
                        .listAttachedRolePoliciesPaginator(request -> request.roleName(gone.id()))
                        .attachedPolicies()
                        .stream()
                        .map(AttachedPolicy::policyArn)
                        .toList();
        removePolicies(gone.id(), inline, List.of(), managed, List.of());
        iam.deleteRole(request -> request.roleName(gone.id()));
    }

    private record Tags(IamClient iam) implements TagCalls {
        @Override
        public Map<String, String> read(ResourceProperties resource) {
            return iam.listRoleTags(request -> request.roleName(resource.id())).tags().stream()
                    .collect(Collectors.toMap(Tag::key, Tag::value));
        }

        @Override
        public void put(ResourceProperties resource, Map<String, String> tags) {
            List<Tag> list = tags.entrySet().stream()
                    .map(tag -> Tag.builder()
                            .key(tag.getKey())
                            .value(tag.getValue())
                            .build())
                    .toList();
            iam.tagRole(request -> request.roleName(resource.id()).tags(list));
        }

        @Override
        public void remove(ResourceProperties resource, List<String> keys) {
            iam.untagRole(request -> request.roleName(resource.id()).tagKeys(keys));
        }
    }
}
