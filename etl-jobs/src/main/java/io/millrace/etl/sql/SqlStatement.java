package io.millrace.etl.sql;

import io.millrace.etl.sql.SqlException.Code;
import io.trino.sql.parser.ParsingException;
import io.trino.sql.parser.SqlParser;
import io.trino.sql.tree.Query;
import io.trino.sql.tree.Statement;
import java.util.Locale;

/** One parsed query: {@code SELECT}, {@code WITH}, {@code VALUES} or {@code TABLE}. */
public final class SqlStatement {
    private final Query query;

    private SqlStatement(Query query) {
        this.query = query;
    }

    /**
     * Parses one statement in Athena's grammar (Trino's parser, release 435); a closing semicolon is allowed.
     *
     * @throws SqlException {@code SYNTAX_ERROR} with the parser's message and position, or {@code NOT_SUPPORTED} for a statement
     *     that is no query
     */
    public static SqlStatement parse(String text) {
        Statement statement;
        try {
            statement = new SqlParser().createStatement(withoutSemicolon(text));
        } catch (ParsingException e) {
            throw new SqlException(Code.SYNTAX_ERROR, String.valueOf(e.getMessage()), e);
        }
        if (!(statement instanceof Query query)) {
            throw SqlException.notSupported(
                    statement,
                    "Only queries (SELECT, WITH, VALUES) are supported, not "
                            + statement
                                    .getClass()
                                    .getSimpleName()
                                    .replaceAll("(?<=.)([A-Z])", " $1")
                                    .toUpperCase(Locale.ROOT));
        }
        return new SqlStatement(query);
    }

    private static String withoutSemicolon(String text) {
        String stripped = text.strip();
        return stripped.endsWith(";") ? stripped.substring(0, stripped.length() - 1) : stripped;
    }

    Query query() {
        return query;
    }
}
