package io.millrace.server.service;

import io.millrace.server.identity.role.ManagedPolicyOperations;
import io.millrace.server.identity.role.PolicyVersionOperations;
import io.millrace.server.identity.role.RoleOperations;
import io.millrace.server.identity.role.RolePolicyOperations;
import io.millrace.server.wire.ServiceDefinition;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListEntitiesForPolicyRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.UntagRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;

/** IAM and STS on the wire. */
final class IamService {
    /** No request is near it: the longest policy has 6,144 characters. */
    private static final int MAX_BODY_BYTES = 256 * 1024;

    private IamService() {}

    static ServiceDefinition iam(RoleFamily family) {
        ServiceDefinition.Builder iam = ServiceDefinition.builder("iam").maxBodyBytes(MAX_BODY_BYTES);
        addRoles(iam, family.roles());
        addRolePolicies(iam, family.rolePolicies());
        addPolicies(iam, family.policies(), family.versions());
        return iam.build();
    }

    private static void addRoles(ServiceDefinition.Builder iam, RoleOperations roles) {
        iam.operation(CreateRoleRequest.class, roles::createRole)
                .operation(GetRoleRequest.class, roles::getRole)
                .operation(UpdateRoleRequest.class, roles::updateRole)
                .operation(UpdateAssumeRolePolicyRequest.class, roles::updateAssumeRolePolicy)
                .operation(DeleteRoleRequest.class, roles::deleteRole)
                .operation(ListRolesRequest.class, roles::listRoles)
                .operation(TagRoleRequest.class, roles::tagRole)
                .operation(UntagRoleRequest.class, roles::untagRole)
                .operation(ListRoleTagsRequest.class, roles::listRoleTags);
    }

    private static void addRolePolicies(ServiceDefinition.Builder iam, RolePolicyOperations policies) {
        iam.operation(PutRolePolicyRequest.class, policies::putRolePolicy)
                .operation(GetRolePolicyRequest.class, policies::getRolePolicy)
                .operation(DeleteRolePolicyRequest.class, policies::deleteRolePolicy)
                .operation(ListRolePoliciesRequest.class, policies::listRolePolicies)
                .operation(AttachRolePolicyRequest.class, policies::attachRolePolicy)
                .operation(DetachRolePolicyRequest.class, policies::detachRolePolicy)
                .operation(ListAttachedRolePoliciesRequest.class, policies::listAttachedRolePolicies);
    }

    private static void addPolicies(
            ServiceDefinition.Builder iam, ManagedPolicyOperations policies, PolicyVersionOperations versions) {
        iam.operation(CreatePolicyRequest.class, policies::createPolicy)
                .operation(GetPolicyRequest.class, policies::getPolicy)
                .operation(DeletePolicyRequest.class, policies::deletePolicy)
                .operation(ListPoliciesRequest.class, policies::listPolicies)
                .operation(ListEntitiesForPolicyRequest.class, policies::listEntitiesForPolicy)
                .operation(CreatePolicyVersionRequest.class, versions::createPolicyVersion)
                .operation(GetPolicyVersionRequest.class, versions::getPolicyVersion)
                .operation(SetDefaultPolicyVersionRequest.class, versions::setDefaultPolicyVersion)
                .operation(DeletePolicyVersionRequest.class, versions::deletePolicyVersion)
                .operation(ListPolicyVersionsRequest.class, versions::listPolicyVersions);
    }

    static ServiceDefinition sts(RoleFamily family) {
        return ServiceDefinition.builder("sts")
                .maxBodyBytes(MAX_BODY_BYTES)
                .operationWithContext(GetCallerIdentityRequest.class, family.sessions()::getCallerIdentity)
                .operationWithContext(AssumeRoleRequest.class, family.sessions()::assumeRole)
                .build();
    }
}
