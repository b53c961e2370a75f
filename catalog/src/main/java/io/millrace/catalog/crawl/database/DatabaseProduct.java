package io.millrace.catalog.crawl.database;

import java.util.Locale;
import java.util.Optional;

/** The databases that crawlers read. MySQL and MariaDB have no schemas: what they call a schema is a database. */
public enum DatabaseProduct {
    /** By pgjdbc. */
    POSTGRESQL(5432, Levels.DATABASE_SCHEMA_TABLE),
    /** By MariaDB's driver. */
    MYSQL(3306, Levels.DATABASE_TABLE),
    /** By MariaDB's driver. */
    MARIADB(3306, Levels.DATABASE_TABLE);

    private final int defaultPort;
    private final Levels levels;

    DatabaseProduct(int defaultPort, Levels levels) {
        this.defaultPort = defaultPort;
        this.levels = levels;
    }

    /** What an include path of the product is made of. */
    enum Levels {
        DATABASE_SCHEMA_TABLE("database/schema/table"),
        DATABASE_TABLE("database/table");

        private final String form;

        Levels(String form) {
            this.form = form;
        }

        String form() {
            return form;
        }
    }

    /** The {@code classification} of its tables, as Glue's classifiers call it; also the scheme of its URLs. */
    public String classification() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<DatabaseProduct> ofScheme(String scheme) {
        for (DatabaseProduct product : values()) {
            if (product.classification().equals(scheme)) {
                return Optional.of(product);
            }
        }
        return Optional.empty();
    }

    int defaultPort() {
        return defaultPort;
    }

    Levels levels() {
        return levels;
    }

    boolean hasSchemas() {
        return levels == Levels.DATABASE_SCHEMA_TABLE;
    }

    /** Whether the schema (the database where there are no schemas) belongs to the product, not to its users. */
    boolean isSystemSchema(String schema) {
        return switch (schema.toLowerCase(Locale.ROOT)) {
            case "information_schema" -> true;
            case "mysql", "performance_schema", "sys" -> !hasSchemas();
            default -> hasSchemas() && schema.startsWith("pg_");
        };
    }
}
