package io.millrace.server.athena;

import io.millrace.server.identity.access.WorkGroupsOfIds;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.services.athena.model.NamedQuery;
import software.amazon.awssdk.services.athena.model.QueryExecution;

/** The work groups of queries in the database. Thread-safe. */
public final class StoredWorkGroupsOfIds implements WorkGroupsOfIds {
    private final QueryRows queries;
    private final NamedQueries named;

    /** @param jdbi a database with the server's migrations */
    public StoredWorkGroupsOfIds(Jdbi jdbi) {
        this.queries = new QueryRows(jdbi);
        this.named = new NamedQueries(jdbi);
    }

    @Override
    public Optional<String> ofQueryExecution(String id) {
        return queries.find(id).map(QueryExecution::workGroup);
    }

    @Override
    public Optional<String> ofNamedQuery(String id) {
        return named.find(id).map(NamedQuery::workGroup);
    }
}
