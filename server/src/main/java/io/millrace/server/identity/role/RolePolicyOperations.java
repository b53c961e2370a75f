package io.millrace.server.identity.role;

import io.millrace.server.auth.PercentCode;
import io.millrace.server.identity.ManagedPolicies;
import io.millrace.server.identity.RoleRows;
import io.millrace.server.identity.RoleStore;
import io.millrace.server.identity.StoredRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyResponse;

/** A role's policies: its own and the managed ones that are attached to it. Thread-safe. */
public final class RolePolicyOperations {
    /** Of all inline policies of a role together, white space not counted (IAM user guide, "IAM and AWS STS quotas"). */
    private static final long MAX_INLINE_CHARACTERS = 10_240;

    /** The quota can be raised to 20 on AWS; more is refused. */
    private static final int MAX_ATTACHED = 20;

    private final RoleStore store;

    /** Operations on the roles of a store. */
    public RolePolicyOperations(RoleStore store) {
        this.store = store;
    }

    /** Adds a policy of the role's own, or replaces it. */
    public PutRolePolicyResponse putRolePolicy(PutRolePolicyRequest request) {
        IamErrors.requirePolicy(request.policyDocument());
        change(request.roleName(), role -> {
            Map<String, String> inline = new LinkedHashMap<>(role.inline());
            inline.put(request.policyName(), request.policyDocument());
            long characters = inline.values().stream()
                    .flatMapToInt(String::chars)
                    .filter(c -> !Character.isWhitespace(c))
                    .count();
            if (characters > MAX_INLINE_CHARACTERS) {
                throw IamErrors.limit(
                        "Maximum policy size of " + MAX_INLINE_CHARACTERS + " bytes exceeded for role " + role.name());
            }
            return role.withInline(inline);
        });
        return PutRolePolicyResponse.builder().build();
    }

    /** A policy of the role's own. */
    public GetRolePolicyResponse getRolePolicy(GetRolePolicyRequest request) {
        StoredRole role = store.read(rows -> RoleOperations.load(rows, request.roleName()));
        String document = role.inline().get(request.policyName());
        if (document == null) {
            throw noInline(request.policyName());
        }
        return GetRolePolicyResponse.builder()
                .roleName(role.name())
                .policyName(request.policyName())
                .policyDocument(PercentCode.encode(document))
                .build();
    }

    /** Removes a policy of the role's own. */
    public DeleteRolePolicyResponse deleteRolePolicy(DeleteRolePolicyRequest request) {
        change(request.roleName(), role -> {
            Map<String, String> inline = new LinkedHashMap<>(role.inline());
            if (inline.remove(request.policyName()) == null) {
                throw noInline(request.policyName());
            }
            return role.withInline(inline);
        });
        return DeleteRolePolicyResponse.builder().build();
    }

    /** The names of the role's own policies. */
    public ListRolePoliciesResponse listRolePolicies(ListRolePoliciesRequest request) {
        StoredRole role = store.read(rows -> RoleOperations.load(rows, request.roleName()));
        List<String> names = List.copyOf(new TreeMap<>(role.inline()).keySet());
        IamPage<String> page = IamPage.of(names, Function.identity(), request.marker(), request.maxItems());
        return ListRolePoliciesResponse.builder()
                .policyNames(page.items())
                .marker(page.marker())
                .isTruncated(page.isTruncated())
                .build();
    }

    /** Attaches a managed policy; one that is attached already stays so. */
    public AttachRolePolicyResponse attachRolePolicy(AttachRolePolicyRequest request) {
        String arn = request.policyArn();
        store.change(rows -> {
            StoredRole role = RoleOperations.load(rows, request.roleName());
            requireManaged(rows, arn);
            if (!role.attached().contains(arn)) {
                List<String> attached = new ArrayList<>(role.attached());
                attached.add(arn);
                if (attached.size() > MAX_ATTACHED) {
                    throw IamErrors.limit("Cannot exceed quota for PoliciesPerRole: " + MAX_ATTACHED);
                }
                rows.put(role.withAttached(attached));
            }
            return role;
        });
        return AttachRolePolicyResponse.builder().build();
    }

    private static void requireManaged(RoleRows rows, String arn) {
        if (rows.policy(arn).isEmpty() && ManagedPolicies.document(arn).isEmpty()) {
            throw IamErrors.missing("Policy " + arn + " does not exist or is not attachable.");
        }
    }

    /** Detaches a managed policy. */
    public DetachRolePolicyResponse detachRolePolicy(DetachRolePolicyRequest request) {
        change(request.roleName(), role -> {
            List<String> attached = new ArrayList<>(role.attached());
            if (!attached.remove(request.policyArn())) {
                throw IamErrors.noPolicy(request.policyArn());
            }
            return role.withAttached(attached);
        });
        return DetachRolePolicyResponse.builder().build();
    }

    /** The managed policies that are attached. */
    public ListAttachedRolePoliciesResponse listAttachedRolePolicies(ListAttachedRolePoliciesRequest request) {
        StoredRole role = store.read(rows -> RoleOperations.load(rows, request.roleName()));
        List<String> sorted = role.attached().stream().sorted().toList();
        IamPage<String> page = IamPage.of(sorted, Function.identity(), request.marker(), request.maxItems());
        return ListAttachedRolePoliciesResponse.builder()
                .attachedPolicies(page.items().stream()
                        .map(arn -> AttachedPolicy.builder()
                                .policyArn(arn)
                                .policyName(arn.substring(arn.lastIndexOf('/') + 1))
                                .build())
                        .toList())
                .marker(page.marker())
                .isTruncated(page.isTruncated())
                .build();
    }

    private void change(String name, Function<StoredRole, StoredRole> change) {
        store.change(rows -> {
            StoredRole changed = change.apply(RoleOperations.load(rows, name));
            rows.put(changed);
            return changed;
        });
    }

    private static RuntimeException noInline(String name) {
        return IamErrors.missing("The role policy with name " + name + " cannot be found.");
    }
}
