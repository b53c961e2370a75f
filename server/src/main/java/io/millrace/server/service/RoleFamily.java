package io.millrace.server.service;

import io.millrace.server.identity.role.ManagedPolicyOperations;
import io.millrace.server.identity.role.PolicyVersionOperations;
import io.millrace.server.identity.role.RoleOperations;
import io.millrace.server.identity.role.RolePolicyOperations;
import io.millrace.server.identity.role.SessionOperations;

/** The operations of IAM and STS. */
public record RoleFamily(
        RoleOperations roles,
        RolePolicyOperations rolePolicies,
        ManagedPolicyOperations policies,
        PolicyVersionOperations versions,
        SessionOperations sessions) {}
