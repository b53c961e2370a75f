package io.millrace.etl.job.column;

/** Column names in Spark's expressions. */
public final class Names {
    private Names() {}

    /** The name in back quotes, so that a dot or space in it means nothing. */
    public static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
