package io.millrace.server.identity.role;

import io.millrace.server.auth.AccessKey;
import io.millrace.server.auth.PercentCode;
import io.millrace.server.identity.RoleRows;
import io.millrace.server.identity.RoleStore;
import io.millrace.server.identity.StoredRole;
import io.millrace.server.wire.ServiceException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsResponse;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.TagRoleResponse;
import software.amazon.awssdk.services.iam.model.UntagRoleRequest;
import software.amazon.awssdk.services.iam.model.UntagRoleResponse;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleResponse;

/** IAM's roles: create, read, update, delete, tags. Thread-safe; each change is one transaction. */
public final class RoleOperations {
    private static final int DEFAULT_SESSION_SECONDS = 3600;

    private final RoleStore store;
    private final InstantSource clock;

    /** Operations on the roles of a store. */
    public RoleOperations(RoleStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /** Makes a role. A permissions boundary is refused, as none would be honoured. */
    public CreateRoleResponse createRole(CreateRoleRequest request) {
        if (request.permissionsBoundary() != null) {
            throw IamErrors.unsupported("PermissionsBoundary");
        }
        IamErrors.requireTrust(request.assumeRolePolicyDocument());
        StoredRole role = new StoredRole(
                request.roleName(),
                AccessKey.uniqueId("AROA"),
                request.path() == null ? "/" : request.path(),
                request.assumeRolePolicyDocument(),
                request.description() == null ? "" : request.description(),
                request.maxSessionDuration() == null ? DEFAULT_SESSION_SECONDS : request.maxSessionDuration(),
                clock.instant().truncatedTo(ChronoUnit.SECONDS).toEpochMilli(),
                IamTags.merge(Map.of(), request.tags()),
                Map.of(),
                List.of(),
                false);
        store.change(rows -> {
            if (rows.role(role.name()).isPresent()) {
                throw IamErrors.exists("Role with name " + role.name() + " already exists.");
            }
            rows.put(role);
            return role;
        });
        return CreateRoleResponse.builder().role(answer(role)).build();
    }

    /** A role. */
    public GetRoleResponse getRole(GetRoleRequest request) {
        return GetRoleResponse.builder()
                .role(answer(store.read(rows -> load(rows, request.roleName()))))
                .build();
    }

    /** Changes description and limit; what the request does not name stays. */
    public UpdateRoleResponse updateRole(UpdateRoleRequest request) {
        update(
                request.roleName(),
                role -> role.with(
                        request.description() == null ? role.description() : request.description(),
                        request.maxSessionDuration() == null
                                ? role.maxSessionSeconds()
                                : request.maxSessionDuration()));
        return UpdateRoleResponse.builder().build();
    }

    /** Replaces the trust policy. */
    public UpdateAssumeRolePolicyResponse updateAssumeRolePolicy(UpdateAssumeRolePolicyRequest request) {
        IamErrors.requireTrust(request.policyDocument());
        update(request.roleName(), role -> role.withTrust(request.policyDocument()));
        return UpdateAssumeRolePolicyResponse.builder().build();
    }

    /** Removes a role that has no policies any more. Its sessions end. */
    public DeleteRoleResponse deleteRole(DeleteRoleRequest request) {
        store.change(rows -> {
            StoredRole role = load(rows, request.roleName());
            if (!role.attached().isEmpty()) {
                throw IamErrors.conflict("Cannot delete entity, must detach all policies first.");
            }
            if (!role.inline().isEmpty()) {
                throw IamErrors.conflict("Cannot delete entity, must delete policies first.");
            }
            rows.delete(role);
            return role;
        });
        return DeleteRoleResponse.builder().build();
    }

    /** The roles below a path, without their tags, as on AWS. */
    public ListRolesResponse listRoles(ListRolesRequest request) {
        String prefix = request.pathPrefix() == null ? "/" : request.pathPrefix();
        List<StoredRole> all = store.read(RoleRows::roles).stream()
                .filter(role -> role.path().startsWith(prefix))
                .toList();
        IamPage<StoredRole> page = IamPage.of(all, StoredRole::name, request.marker(), request.maxItems());
        return ListRolesResponse.builder()
                .roles(page.items().stream()
                        .map(role ->
                                answer(role).toBuilder().tags((List<Tag>) null).build())
                        .toList())
                .marker(page.marker())
                .isTruncated(page.isTruncated())
                .build();
    }

    /** Adds tags or replaces their values. */
    public TagRoleResponse tagRole(TagRoleRequest request) {
        update(request.roleName(), role -> role.withTags(IamTags.merge(role.tags(), request.tags())));
        return TagRoleResponse.builder().build();
    }

    /** Removes tags; keys that are not there make no difference. */
    public UntagRoleResponse untagRole(UntagRoleRequest request) {
        update(request.roleName(), role -> {
            Map<String, String> tags = new LinkedHashMap<>(role.tags());
            request.tagKeys().forEach(tags::remove);
            return role.withTags(tags);
        });
        return UntagRoleResponse.builder().build();
    }

    /** The role's tags. */
    public ListRoleTagsResponse listRoleTags(ListRoleTagsRequest request) {
        StoredRole role = store.read(rows -> load(rows, request.roleName()));
        List<Tag> sorted = IamTags.of(new TreeMap<>(role.tags()));
        IamPage<Tag> page = IamPage.of(sorted, Tag::key, request.marker(), request.maxItems());
        return ListRoleTagsResponse.builder()
                .tags(page.items())
                .marker(page.marker())
                .isTruncated(page.isTruncated())
                .build();
    }

    private void update(String name, UnaryOperator<StoredRole> change) {
        store.change(rows -> {
            StoredRole changed = change.apply(load(rows, name));
            rows.put(changed);
            return changed;
        });
    }

    /** @throws ServiceException {@code NoSuchEntityException} */
    static StoredRole load(RoleRows rows, String name) {
        return rows.role(name).orElseThrow(() -> IamErrors.noRole(name));
    }

    private static Role answer(StoredRole role) {
        return Role.builder()
                .roleName(role.name())
                .roleId(role.id())
                .arn(role.arn())
                .path(role.path())
                // IAM's documents are percent-encoded in answers (API reference, Role).
                .assumeRolePolicyDocument(PercentCode.encode(role.trust()))
                .description(Optional.of(role.description())
                        .filter(text -> !text.isEmpty())
                        .orElse(null))
                .maxSessionDuration(role.maxSessionSeconds())
                .createDate(Instant.ofEpochMilli(role.createdAtMillis()))
                .tags(tags(role))
                .build();
    }

    private static @Nullable List<Tag> tags(StoredRole role) {
        return role.tags().isEmpty() ? null : IamTags.of(role.tags());
    }
}
