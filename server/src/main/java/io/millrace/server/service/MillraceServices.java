package io.millrace.server.service;

import io.millrace.server.athena.QueryOperations;
import io.millrace.server.athena.WorkGroupOperations;
import io.millrace.server.cloudformation.StackServices;
import io.millrace.server.function.FunctionOperations;
import io.millrace.server.function.InvokeOperations;
import io.millrace.server.wire.ServiceRegistry;

/** Every service of Millrace, as its server registers them. */
public final class MillraceServices {
    private MillraceServices() {}

    /** The registry of these operations. */
    public static ServiceRegistry registry(
            GlueOperations glue,
            FunctionOperations functions,
            InvokeOperations invocations,
            QueryOperations queries,
            WorkGroupOperations workGroups,
            StackServices stacks) {
        return ServiceRegistry.of(
                GlueService.of(glue),
                LambdaService.of(functions, invocations),
                AthenaService.of(queries, workGroups),
                CloudFormationService.of(stacks));
    }
}
