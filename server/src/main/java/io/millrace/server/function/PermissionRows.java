package io.millrace.server.function;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** The statements of functions' resource policies, as JSON. Thread-safe; each call is one transaction. */
final class PermissionRows {
    private final Jdbi jdbi;

    PermissionRows(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** The statements of one policy, by id. */
    List<String> list(FunctionReference function) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT statement FROM lambda_permissions WHERE function_name = ? AND qualifier = ?"
                                + " ORDER BY statement_id",
                        function.name(),
                        function.qualifier())
                .mapTo(String.class)
                .list());
    }

    Optional<String> find(FunctionReference function, String id) {
        return jdbi.withHandle(handle -> handle.select(
                        "SELECT statement FROM lambda_permissions"
                                + " WHERE function_name = ? AND qualifier = ? AND statement_id = ?",
                        function.name(),
                        function.qualifier(),
                        id)
                .mapTo(String.class)
                .findOne());
    }

    /** False when there is one of this id. */
    boolean insert(FunctionReference function, String id, String statement) {
        return jdbi.withHandle(handle -> handle.execute(
                        "INSERT INTO lambda_permissions (function_name, qualifier, statement_id, statement)"
                                + " VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
                        function.name(),
                        function.qualifier(),
                        id,
                        statement))
                == 1;
    }

    /** False when there is none. */
    boolean delete(FunctionReference function, String id) {
        return jdbi.withHandle(handle -> handle.execute(
                        "DELETE FROM lambda_permissions WHERE function_name = ? AND qualifier = ? AND statement_id = ?",
                        function.name(),
                        function.qualifier(),
                        id))
                == 1;
    }
}
