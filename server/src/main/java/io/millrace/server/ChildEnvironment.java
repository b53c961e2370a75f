package io.millrace.server;

import io.millrace.catalog.job.JobRunLaunch;
import io.millrace.catalog.storage.S3Settings;
import io.millrace.server.auth.AccessKey;
import io.millrace.server.data.AdministratorKey;
import io.millrace.server.function.runtime.FunctionHostSettings;
import io.millrace.server.function.runtime.FunctionSpec;
import io.millrace.server.identity.RoleSessions.Issued;
import io.millrace.server.identity.role.RoleRefusedException;
import io.millrace.server.identity.role.RoleService;
import io.millrace.server.identity.role.RunRoles;
import io.millrace.server.identity.role.RunRoles.RoleRun;
import io.millrace.server.wire.ServiceException;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The variables by which the server's child processes reach it and the object store. Holds secrets: never log it. */
final class ChildEnvironment {
    private static final String ACCOUNT = "000000000000";

    /** How much longer than what has it a key lasts. */
    private static final Duration MARGIN = Duration.ofHours(1);

    private final URI endpoint;
    private final String region;
    private final AdministratorKey key;
    private final S3Settings storage;
    private final RunRoles roles;

    ChildEnvironment(URI endpoint, String region, AdministratorKey key, S3Settings storage, RunRoles roles) {
        this.endpoint = endpoint;
        this.region = region;
        this.key = key;
        this.storage = storage;
        this.roles = roles;
    }

    /** The address of every AWS service. */
    URI endpoint() {
        return endpoint;
    }

    /** For the server's own workers, which act as the administrator. */
    Map<String, String> ofWorker() {
        return ofJobs(administrator());
    }

    /**
     * For a job run: the key of its role, which outlives it.
     *
     * @throws io.millrace.server.identity.role.RoleRefusedException if Glue may not act with the role
     */
    Map<String, String> ofJobRun(JobRunLaunch launch) {
        RoleRun run = new RoleRun(
                launch.role(),
                RoleService.GLUE,
                "arn:aws:glue:" + region + ":" + ACCOUNT + ":job/" + launch.jobName(),
                launch.runId(),
                launch.timeout().plus(MARGIN));
        return ofJobs(launch.role().isEmpty() ? administrator() : acting(roles.key(run)));
    }

    /** Glue by the SDK's own variables, the store by ours, because Hadoop needs its key apart. */
    private Map<String, String> ofJobs(AccessKey services) {
        Map<String, String> variables = services(services);
        variables.put("AWS_ENDPOINT_URL_GLUE", endpoint.toString());
        storage.endpoint().ifPresent(uri -> variables.put("MILLRACE_S3_ENDPOINT", uri.toString()));
        putStoreKey(variables);
        return variables;
    }

    /**
     * For a function: every service at our endpoint, objects at the store's. If the store's key is ours, the session is one under
     * that key, so that the SDK's clients for objects work with it, too.
     *
     * @throws ServiceException if Lambda may not act with the role
     */
    Map<String, String> ofFunction(FunctionSpec function) {
        RoleRun run = new RoleRun(
                function.role(),
                RoleService.LAMBDA,
                function.arn(),
                function.name(),
                FunctionHostSettings.MAX_PROCESS_AGE.plus(MARGIN));
        Map<String, String> variables = services(key(run));
        variables.put("AWS_ENDPOINT_URL", endpoint.toString());
        storage.endpoint().ifPresent(uri -> variables.put("AWS_ENDPOINT_URL_S3", uri.toString()));
        if (!storeHasOurKey()) {
            putStoreKey(variables);
        }
        return variables;
    }

    /**
     * For a build: the key of its role, and nothing of the server's own. A build runs whatever a commit says, so one whose role was never
     * created here gets no key, where a job or function would get the administrator's; nor does it get the object store's, only its address.
     *
     * @throws io.millrace.server.identity.role.RoleRefusedException if CodeBuild may not act with the role
     */
    Map<String, String> ofBuild(String role, String buildArn, Duration duration) {
        RoleRun run = new RoleRun(
                role,
                RoleService.CODE_BUILD,
                buildArn,
                buildArn.substring(buildArn.lastIndexOf(':') + 1),
                duration.plus(MARGIN));
        Map<String, String> variables =
                roles.key(run).map(issued -> services(issued.key())).orElseGet(LinkedHashMap::new);
        variables.put("AWS_REGION", region);
        variables.put("AWS_DEFAULT_REGION", region);
        variables.put("AWS_ENDPOINT_URL", endpoint.toString());
        storage.endpoint().ifPresent(uri -> variables.put("AWS_ENDPOINT_URL_S3", uri.toString()));
        return variables;
    }

    /**
     * The key that a pipeline's actions act with.
     *
     * @throws io.millrace.server.identity.role.RoleRefusedException if CodePipeline may not act with the role
     */
    AccessKey ofPipeline(String role, Duration duration) {
        String arn = "arn:aws:codepipeline:" + region + ":" + ACCOUNT + ":*";
        return acting(roles.key(new RoleRun(role, RoleService.CODE_PIPELINE, arn, "pipeline", duration)));
    }

    private AccessKey key(RoleRun run) {
        try {
            return acting(storeHasOurKey() ? roles.keyUnder(administrator(), run) : roles.key(run));
        } catch (RoleRefusedException e) {
            throw new ServiceException("AccessDeniedException", 403, String.valueOf(e.getMessage()));
        }
    }

    private AccessKey acting(Optional<Issued> issued) {
        return issued.map(Issued::key).orElseGet(this::administrator);
    }

    private AccessKey administrator() {
        return AccessKey.of(key.accessKeyId(), key.secretAccessKey());
    }

    /** The embedded store's is. */
    private boolean storeHasOurKey() {
        return storage.credentials()
                .filter(credentials -> credentials.accessKeyId().equals(key.accessKeyId()))
                .isPresent();
    }

    private void putStoreKey(Map<String, String> variables) {
        variables.put("MILLRACE_S3_REGION", storage.region());
        storage.credentials().ifPresent(credentials -> {
            variables.put("MILLRACE_S3_ACCESS_KEY_ID", credentials.accessKeyId());
            variables.put("MILLRACE_S3_SECRET_ACCESS_KEY", credentials.secretAccessKey());
        });
    }

    private Map<String, String> services(AccessKey acting) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AWS_REGION", region);
        variables.put("AWS_ACCESS_KEY_ID", acting.id());
        variables.put("AWS_SECRET_ACCESS_KEY", acting.secret());
        if (acting.sessionToken() != null) {
            variables.put("AWS_SESSION_TOKEN", acting.sessionToken());
        }
        return variables;
    }
}
