package io.millrace.server.identity;

import io.millrace.server.identity.IdentitySnapshot.ActiveRole;
import io.millrace.server.identity.policy.MalformedPolicyException;
import io.millrace.server.identity.policy.Policy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What roles may do: their own policies and the managed ones that are attached. */
final class RolePolicies {
    private static final Logger LOG = LoggerFactory.getLogger(RolePolicies.class);

    private RolePolicies() {}

    static Map<String, ActiveRole> load(RoleRows rows) {
        Map<String, String> customer = new HashMap<>();
        rows.policies().forEach(policy -> customer.put(policy.arn(), policy.document()));
        Map<String, ActiveRole> roles = new HashMap<>();
        for (StoredRole role : rows.roles()) {
            roles.put(role.name(), new ActiveRole(role, policy(role, customer)));
        }
        return roles;
    }

    private static Policy policy(StoredRole role, Map<String, String> customer) {
        List<String> documents = new ArrayList<>(role.inline().values());
        for (String arn : role.attached()) {
            Optional.ofNullable(customer.get(arn))
                    .or(() -> ManagedPolicies.document(arn))
                    .ifPresent(documents::add);
        }
        try {
            return Policy.union(documents.stream().map(Policy::parse).toList());
        } catch (MalformedPolicyException e) {
            // It was accepted once, by another version. A Deny may be in what is not understood, so nothing is allowed.
            LOG.error("A policy of the role {} is not understood, so the role allows nothing", role.name(), e);
            return Policy.NOTHING;
        }
    }
}
