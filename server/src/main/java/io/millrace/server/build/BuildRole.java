package io.millrace.server.build;

import java.time.Duration;
import java.util.Map;

/** How a build reaches the server's services. */
@FunctionalInterface
public interface BuildRole {
    /**
     * The variables of a build that acts with a role; without a key if the role is none of this server's, because nothing that a build runs is
     * to get the administrator's.
     *
     * @param duration how long the key must last
     * @throws io.millrace.server.identity.role.RoleRefusedException if CodeBuild may not act with the role
     */
    Map<String, String> environment(String role, String buildArn, Duration duration);
}
