package io.millrace.catalog.trigger;

/** A job or a crawler whose end a conditional trigger waits for. */
public record Watched(Kind kind, String name) {
    /** What it is. */
    public enum Kind {
        JOB,
        CRAWLER
    }

    static Watched job(String name) {
        return new Watched(Kind.JOB, name);
    }

    static Watched crawler(String name) {
        return new Watched(Kind.CRAWLER, name);
    }
}
