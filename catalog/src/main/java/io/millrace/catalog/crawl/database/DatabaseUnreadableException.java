package io.millrace.catalog.crawl.database;

/** A database that could not be reached or read, or not in time. The message is for users and has no secrets; there is no cause for the same reason. */
public final class DatabaseUnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    DatabaseUnreadableException(String message) {
        super(message);
    }
}
