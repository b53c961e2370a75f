package io.millrace.catalog.crawl.database;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connection's {@code JDBC_CONNECTION_URL}, taken apart. Drivers never see the URL as a user wrote it: theirs is made of
 * these parts, because a driver's parameters can load classes, read files or send them ({@code socketFactory},
 * {@code allowLoadLocalInfile}, {@code autoDeserialize}, …). Only parameters that are known to be harmless are let through.
 *
 * @param database empty where the URL names none
 * @param encryption how the connection is protected
 */
record JdbcUrl(DatabaseProduct product, String host, int port, Optional<String> database, Encryption encryption) {
    private static final Pattern URL = Pattern.compile(
            "jdbc:(postgresql|mysql|mariadb)://(\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?(?:/([^?;#&]*))?(?:\\?(.*))?",
            Pattern.DOTALL);
    private static final int MAX_PORT = 65_535;

    /** Accepted, because common tools write them into URLs, but of no effect on reading metadata. */
    private static final Set<String> IGNORED = Set.of(
            "applicationname",
            "autoreconnect",
            "characterencoding",
            "connecttimeout",
            "currentschema",
            "logintimeout",
            "servertimezone",
            "sockettimeout",
            "tcpkeepalive",
            "useunicode",
            "zerodatetimebehavior");

    /** The names of the parameters that say whether the connection is encrypted, of both drivers and of MySQL's own. */
    private static final Set<String> ENCRYPTION =
            Set.of("ssl", "sslmode", "usessl", "requiressl", "verifyservercertificate");

    /** How a connection is protected. */
    enum Encryption {
        /** As the server offers it, without a look at its certificate. */
        IF_OFFERED,
        /** Always. */
        REQUIRED,
        /** Always, with a certificate that Java's trust store knows, for this host. */
        VERIFIED,
        /** Never. */
        NONE
    }

    /** @throws IllegalArgumentException without any part of a value that may be secret, if the URL is refused */
    static JdbcUrl parse(String url) {
        Matcher matcher = URL.matcher(url);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "JDBC_CONNECTION_URL must be jdbc:postgresql://host:port/database, jdbc:mysql://host:port/database or"
                            + " jdbc:mariadb://host:port/database, with one host and without a user or password");
        }
        DatabaseProduct product = DatabaseProduct.ofScheme(matcher.group(1))
                .orElseThrow(() -> new IllegalStateException("No such product"));
        Optional<String> database = Optional.ofNullable(matcher.group(4))
                .filter(text -> !text.isEmpty())
                .map(text -> decode(text.replace("+", "%2B")));
        if (database.isEmpty() && product.hasSchemas()) {
            throw new IllegalArgumentException(
                    "JDBC_CONNECTION_URL must name a database: jdbc:postgresql://host:port/database");
        }
        if (database.filter(name -> name.chars().anyMatch(c -> c < ' ')).isPresent()) {
            throw new IllegalArgumentException(
                    "The database in JDBC_CONNECTION_URL has a control character in its name");
        }
        return new JdbcUrl(
                product,
                matcher.group(2),
                port(product, matcher.group(3)),
                database,
                encryption(parameters(Optional.ofNullable(matcher.group(5)).orElse(""))));
    }

    /** The same, protected at least as Glue's {@code JDBC_ENFORCE_SSL} asks: encrypted, and the host's name is checked. */
    JdbcUrl verified() {
        return new JdbcUrl(product, host, port, database, Encryption.VERIFIED);
    }

    private static int port(DatabaseProduct product, @org.jspecify.annotations.Nullable String text) {
        int port = text == null ? product.defaultPort() : Integer.parseInt(text);
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("The port in JDBC_CONNECTION_URL must be between 1 and " + MAX_PORT);
        }
        return port;
    }

    /** Those about encryption, lower-cased. */
    private static Map<String, String> parameters(String query) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String parameter : query.split("[&;]")) {
            if (parameter.isEmpty()) {
                continue;
            }
            int equals = parameter.indexOf('=');
            String name = decode(equals < 0 ? parameter : parameter.substring(0, equals))
                    .toLowerCase(Locale.ROOT);
            if (ENCRYPTION.contains(name)) {
                String value = equals < 0 ? "true" : decode(parameter.substring(equals + 1));
                found.put(name, value.toLowerCase(Locale.ROOT).replace('_', '-'));
            } else if (!IGNORED.contains(name)) {
                throw refused(name);
            }
        }
        return found;
    }

    private static IllegalArgumentException refused(String name) {
        if (name.contains("password") || name.equals("user") || name.equals("pwd")) {
            return new IllegalArgumentException(
                    "JDBC_CONNECTION_URL must not hold a user or password: give USERNAME and PASSWORD");
        }
        String shown = name.length() <= 64 && name.matches("[a-z0-9_.-]+") ? " " + name : "";
        return new IllegalArgumentException("The parameter%s of JDBC_CONNECTION_URL is not allowed".formatted(shown));
    }

    /** The strictest of what the parameters ask for; what is not understood is refused, so that nothing is sent in the clear. */
    private static Encryption encryption(Map<String, String> parameters) {
        Encryption strictest = Encryption.IF_OFFERED;
        boolean off = false;
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            Encryption asked = encryption(parameter.getKey(), parameter.getValue());
            off |= asked == Encryption.NONE;
            if (asked == Encryption.VERIFIED || (asked == Encryption.REQUIRED && strictest == Encryption.IF_OFFERED)) {
                strictest = asked;
            }
        }
        return off && strictest == Encryption.IF_OFFERED ? Encryption.NONE : strictest;
    }

    private static Encryption encryption(String name, String value) {
        return switch (value) {
            case "false", "disable", "disabled" ->
                name.equals("verifyservercertificate") ? Encryption.IF_OFFERED : Encryption.NONE;
            case "allow", "prefer", "preferred" -> Encryption.IF_OFFERED;
            case "true" -> name.equals("verifyservercertificate") ? Encryption.VERIFIED : Encryption.REQUIRED;
            case "require", "required", "trust" -> Encryption.REQUIRED;
            case "verify-ca", "verify-full", "verify-identity" -> Encryption.VERIFIED;
            default ->
                throw new IllegalArgumentException("The value of %s in JDBC_CONNECTION_URL is unknown".formatted(name));
        };
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("JDBC_CONNECTION_URL is badly encoded", e);
        }
    }
}
