package io.millrace.etl.job;

/** Column names in Spark's expressions. */
final class Names {
    private Names() {}

    /** The name in back quotes, so that a dot or space in it means nothing. */
    static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
