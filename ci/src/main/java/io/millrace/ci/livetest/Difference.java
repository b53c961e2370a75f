package io.millrace.ci.livetest;

/**
 * Something in which lake and raw table differ.
 *
 * @param text what differs, with both values
 * @param sql the statements that show it, to be run again by hand; empty where the catalog shows it
 */
public record Difference(String text, String sql) {
    @Override
    public String toString() {
        return sql.isEmpty() ? text : text + " [" + sql + "]";
    }
}
