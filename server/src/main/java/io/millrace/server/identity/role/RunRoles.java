package io.millrace.server.identity.role;

import io.millrace.server.auth.AccessKey;
import io.millrace.server.identity.RoleRows;
import io.millrace.server.identity.RoleSessions;
import io.millrace.server.identity.RoleSessions.Issued;
import io.millrace.server.identity.RoleStore;
import io.millrace.server.identity.StoredRole;
import io.millrace.server.identity.policy.TrustPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The keys that services act with on behalf of roles. A role that exists here is held to: it must trust the service, and what
 * acts with it may do what its policies allow. So is one that was deleted: nothing acts with it any more. Thread-safe.
 */
public final class RunRoles {
    private static final String ACCOUNT = "000000000000";
    private static final Pattern ROLE_ARN = Pattern.compile("arn:aws[\\w-]*:iam::(\\d{12}):role/(?:.*/)?([^/]+)");

    private final RoleStore store;
    private final RoleSessions sessions;
    private final UnknownRoles unknown;

    /** Roles of a store. */
    public RunRoles(RoleStore store, RoleSessions sessions, UnknownRoles unknown) {
        this.store = store;
        this.sessions = sessions;
        this.unknown = unknown;
    }

    /**
     * What is about to act with a role.
     *
     * @param role an ARN, or as Glue takes it a name
     * @param service acts on its behalf
     * @param sourceArn of the job or function
     * @param sessionName what the audit log shows beside the role
     * @param duration how long its key must last
     */
    public record RoleRun(String role, RoleService service, String sourceArn, String sessionName, Duration duration) {}

    /**
     * Whether the service may act with the role, as far as that is known before anything does.
     *
     * @param role an ARN, or as Glue takes it a name
     * @throws RoleRefusedException if it may not
     */
    public void require(String role, RoleService service) {
        find(role).ifPresent(found -> {
            if (!TrustPolicy.parse(found.trust()).mayAllow(Set.of(service.principal()))) {
                throw distrusted(role, service);
            }
        });
    }

    /**
     * A key that acts as the role; empty if the administrator's is to be taken, because the role was never created here.
     *
     * @throws RoleRefusedException if the service may not act with the role
     */
    public Optional<Issued> key(RoleRun run) {
        return trusting(run).map(role -> sessions.issue(role, sessionName(run.sessionName()), run.duration()));
    }

    /** The same with id and secret of a lasting key, see {@link RoleSessions#issue(AccessKey, StoredRole, String, Duration)}. */
    public Optional<Issued> keyUnder(AccessKey lasting, RoleRun run) {
        return trusting(run).map(role -> sessions.issue(lasting, role, sessionName(run.sessionName()), run.duration()));
    }

    private Optional<StoredRole> trusting(RoleRun run) {
        Optional<StoredRole> found = find(run.role());
        found.ifPresent(role -> {
            Map<String, String> values = Map.of("aws:sourceaccount", ACCOUNT, "aws:sourcearn", run.sourceArn());
            if (!TrustPolicy.parse(role.trust()).allows(Set.of(run.service().principal()), values)) {
                throw distrusted(run.role(), run.service());
            }
        });
        return found;
    }

    private Optional<StoredRole> find(String role) {
        Optional<StoredRole> found = store.read(rows -> find(rows, role));
        if (found.isEmpty() && unknown == UnknownRoles.REFUSED) {
            throw new RoleRefusedException("The role " + role + " does not exist here. Create it, or set "
                    + "security.roles=known to let what names unknown roles act with the administrator key.");
        }
        found.ifPresent(stored -> {
            if (stored.deleted() || (role.startsWith("arn:") && !role.equals(stored.arn()))) {
                throw new RoleRefusedException("The role " + role + " does not exist any more.");
            }
        });
        return found;
    }

    /** A role of another account is never one of ours, whatever its name. */
    private static Optional<StoredRole> find(RoleRows rows, String role) {
        Matcher arn = ROLE_ARN.matcher(role);
        if (!arn.matches()) {
            return rows.roleOrMark(role.substring(role.lastIndexOf('/') + 1));
        }
        return arn.group(1).equals(ACCOUNT) ? rows.roleOrMark(arn.group(2)) : Optional.empty();
    }

    private static RoleRefusedException distrusted(String role, RoleService service) {
        return new RoleRefusedException("The role " + role + " does not trust " + service.principal()
                + ": its trust policy must allow sts:AssumeRole to this service.");
    }

    /** STS API reference, AssumeRole, RoleSessionName: at most 64 of these characters. */
    private static String sessionName(String name) {
        String legal = name.replaceAll("[^\\w+=,.@-]", "-");
        return legal.substring(0, Math.min(legal.length(), 64));
    }
}
