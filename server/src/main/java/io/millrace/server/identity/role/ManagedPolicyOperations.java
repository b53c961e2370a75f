package io.millrace.server.identity.role;

import io.millrace.server.auth.AccessKey;
import io.millrace.server.identity.ManagedPolicies;
import io.millrace.server.identity.RoleRows;
import io.millrace.server.identity.RoleStore;
import io.millrace.server.identity.StoredManagedPolicy;
import io.millrace.server.identity.StoredManagedPolicy.Version;
import io.millrace.server.identity.StoredRole;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyResponse;
import software.amazon.awssdk.services.iam.model.EntityType;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyRequest;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyResponse;
import software.amazon.awssdk.services.iam.model.ListPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesResponse;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyRole;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;

/** IAM's managed policies: the customer's, and those of AWS that are known here. Thread-safe. */
public final class ManagedPolicyOperations {
    private static final String AWS_PREFIX = "arn:aws:iam::aws:policy";

    private final RoleStore store;
    private final InstantSource clock;

    /** Operations on the policies of a store. */
    public ManagedPolicyOperations(RoleStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Makes a policy with its first version. */
    public CreatePolicyResponse createPolicy(CreatePolicyRequest request) {
        IamErrors.requirePolicy(request.policyDocument());
        long now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toEpochMilli();
        StoredManagedPolicy policy = new StoredManagedPolicy(
                request.policyName(),
                AccessKey.uniqueId("ANPA"),
                request.path() == null ? "/" : request.path(),
                request.description() == null ? "" : request.description(),
                now,
                now,
                1,
                List.of(new Version(1, request.policyDocument(), now)),
                IamTags.merge(Map.of(), request.tags()));
        store.change(rows -> {
            if (rows.policyNamed(policy.name()).isPresent()) {
                throw IamErrors.exists(
                        "A policy called " + policy.name() + " already exists. Duplicate names are not allowed.");
            }
            rows.put(policy);
            return policy;
        });
        return CreatePolicyResponse.builder().policy(answer(policy, 0)).build();
    }

    /** A policy, without its document. */
    public GetPolicyResponse getPolicy(GetPolicyRequest request) {
        String arn = request.policyArn();
        Policy policy = store.read(rows -> ManagedPolicies.document(arn).isPresent()
                ? ofAws(arn, users(rows, arn).size())
                : answer(load(rows, arn), users(rows, arn).size()));
        return GetPolicyResponse.builder().policy(policy).build();
    }

    /** Removes a policy that nothing uses and that has no version but the default one. */
    public DeletePolicyResponse deletePolicy(DeletePolicyRequest request) {
        store.change(rows -> {
            StoredManagedPolicy policy = load(rows, request.policyArn());
            if (!users(rows, policy.arn()).isEmpty()) {
                throw IamErrors.conflict("Cannot delete a policy attached to entities.");
            }
            if (policy.versions().size() > 1) {
                throw IamErrors.conflict("This policy has more than one version. Before you delete a policy, you must "
                        + "delete the policy's versions. The default version is deleted with the policy.");
            }
            rows.delete(policy);
            return policy;
        });
        return DeletePolicyResponse.builder().build();
    }

    /** The policies below a path: the customer's, those of AWS, or both. */
    public ListPoliciesResponse listPolicies(ListPoliciesRequest request) {
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        boolean attachedOnly = Boolean.TRUE.equals(request.onlyAttached());
        List<Policy> all = store.read(rows -> all(rows, request.scope())).stream()
                .filter(policy -> policy.path().startsWith(prefix))
                .filter(policy -> !attachedOnly || policy.attachmentCount() > 0)
                .sorted(Comparator.comparing(Policy::policyName))
                .toList();
        IamPage<Policy> page = IamPage.of(all, Policy::policyName, request.marker(), request.maxItems());
        return ListPoliciesResponse.builder()
                .policies(page.items())
                .marker(page.marker())
                .isTruncated(page.isTruncated())
                .build();
    }

    private static List<Policy> all(RoleRows rows, @Nullable PolicyScopeType scope) {
        List<Policy> all = new ArrayList<>();
        if (scope != PolicyScopeType.AWS) {
            rows.policies()
                    .forEach(policy ->
                            all.add(answer(policy, users(rows, policy.arn()).size())));
        }
        if (scope != PolicyScopeType.LOCAL) {
            ManagedPolicies.arns()
                    .forEach(arn -> all.add(ofAws(arn, users(rows, arn).size())));
        }
        return all;
    }

    /** The roles that a policy is attached to. */
    public ListEntitiesForPolicyResponse listEntitiesForPolicy(ListEntitiesForPolicyRequest request) {
        List<StoredRole> roles = store.read(rows -> {
            if (ManagedPolicies.document(request.policyArn()).isEmpty()) {
                load(rows, request.policyArn());
            }
            return users(rows, request.policyArn());
        });
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        boolean wanted = request.entityFilter() == null || request.entityFilter() == EntityType.ROLE;
        IamPage<StoredRole> page = IamPage.of(
                roles.stream()
                        .filter(role -> wanted && role.path().startsWith(prefix))
                        .toList(),
                StoredRole::name,
                request.marker(),
                request.maxItems());
        return ListEntitiesForPolicyResponse.builder()
                .policyRoles(page.items().stream()
                        .map(role -> PolicyRole.builder()
                                .roleName(role.name())
                                .roleId(role.id())
                                .build())
                        .toList())
                .policyGroups(List.of())
                .policyUsers(List.of())
                .marker(page.marker())
                .isTruncated(page.isTruncated())
                .build();
    }

    static StoredManagedPolicy load(RoleRows rows, String arn) {
        return rows.policy(arn).orElseThrow(() -> IamErrors.noPolicy(arn));
    }

    private static List<StoredRole> users(RoleRows rows, String arn) {
        return rows.roles().stream()
                .filter(role -> role.attached().contains(arn))
                .toList();
    }

    private static Policy answer(StoredManagedPolicy policy, int attachments) {
        return Policy.builder()
                .policyName(policy.name())
                .policyId(policy.id())
                .arn(policy.arn())
                .path(policy.path())
                .description(policy.description().isEmpty() ? null : policy.description())
                .defaultVersionId("v" + policy.defaultVersion())
                .attachmentCount(attachments)
                .permissionsBoundaryUsageCount(0)
                .isAttachable(true)
                .createDate(Instant.ofEpochMilli(policy.createdAtMillis()))
                .updateDate(Instant.ofEpochMilli(policy.updatedAtMillis()))
                .tags(policy.tags().isEmpty() ? null : IamTags.of(policy.tags()))
                .build();
    }

    private static Policy ofAws(String arn, int attachments) {
        int slash = arn.lastIndexOf('/');
        return Policy.builder()
                .policyName(arn.substring(slash + 1))
                .arn(arn)
                .path(arn.substring(AWS_PREFIX.length(), slash + 1))
                .defaultVersionId("v1")
                .attachmentCount(attachments)
                .permissionsBoundaryUsageCount(0)
                .isAttachable(true)
                .build();
    }
}
