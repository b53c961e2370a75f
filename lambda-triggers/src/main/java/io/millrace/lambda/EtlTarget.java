package io.millrace.lambda;

import java.util.Locale;
import java.util.Map;

/** What a handler starts, as its environment names it. */
record EtlTarget(Kind kind, String name) {

    /** The kinds of things that a handler can start, each with the environment variable that names it. */
    enum Kind {
        CRAWLER("CRAWLER_NAME"),
        JOB("JOB_NAME"),
        TRIGGER("TRIGGER_NAME");

        private final String variable;

        Kind(String variable) {
            this.variable = variable;
        }
    }

    /** The first of {@code preference} that the environment names. */
    static EtlTarget of(Map<String, String> environment, Kind... preference) {
        StringBuilder variables = new StringBuilder();
        for (Kind kind : preference) {
            String name = environment.getOrDefault(kind.variable, "");
            if (!name.isBlank()) {
                return new EtlTarget(kind, name);
            }
            variables.append(variables.isEmpty() ? "" : ", ").append(kind.variable);
        }
        throw new IllegalStateException("The function's environment must name what to start: one of " + variables);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT) + " " + name;
    }
}
