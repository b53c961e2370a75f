package io.millrace.catalog.connection;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Connection;

/**
 * Which properties of connections are secrets, and how they are stored. The passwords among the connection properties are
 * stored under Glue's own names for it, {@code PASSWORD} as {@code ENCRYPTED_PASSWORD}; secrets among the properties for Spark,
 * Athena and Python, which are known by the ends of their names, are stored sealed under the names that they have.
 */
final class ConnectionSecrets {
    private static final String SEALED_PREFIX = "ENCRYPTED_";

    /** Glue API, Connection: the connection properties that have an encrypted form. */
    private static final List<String> PASSWORDS = List.of(
            "PASSWORD",
            "KAFKA_CLIENT_KEYSTORE_PASSWORD",
            "KAFKA_CLIENT_KEY_PASSWORD",
            "KAFKA_SASL_PLAIN_PASSWORD",
            "KAFKA_SASL_SCRAM_PASSWORD");

    private static final List<String> SECRET_ENDS = List.of(
            "password",
            "passwd",
            "passphrase",
            "secret",
            "secretkey",
            "secretaccesskey",
            "token",
            "privatekey",
            "apikey");

    private final SecretCipher cipher;

    ConnectionSecrets(SecretCipher cipher) {
        this.cipher = cipher;
    }

    /** How secrets are given out. */
    enum Disclosure {
        PLAIN,
        SEALED,
        HIDDEN
    }

    /** The connection as it may be stored. @throws CatalogException InvalidInputException for a sealed text that is not ours */
    Connection sealed(Connection given) {
        Map<String, String> properties = new LinkedHashMap<>(given.connectionPropertiesAsStrings());
        for (String name : PASSWORDS) {
            String plain = properties.remove(name);
            String sealed = properties.get(SEALED_PREFIX + name);
            if (plain != null) {
                properties.put(SEALED_PREFIX + name, cipher.encrypt(plain, context(given, name)));
            } else if (sealed != null) {
                requireOurs(given, name, sealed);
            }
        }
        return with(given, properties, (name, plain) -> cipher.encrypt(plain, context(given, name)));
    }

    /** A stored connection as it may be given out. @throws CatalogException GlueEncryptionException if a secret does not open */
    Connection disclosed(Connection stored, Disclosure disclosure) {
        Map<String, String> properties = new LinkedHashMap<>(stored.connectionPropertiesAsStrings());
        for (String name : PASSWORDS) {
            String sealed = properties.get(SEALED_PREFIX + name);
            if (sealed != null && disclosure != Disclosure.SEALED) {
                properties.remove(SEALED_PREFIX + name);
                if (disclosure == Disclosure.PLAIN) {
                    properties.put(name, open(stored, name, sealed));
                }
            }
        }
        return with(stored, properties, (name, secret) -> switch (disclosure) {
            case PLAIN -> open(stored, name, secret);
            case SEALED -> secret;
            case HIDDEN -> null;
        });
    }

    /** The connection with these properties and with other secrets in its other maps; a null removes one. */
    private static Connection with(
            Connection connection,
            Map<String, String> properties,
            BiFunction<String, String, @Nullable String> secret) {
        Connection.Builder changed = connection.toBuilder().connectionPropertiesWithStrings(properties);
        if (connection.hasSparkProperties()) {
            changed.sparkProperties(replaced(connection.sparkProperties(), secret));
        }
        if (connection.hasAthenaProperties()) {
            changed.athenaProperties(replaced(connection.athenaProperties(), secret));
        }
        if (connection.hasPythonProperties()) {
            changed.pythonProperties(replaced(connection.pythonProperties(), secret));
        }
        return changed.build();
    }

    private static Map<String, String> replaced(
            Map<String, String> properties, BiFunction<String, String, @Nullable String> secret) {
        Map<String, String> result = new LinkedHashMap<>();
        properties.forEach((name, value) -> {
            String kept = isSecret(name) ? secret.apply(name, value) : value;
            if (kept != null) {
                result.put(name, kept);
            }
        });
        return result;
    }

    private static boolean isSecret(String name) {
        String letters = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
        return SECRET_ENDS.stream().anyMatch(letters::endsWith);
    }

    /** A client may send back what it was given sealed, but nothing else, which would not open later. */
    private void requireOurs(Connection given, String name, String sealed) {
        try {
            cipher.decrypt(sealed, context(given, name));
        } catch (IllegalStateException e) {
            throw new CatalogException(
                    CatalogErrorCode.INVALID_INPUT,
                    "%s%s of connection %s is not what this catalog has encrypted; give %s."
                            .formatted(SEALED_PREFIX, name, given.name(), name),
                    e);
        }
    }

    private String open(Connection stored, String name, String sealed) {
        try {
            return cipher.decrypt(sealed, context(stored, name));
        } catch (IllegalStateException e) {
            throw new CatalogException(
                    CatalogErrorCode.GLUE_ENCRYPTION,
                    "Cannot decrypt %s of connection %s. HidePassword gives the connection without it."
                            .formatted(name, stored.name()),
                    e);
        }
    }

    private static String context(Connection connection, String name) {
        return "connection/" + connection.name() + "/" + name;
    }
}
