package io.millrace.server.config;

import io.millrace.server.audit.AuditSettings;
import io.millrace.server.data.MasterKey;
import io.millrace.server.identity.role.UnknownRoles;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How secrets are kept, calls recorded and roles held to.
 *
 * @param masterKeyFile the master key that several servers share; empty for the data folder's own, which the first start makes
 * @param auditKeepDays how long the audit log is kept
 * @param unknownRoles what becomes of a job or function whose role was never created here
 * @param localEndpoints whether topics may send to this machine
 */
public record SecurityConfig(
        Optional<Path> masterKeyFile, int auditKeepDays, UnknownRoles unknownRoles, LocalEndpoints localEndpoints) {
    /** When nothing else is said. */
    public static final SecurityConfig DEFAULT = new SecurityConfig(
            Optional.empty(), AuditSettings.DEFAULT_KEEP_DAYS, UnknownRoles.ADMINISTRATOR, LocalEndpoints.REFUSE);

    /** Checks the days. */
    public SecurityConfig {
        if (auditKeepDays < 1) {
            throw new IllegalArgumentException("audit.keep-days must be at least 1, but is " + auditKeepDays);
        }
    }

    /**
     * Reads the master key. The data folder's own is made when it is missing, a named one never: a mount that is not there yet
     * must not become another key.
     */
    public MasterKey masterKey(Path dataFolder) {
        return masterKeyFile.map(MasterKey::load).orElseGet(() -> MasterKey.loadOrCreate(dataFolder));
    }
}
