package io.millrace.server.identity.access;

import java.util.Optional;

/** Which of Athena's work groups a query belongs to that a request names by its id alone. Thread-safe. */
public interface WorkGroupsOfIds {
    /** Of a query execution; empty if there is none of the id. */
    Optional<String> ofQueryExecution(String id);

    /** Of a named query; empty if there is none of the id. */
    Optional<String> ofNamedQuery(String id);

    /** Of a server without Athena: there are no queries. */
    static WorkGroupsOfIds none() {
        return new WorkGroupsOfIds() {
            @Override
            public Optional<String> ofQueryExecution(String id) {
                return Optional.empty();
            }

            @Override
            public Optional<String> ofNamedQuery(String id) {
                return Optional.empty();
            }
        };
    }
}
