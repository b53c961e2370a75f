package io.millrace.server.service;

import io.millrace.server.cloudformation.StackServices;
import io.millrace.server.wire.ServiceDefinition;
import io.millrace.server.wire.ServiceRegistry;
import java.util.ArrayList;
import java.util.List;

/** Every service of Millrace, as its server registers them. */
public final class MillraceServices {
    private MillraceServices() {}

    /**
     * The registry of these operations.
     *
     * @param others further services, such as {@link EventsService}
     */
    public static ServiceRegistry registry(
            GlueOperations glue,
            LambdaOperations lambda,
            AthenaFamily athena,
            RoleFamily roles,
            StackServices stacks,
            List<ServiceDefinition> others) {
        List<ServiceDefinition> services = new ArrayList<>();
        services.add(GlueService.of(glue));
        services.add(LambdaService.of(lambda));
        services.add(AthenaService.of(athena));
        services.add(IamService.iam(roles));
        services.add(IamService.sts(roles));
        services.add(CloudFormationService.of(stacks));
        services.addAll(others);
        return ServiceRegistry.of(services.toArray(ServiceDefinition[]::new));
    }
}
