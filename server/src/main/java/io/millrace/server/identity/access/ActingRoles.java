package io.millrace.server.identity.access;

import io.millrace.server.auth.AccessKey;
import io.millrace.server.identity.Identities;
import io.millrace.server.identity.RoleSessions.Issued;
import io.millrace.server.identity.policy.Caller;
import io.millrace.server.identity.policy.ResourceArn;
import io.millrace.server.identity.role.RoleRefusedException;
import io.millrace.server.identity.role.RunRoles;
import io.millrace.server.identity.role.RunRoles.RoleRun;
import java.util.List;
import java.util.Optional;

/** What services do within the server with a role, and so without a call that would be checked. Thread-safe. */
public final class ActingRoles {
    private final Identities identities;
    private final RunRoles roles;
    private final String region;

    /** @param region the server's */
    public ActingRoles(Identities identities, RunRoles roles, String region) {
        this.identities = identities;
        this.roles = roles;
        this.region = region;
    }

    /**
     * Holds a role to its right to do something. A role that was never made here may do everything, where unknown roles act as the
     * administrator.
     *
     * @throws RoleRefusedException if it may not, or the service may not act with it
     */
    public void require(RoleRun run, String action, String resourceArn) {
        Optional<Issued> issued = roles.key(run);
        if (issued.isPresent()) {
            AccessKey key = issued.get().key();
            Caller caller = new Caller(key.principal(), region);
            Refusals.find(
                            identities.policyOfPrincipal(key.principal()),
                            action,
                            List.of(ResourceArn.one(resourceArn)),
                            caller)
                    .ifPresent(message -> {
                        throw new RoleRefusedException(message);
                    });
        }
    }
}
