package io.millrace.catalog.store.jdbc;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import org.jdbi.v3.core.transaction.UnableToRestoreAutoCommitStateException;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL's errors mean to who called, by their SQLSTATE (PostgreSQL's manual, appendix A). */
final class PostgresErrors {
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String PROGRAM_LIMIT_EXCEEDED = "54000";
    private static final String NOT_A_CHARACTER = "22021";

    private PostgresErrors() {}

    /** The failure as the catalog tells it; as it is, if it is not the database's. */
    static RuntimeException translate(RuntimeException failure) {
        if (failure instanceof UnableToRestoreAutoCommitStateException) {
            // The pool has closed the connection under a commit or rollback that found it lost.
            return lost(failure);
        }
        return sqlCause(failure).flatMap(PostgresErrors::translate).orElse(failure);
    }

    private static Optional<RuntimeException> translate(SQLException cause) {
        String state = cause.getSQLState();
        if (cause instanceof SQLTransientConnectionException || isConnectionLost(state)) {
            return Optional.of(lost(cause));
        }
        if (LOCK_NOT_AVAILABLE.equals(state)) {
            return Optional.of(new CatalogException(
                    CatalogErrorCode.OPERATION_TIMEOUT,
                    "Another change of the catalog takes too long; try again",
                    cause));
        }
        if (PROGRAM_LIMIT_EXCEEDED.equals(state)) {
            return Optional.of(new CatalogException(
                    CatalogErrorCode.INVALID_INPUT,
                    "A name, or the values of a partition together, are longer than PostgreSQL can look up (some 2,600 bytes)",
                    cause));
        }
        if (NOT_A_CHARACTER.equals(state)) {
            return Optional.of(new CatalogException(
                    CatalogErrorCode.INVALID_INPUT,
                    "A name holds a character that is not valid, such as U+0000",
                    cause));
        }
        return Optional.empty();
    }

    private static CatalogException lost(Throwable cause) {
        return new CatalogException(
                CatalogErrorCode.INTERNAL_SERVICE,
                "The catalog's database cannot be reached or was lost; a change that was under way may have been made or not",
                cause);
    }

    /** Class 08 is the connection, 57P the administrator or a crash ended it, 53300 there are too many. */
    private static boolean isConnectionLost(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("57P") || state.equals("53300"));
    }

    /** The first line of what the database said, for a person who starts a server. */
    static String message(RuntimeException failure) {
        String message = sqlCause(failure).map(SQLException::getMessage).orElse(failure.getMessage());
        return String.valueOf(message).lines().findFirst().orElse("unknown error");
    }

    private static Optional<SQLException> sqlCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return Optional.of(sql);
            }
        }
        return Optional.empty();
    }
}
