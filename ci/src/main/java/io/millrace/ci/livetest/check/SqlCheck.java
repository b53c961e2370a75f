package io.millrace.ci.livetest.check;

import io.millrace.ci.livetest.AthenaQueries;
import io.millrace.ci.livetest.Difference;
import java.util.Optional;

/**
 * A SELECT whose result must be as its file says.
 *
 * @param name what reports call it
 * @param database the database of tables without one
 * @param sql the statement, placeholders replaced
 * @param expectation what its rows must be
 */
public record SqlCheck(String name, String database, String sql, Expectation expectation) {
    /**
     * Runs the statement.
     *
     * @return what is not as expected, with the statement; empty if all is well
     * @throws io.millrace.ci.livetest.LiveTestException if the statement fails
     */
    public Optional<Difference> evaluate(AthenaQueries queries) {
        return expectation
                .violation(queries.select(database, sql))
                .map(found -> new Difference(name + ": expected " + expectation + ", but " + found, sql));
    }
}
