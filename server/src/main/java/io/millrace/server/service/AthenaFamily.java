package io.millrace.server.service;

import io.millrace.server.athena.AthenaTagOperations;
import io.millrace.server.athena.MetadataOperations;
import io.millrace.server.athena.NamedQueryOperations;
import io.millrace.server.athena.QueryOperations;
import io.millrace.server.athena.WorkGroupOperations;

/** The families of Athena's operations. */
public record AthenaFamily(
        QueryOperations queries,
        WorkGroupOperations workGroups,
        NamedQueryOperations namedQueries,
        AthenaTagOperations tags,
        MetadataOperations metadata) {}
