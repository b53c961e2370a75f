package io.millrace.server.identity.role;

import io.millrace.server.identity.RoleSessions;
import io.millrace.server.identity.RoleSessions.Issued;
import io.millrace.server.identity.RoleStore;
import io.millrace.server.identity.StoredRole;
import io.millrace.server.identity.policy.Caller;
import io.millrace.server.identity.policy.TrustPolicy;
import io.millrace.server.wire.CallContext;
import io.millrace.server.wire.ServiceException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.AssumeRoleResponse;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityRequest;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;

/**
 * STS: who one is, and becoming a role. The caller needs permission for {@code sts:AssumeRole} on the role, which was checked before,
 * and the role's trust policy must let it. Thread-safe.
 */
public final class SessionOperations {
    private static final String ACCOUNT = "000000000000";
    private static final int DEFAULT_SECONDS = 3600;

    /** A role that assumes a role has at most an hour (IAM user guide, "Role chaining"). */
    private static final int MAX_CHAINED_SECONDS = 3600;

    private final RoleStore store;
    private final RoleSessions sessions;

    /** Sessions of the roles of a store. */
    public SessionOperations(RoleStore store, RoleSessions sessions) {
        this.store = store;
        this.sessions = sessions;
    }

    /** Account, ARN and id of whoever asks. */
    public GetCallerIdentityResponse getCallerIdentity(CallContext context, GetCallerIdentityRequest request) {
        String arn = context.principal().arn();
        Optional<String> role = RoleSessions.roleOf(arn);
        String name = arn.substring(arn.lastIndexOf('/') + 1);
        String id = role.flatMap(roleName -> store.read(rows -> rows.role(roleName)))
                .map(found -> found.id() + ":" + name)
                .orElse(name);
        return GetCallerIdentityResponse.builder()
                .account(ACCOUNT)
                .arn(arn)
                .userId(id)
                .build();
    }

    /** A key that acts as the role until it ends. Session policies, tags and MFA are refused, as they would not be honoured. */
    public AssumeRoleResponse assumeRole(CallContext context, AssumeRoleRequest request) {
        refuseUnsupported(request);
        String caller = context.principal().arn();
        StoredRole role = store.read(rows -> rows.role(nameIn(request.roleArn())))
                .filter(found -> found.arn().equals(request.roleArn()))
                .filter(found -> trusts(found, caller, request))
                .orElseThrow(() -> new ServiceException(
                        "AccessDeniedException",
                        403,
                        "User: " + caller + " is not authorized to perform: sts:AssumeRole on resource: "
                                + request.roleArn()));
        Issued issued = sessions.issue(role, request.roleSessionName(), duration(role, caller, request));
        return AssumeRoleResponse.builder()
                .credentials(c -> c.accessKeyId(issued.key().id())
                        .secretAccessKey(issued.key().secret())
                        .sessionToken(issued.key().sessionToken())
                        .expiration(issued.expiresAt()))
                .assumedRoleUser(
                        u -> u.arn(issued.key().principal()).assumedRoleId(role.id() + ":" + request.roleSessionName()))
                .build();
    }

    private static void refuseUnsupported(AssumeRoleRequest request) {
        boolean limited = request.policy() != null || !request.policyArns().isEmpty();
        boolean more = !request.tags().isEmpty() || request.serialNumber() != null || request.tokenCode() != null;
        if (limited || more || !request.transitiveTagKeys().isEmpty()) {
            throw invalid("Session policies, session tags and MFA are not supported by Millrace.");
        }
    }

    private static boolean trusts(StoredRole role, String caller, AssumeRoleRequest request) {
        String principal = Caller.roleArn(caller);
        Map<String, String> values = new HashMap<>(Map.of("aws:principalarn", principal));
        if (request.externalId() != null) {
            values.put("sts:externalid", request.externalId());
        }
        return TrustPolicy.parse(role.trust()).allows(new HashSet<>(List.of(caller, principal)), values);
    }

    private static Duration duration(StoredRole role, String caller, AssumeRoleRequest request) {
        int seconds = request.durationSeconds() == null ? DEFAULT_SECONDS : request.durationSeconds();
        if (seconds > role.maxSessionSeconds()) {
            throw invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        }
        if (RoleSessions.roleOf(caller).isPresent() && seconds > MAX_CHAINED_SECONDS) {
            throw invalid("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
                    + "chaining.");
        }
        return Duration.ofSeconds(seconds);
    }

    private static String nameIn(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private static ServiceException invalid(String message) {
        return new ServiceException("ValidationError", 400, message);
    }
}
