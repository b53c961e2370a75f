package io.millrace.server.athena;

/** The queries and named queries of work groups. Thread-safe. */
public final class StoredContents implements WorkGroupOperations.WorkGroupContents {
    private final QueryOperations queries;
    private final NamedQueries named;

    /** What these have. */
    public StoredContents(QueryOperations queries, NamedQueries named) {
        this.queries = queries;
        this.named = named;
    }

    @Override
    public boolean isEmpty(String workGroup) {
        return !queries.hasQueries(workGroup) && named.list(workGroup, "", 1).isEmpty();
    }

    @Override
    public void remove(String workGroup) {
        queries.forgetQueries(workGroup);
        named.list(workGroup, "", Integer.MAX_VALUE).forEach(query -> named.delete(query.namedQueryId()));
    }
}
