package io.millrace.server.athena;

import io.millrace.server.resource.Documents;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import software.amazon.awssdk.services.athena.model.NamedQuery;

/** The named queries in the database, by id. Calls join the transaction that the calling thread is in. Thread-safe. */
public final class NamedQueries {
    private final Documents<NamedQuery> documents;

    /** @param jdbi a database with the server's migrations */
    public NamedQueries(Jdbi jdbi) {
        this.documents = new Documents<>(jdbi, "athena-named-query", NamedQuery.class, NamedQuery::builder);
    }

    Optional<NamedQuery> find(String id) {
        return documents.find(id);
    }

    /** All of a work group after an id, by id. */
    List<NamedQuery> list(String workGroup, String after, int limit) {
        return documents.list("", after, Integer.MAX_VALUE).stream()
                .filter(query -> query.workGroup().equals(workGroup))
                .limit(limit)
                .toList();
    }

    void put(NamedQuery query) {
        documents.put(query.namedQueryId(), query);
    }

    boolean delete(String id) {
        return documents.delete(id);
    }
}
