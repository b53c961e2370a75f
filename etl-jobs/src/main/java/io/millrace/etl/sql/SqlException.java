package io.millrace.etl.sql;

import io.trino.sql.tree.Node;

/** A statement that cannot be run, with Trino's name of the error; the message starts with that name, as Athena shows it. */
public final class SqlException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Code code;

    /** An error whose message becomes {@code CODE: detail}. */
    public SqlException(Code code, String detail) {
        super(code + ": " + detail);
        this.code = code;
    }

    /** An error with its cause. */
    public SqlException(Code code, String detail, Throwable cause) {
        super(code + ": " + detail, cause);
        this.code = code;
    }

    static SqlException notSupported(Node node, String what) {
        return new SqlException(Code.NOT_SUPPORTED, position(node) + what);
    }

    static String position(Node node) {
        return node.getLocation()
                .map(at -> "line %d:%d: ".formatted(at.getLineNumber(), at.getColumnNumber()))
                .orElse("");
    }

    /** Which error this is. */
    public Code code() {
        return code;
    }

    /** The errors by Trino's names (StandardErrorCode and HiveErrorCode). */
    public enum Code {
        /** The text is no statement, or names a column, table or database that does not exist. */
        SYNTAX_ERROR,
        TABLE_NOT_FOUND,
        SCHEMA_NOT_FOUND,
        FUNCTION_NOT_FOUND,
        /** Who asks may not read a table. */
        PERMISSION_DENIED,
        DIVISION_BY_ZERO,
        /** Valid Trino SQL that this engine refuses. */
        NOT_SUPPORTED,
        /** A value or operation at run time: a cast that fails, a number out of range. */
        GENERIC_USER_ERROR,
        /** An object's content is not what the table's format says. */
        HIVE_BAD_DATA,
        /** An object cannot be read: it vanished, or access is denied. */
        HIVE_CANNOT_OPEN_SPLIT,
        EXCEEDED_LOCAL_MEMORY_LIMIT,
        /** The statement was cancelled. */
        USER_CANCELED,
        GENERIC_INTERNAL_ERROR;

        /** Whether the statement or its data is to blame, and not this engine. */
        public boolean isUserError() {
            return this != GENERIC_INTERNAL_ERROR && this != EXCEEDED_LOCAL_MEMORY_LIMIT;
        }
    }
}
