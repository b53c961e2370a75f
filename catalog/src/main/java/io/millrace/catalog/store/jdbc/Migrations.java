package io.millrace.catalog.store.jdbc;

import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;

/**
 * Brings tables up to date. Tables that a later version has changed are refused: Flyway's own answer is a warning, and an older server would then
 * write rows that the later one takes for its own.
 */
final class Migrations {
    private Migrations() {}

    /**
     * @param place what is opened, for the error
     * @throws IllegalStateException in one sentence, if another version of Millrace has made the tables
     */
    static void run(FluentConfiguration configuration, String place) {
        try {
            configuration
                    .baselineOnMigrate(true)
                    .baselineVersion("0")
                    .ignoreMigrationPatterns(new String[0])
                    .load()
                    .migrate();
        } catch (FlywayValidateException e) {
            IllegalStateException refused = new IllegalStateException(
                    "The tables in " + place + " are those of another version of Millrace, probably a later one."
                            + " Use that version, or other tables: another data folder (--data), or another catalog.url.");
            // Its text has several lines, which are for the log.
            refused.addSuppressed(e);
            throw refused;
        }
    }
}
