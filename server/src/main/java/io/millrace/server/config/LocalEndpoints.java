package io.millrace.server.config;

import java.util.Locale;

/** Whether topics may send to HTTP endpoints on the server's own machine or link. */
public enum LocalEndpoints {
    /** They may not: who may subscribe must not reach what only the server can. */
    REFUSE,
    /** They may, for development. */
    ALLOW;

    /** Reads the configuration's word. @throws IllegalArgumentException for another */
    static LocalEndpoints parse(String text) {
        for (LocalEndpoints one : values()) {
            if (one.name().toLowerCase(Locale.ROOT).equals(text)) {
                return one;
            }
        }
        throw new IllegalArgumentException("security.local-endpoints must be refuse or allow, but is " + text);
    }
}
