package io.millrace.server.identity.access;

import io.millrace.server.identity.Identities;
import io.millrace.server.identity.policy.Caller;
import io.millrace.server.identity.policy.ResourceArn;
import io.millrace.server.identity.role.RoleRefusedException;
import io.millrace.server.identity.role.RoleService;
import io.millrace.server.identity.role.RunRoles;
import io.millrace.server.wire.CallAuthorizer;
import io.millrace.server.wire.CallContext;
import io.millrace.server.wire.CallDeniedException;
import io.millrace.server.wire.ServiceException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;

/**
 * Who gives a role to a job, a crawler, a function, a stack, a build or a pipeline needs {@code iam:PassRole} on it, also if it does not exist here,
 * because then what has it acts with the administrator key. And the role must trust the service. Thread-safe.
 */
public final class PassedRoles implements CallAuthorizer {
    private static final String ACTION = "iam:PassRole";
    private static final Passed PIPELINE =
            new Passed(List.of("pipeline.roleArn", "pipeline.stages.actions.roleArn"), RoleService.CODE_PIPELINE);
    private static final Map<String, Passed> PASSED = Map.ofEntries(
            Map.entry("glue:CreateJob", new Passed("Role", RoleService.GLUE)),
            Map.entry("glue:UpdateJob", new Passed("JobUpdate.Role", RoleService.GLUE)),
            Map.entry("glue:CreateCrawler", new Passed("Role", RoleService.GLUE)),
            Map.entry("glue:UpdateCrawler", new Passed("Role", RoleService.GLUE)),
            Map.entry("lambda:CreateFunction", new Passed("Role", RoleService.LAMBDA)),
            Map.entry("lambda:UpdateFunctionConfiguration", new Passed("Role", RoleService.LAMBDA)),
            Map.entry("events:PutRule", new Passed("RoleArn", RoleService.EVENTS)),
            Map.entry("events:PutTargets", new Passed("Targets.RoleArn", RoleService.EVENTS)),
            Map.entry("scheduler:CreateSchedule", new Passed("Target.RoleArn", RoleService.SCHEDULER)),
            Map.entry("scheduler:UpdateSchedule", new Passed("Target.RoleArn", RoleService.SCHEDULER)),
            Map.entry("codebuild:CreateProject", new Passed("serviceRole", RoleService.CODE_BUILD)),
            Map.entry("codebuild:UpdateProject", new Passed("serviceRole", RoleService.CODE_BUILD)),
            Map.entry("codebuild:StartBuild", new Passed("serviceRoleOverride", RoleService.CODE_BUILD)),
            Map.entry("codepipeline:CreatePipeline", PIPELINE),
            Map.entry("codepipeline:UpdatePipeline", PIPELINE),
            Map.entry("cloudformation:CreateStack", new Passed("RoleARN", RoleService.CLOUD_FORMATION)),
            Map.entry("cloudformation:UpdateStack", new Passed("RoleARN", RoleService.CLOUD_FORMATION)),
            Map.entry("cloudformation:DeleteStack", new Passed("RoleARN", RoleService.CLOUD_FORMATION)),
            Map.entry("cloudformation:CreateChangeSet", new Passed("RoleARN", RoleService.CLOUD_FORMATION)));

    private final CallAuthorizer first;
    private final Identities identities;
    private final RunRoles roles;

    /** Where the roles are in a request, and whom they are for. */
    private record Passed(List<String> paths, RoleService service) {
        Passed(String path, RoleService service) {
            this(List.of(path), service);
        }
    }

    /** @param first decides about everything else */
    public PassedRoles(CallAuthorizer first, Identities identities, RunRoles roles) {
        this.first = first;
        this.identities = identities;
        this.roles = roles;
    }

    @Override
    public List<String> authorize(CallContext context, SdkPojo request) {
        List<String> resources = first.authorize(context, request);
        Passed passed = PASSED.get(context.service() + ":" + context.operation());
        if (passed != null) {
            for (String role : new RequestMembers(request).texts(passed.paths().toArray(String[]::new))) {
                check(context, passed.service(), role, resources);
            }
        }
        return resources;
    }

    private void check(CallContext context, RoleService service, String role, List<String> resources) {
        Caller caller =
                new Caller(context.principal().arn(), context.principal().region()).passingTo(service.principal());
        ResourceArn arn = ResourceArn.one(role.startsWith("arn:") ? role : ServerArns.role(role));
        Optional<String> refusal =
                Refusals.find(identities.policyOf(context.principal()), ACTION, List.of(arn), caller);
        if (refusal.isPresent()) {
            throw new CallDeniedException(PolicyAuthorizer.status(context), refusal.get(), resources);
        }
        try {
            roles.require(role, service);
        } catch (RoleRefusedException e) {
            throw new ServiceException(refusalName(service), 400, String.valueOf(e.getMessage()));
        }
    }

    /** As the services call a role that they cannot assume. */
    private static String refusalName(RoleService service) {
        return switch (service) {
            case GLUE, CODE_BUILD -> "InvalidInputException";
            case LAMBDA -> "InvalidParameterValueException";
            case CLOUD_FORMATION -> "ValidationError";
            case CODE_PIPELINE -> "InvalidStructureException";
            case EVENTS, SCHEDULER -> "ValidationException";
        };
    }
}
