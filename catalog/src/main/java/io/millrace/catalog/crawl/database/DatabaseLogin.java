package io.millrace.catalog.crawl.database;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Connection;

/**
 * Where a database is and who reads it: a connection of the catalog, checked.
 *
 * @param connection its name
 */
record DatabaseLogin(String connection, JdbcUrl url, String user, String password) {
    private static final String TYPE = "JDBC";

    /**
     * Takes a connection's properties (Glue developer guide, "connection-properties").
     *
     * @param connection with its password in the clear
     * @throws IllegalArgumentException without any secret, if the crawlers cannot use it
     */
    static DatabaseLogin of(Connection connection) {
        String name = connection.name();
        Map<String, String> properties = connection.connectionPropertiesAsStrings();
        if (!TYPE.equals(connection.connectionTypeAsString())) {
            throw new IllegalArgumentException(
                    "Connection %s is of type %s; a JDBC target needs one of type JDBC with JDBC_CONNECTION_URL, USERNAME and PASSWORD"
                            .formatted(name, connection.connectionTypeAsString()));
        }
        refuseSecretsManager(connection, properties);
        String url = required(name, properties, "JDBC_CONNECTION_URL");
        try {
            JdbcUrl parsed = JdbcUrl.parse(url);
            return new DatabaseLogin(
                    name,
                    Boolean.parseBoolean(properties.get("JDBC_ENFORCE_SSL")) ? parsed.verified() : parsed,
                    required(name, properties, "USERNAME"),
                    Optional.ofNullable(properties.get("PASSWORD")).orElse(""));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("Connection %s: %s".formatted(name, e.getMessage()), e);
        }
    }

    private static void refuseSecretsManager(Connection connection, Map<String, String> properties) {
        boolean arn = connection.authenticationConfiguration() != null
                && connection.authenticationConfiguration().secretArn() != null;
        if (arn || properties.containsKey("SECRET_ID")) {
            throw new IllegalArgumentException(
                    "Connection %s keeps its password in AWS Secrets Manager (SECRET_ID), which is not here; give USERNAME and PASSWORD, which are stored encrypted"
                            .formatted(connection.name()));
        }
        for (String property : new String[] {"CUSTOM_JDBC_CERT", "JDBC_DRIVER_JAR_URI", "JDBC_DRIVER_CLASS_NAME"}) {
            if (properties.containsKey(property)) {
                throw new IllegalArgumentException(
                        "Connection %s: %s is not supported".formatted(connection.name(), property));
            }
        }
    }

    private static String required(String connection, Map<String, String> properties, String property) {
        String value = properties.get(property);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("Connection %s has no %s".formatted(connection, property));
        }
        return value;
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "%s as %s".formatted(connection, user);
    }
}
