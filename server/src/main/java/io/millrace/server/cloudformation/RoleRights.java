package io.millrace.server.cloudformation;

import io.millrace.cloudformation.resource.ResourceException;
import io.millrace.cloudformation.resource.StackIdentity;
import io.millrace.cloudformation.stack.StackRights;
import io.millrace.server.identity.role.RoleRefusedException;
import io.millrace.server.identity.role.RoleService;
import io.millrace.server.identity.role.RunRoles;
import io.millrace.server.identity.role.RunRoles.RoleRun;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/**
 * Calls services for stacks with a session of the stack's role, or with the server's own key if the stack has none. The clients of
 * handlers sign on the thread that calls them, so the key goes with the thread. Thread-safe.
 */
public final class RoleRights implements StackRights, AwsCredentialsProvider {
    /** Longer than any one call of a handler. */
    private static final Duration SESSION = Duration.ofHours(1);

    private final AwsCredentials own;
    private final RunRoles roles;
    // One for the server: not static, because a process may hold two servers with two keys.
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<AwsCredentials> current = new ThreadLocal<>();

    /** @param own the key of stacks without a role */
    public RoleRights(AwsCredentials own, RunRoles roles) {
        this.own = own;
        this.roles = roles;
    }

    @Override
    public <T> T call(StackIdentity stack, String roleArn, Supplier<T> call) {
        if (roleArn.isEmpty()) {
            return call.get();
        }
        current.set(session(stack, roleArn));
        try {
            return call.get();
        } finally {
            current.remove();
        }
    }

    private AwsCredentials session(StackIdentity stack, String roleArn) {
        try {
            return roles.key(
                            new RoleRun(roleArn, RoleService.CLOUD_FORMATION, stack.id(), "AWSCloudFormation", SESSION))
                    .<AwsCredentials>map(issued -> AwsSessionCredentials.create(
                            issued.key().id(),
                            issued.key().secret(),
                            Objects.requireNonNull(issued.key().sessionToken())))
                    .orElse(own);
        } catch (RoleRefusedException e) {
            throw new ResourceException(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return Optional.ofNullable(current.get()).orElse(own);
    }
}
