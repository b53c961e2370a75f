package io.millrace.server.service;

import io.millrace.server.athena.QueryOperations;
import io.millrace.server.athena.WorkGroupOperations;
import io.millrace.server.wire.ServiceRegistry;

/** Every service of Millrace, as its server registers them. */
public final class MillraceServices {
    private MillraceServices() {}

    /** The registry of these operations. */
    public static ServiceRegistry registry(
            GlueOperations glue, LambdaOperations lambda, QueryOperations queries, WorkGroupOperations workGroups) {
        return ServiceRegistry.of(
                GlueService.of(glue), LambdaService.of(lambda), AthenaService.of(queries, workGroups));
    }
}
