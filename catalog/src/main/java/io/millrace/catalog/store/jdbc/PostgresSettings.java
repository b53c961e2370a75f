package io.millrace.catalog.store.jdbc;

/**
 * Where the catalog is kept when several servers share it.
 *
 * @param url as pgjdbc reads it, such as {@code jdbc:postgresql://host/millrace}; without a password
 * @param user who owns the tables
 * @param password of that user
 */
public record PostgresSettings(String url, String user, String password) {
    /** Checks the URL. */
    public PostgresSettings {
        if (!url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("The catalog's URL must begin with jdbc:postgresql:, but is " + url);
        }
        if (url.contains("password=")) {
            throw new IllegalArgumentException("The catalog's URL must not hold the password, as it is logged");
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return url + " as " + user;
    }
}
