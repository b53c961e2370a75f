package io.millrace.server.config;

import io.millrace.catalog.storage.S3Settings;
import io.millrace.catalog.storage.S3Settings.Credentials;
import io.millrace.catalog.store.jdbc.PostgresSettings;
import io.millrace.server.config.ObservabilityConfig.LogFormat;
import io.millrace.server.identity.role.UnknownRoles;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads {@code millrace.properties}. Every key is known by name and an unknown one is refused, so that a misspelt setting is
 * never silently the default. {@code docs/configuration.md} lists the keys.
 */
public final class ServerConfigFile {
    /** The file's name in the data folder. */
    public static final String FILE_NAME = "millrace.properties";

    private static final String NOTIFICATION = "notification.";

    private final Path file;
    private final Properties properties;
    private final Set<String> unused = new TreeSet<>();

    private ServerConfigFile(Path file, Properties properties) {
        this.file = file;
        this.properties = properties;
        this.unused.addAll(properties.stringPropertyNames());
    }

    /**
     * Reads the file that somebody has named, which must be there, or else the data folder's.
     *
     * @throws IllegalArgumentException naming the file and what is wrong with it
     */
    public static ServerConfig read(Optional<Path> named, Path dataFolder) {
        named.filter(file -> !Files.isRegularFile(file)).ifPresent(file -> {
            throw new IllegalArgumentException("There is no configuration file " + file
                    + ". Name another with --config, or leave that out to use the data folder's " + FILE_NAME + ".");
        });
        return read(named.orElse(dataFolder.resolve(FILE_NAME)), dataFolder);
    }

    /**
     * Reads the file for a server on {@code dataFolder}; a file that is not there means the defaults.
     *
     * @throws IllegalArgumentException naming the file and the key that is wrong
     */
    public static ServerConfig read(Path file, Path dataFolder) {
        Properties properties = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                properties.load(reader);
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read the configuration " + file, e);
            }
        }
        ServerConfigFile config = new ServerConfigFile(file, properties);
        try {
            return config.read(dataFolder);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
        }
    }

    private ServerConfig read(Path dataFolder) {
        ServerConfig config = new ServerConfig(
                dataFolder,
                text("server.bind-address").orElse("127.0.0.1"),
                number("server.port").orElse(ServerConfig.DEFAULT_PORT),
                text("server.region").orElse(ServerConfig.DEFAULT_REGION),
                storage(),
                text("query.output-location"),
                notifications(),
                observability(),
                security(),
                catalog());
        if (!unused.isEmpty()) {
            throw new IllegalArgumentException(
                    "unknown settings %s; docs/configuration.md lists all".formatted(String.join(", ", unused)));
        }
        return config;
    }

    private StorageConfig storage() {
        int embeddedPort = number("storage.embedded-port").orElse(StorageConfig.DEFAULT_EMBEDDED_PORT);
        Optional<URI> endpoint = text("storage.endpoint").map(URI::create);
        Optional<String> region = text("storage.region");
        Optional<String> keyId = text("storage.access-key-id");
        Optional<String> secret = secret("storage.secret-access-key");
        if (endpoint.isEmpty() && (keyId.isPresent() || secret.isPresent() || region.isPresent())) {
            throw new IllegalArgumentException(
                    "storage.endpoint is missing, but other settings of an own store are there");
        }
        if (keyId.isPresent() != secret.isPresent()) {
            throw new IllegalArgumentException(
                    "storage.access-key-id and storage.secret-access-key-file (or storage.secret-access-key) go together");
        }
        Optional<Credentials> credentials = keyId.map(id -> new Credentials(id, secret.orElseThrow()));
        return new StorageConfig(
                endpoint.map(uri ->
                        new S3Settings(Optional.of(uri), region.orElse(ServerConfig.DEFAULT_REGION), credentials)),
                embeddedPort,
                secret("b2.webhook-secret").map(WebhookSecret::new));
    }

    private SecurityConfig security() {
        return new SecurityConfig(
                text("security.master-key-file").map(Path::of),
                number("audit.keep-days").orElse(SecurityConfig.DEFAULT.auditKeepDays()),
                text("security.roles")
                        .map(ServerConfigFile::unknownRoles)
                        .orElse(SecurityConfig.DEFAULT.unknownRoles()),
                text("security.local-endpoints")
                        .map(LocalEndpoints::parse)
                        .orElse(SecurityConfig.DEFAULT.localEndpoints()));
    }

    private static UnknownRoles unknownRoles(String text) {
        return switch (text) {
            case "known" -> UnknownRoles.ADMINISTRATOR;
            case "enforce" -> UnknownRoles.REFUSED;
            default -> throw new IllegalArgumentException("security.roles must be known or enforce, but is " + text);
        };
    }

    private CatalogConfig catalog() {
        Optional<String> url = text("catalog.url");
        Optional<String> user = text("catalog.user");
        Optional<String> password = secret("catalog.password");
        Duration retention = Duration.ofDays(number("catalog.history-days").orElse(CatalogConfig.DEFAULT_HISTORY_DAYS));
        if (url.isEmpty() && (user.isPresent() || password.isPresent())) {
            throw new IllegalArgumentException("catalog.url is missing, but catalog.user or catalog.password is there");
        }
        if (url.isPresent() && user.isEmpty()) {
            throw new IllegalArgumentException("catalog.user is missing, but catalog.url is there");
        }
        return new CatalogConfig(
                url.map(address -> new PostgresSettings(address, user.orElseThrow(), password.orElse(""))), retention);
    }

    /** The content of the file that {@code <key>-file} names, or the value of {@code <key>} itself. */
    private Optional<String> secret(String key) {
        Optional<Path> secretFile = text(key + "-file").map(Path::of);
        Optional<String> inline = text(key);
        if (secretFile.isEmpty()) {
            return inline;
        }
        try {
            return Optional.of(Files.readString(secretFile.get()).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + key + "-file of " + file, e);
        }
    }

    private List<NotificationConfig> notifications() {
        Set<String> names = new TreeSet<>();
        for (String key : properties.stringPropertyNames()) {
            if (key.startsWith(NOTIFICATION) && key.indexOf('.', NOTIFICATION.length()) > 0) {
                names.add(key.substring(0, key.indexOf('.', NOTIFICATION.length())));
            }
        }
        List<NotificationConfig> notifications = new ArrayList<>();
        for (String name : names) {
            notifications.add(new NotificationConfig(
                    text(name + ".bucket").orElse(""),
                    text(name + ".prefix").orElse(""),
                    text(name + ".suffix").orElse(""),
                    text(name + ".function").orElse("")));
        }
        return notifications;
    }

    private ObservabilityConfig observability() {
        ObservabilityConfig defaults = ObservabilityConfig.defaults();
        return new ObservabilityConfig(
                choice("metrics.enabled", Map.of("true", true, "false", false)).orElse(defaults.metrics()),
                choice("log.format", Map.of("text", LogFormat.TEXT, "json", LogFormat.JSON))
                        .orElse(defaults.logFormat()));
    }

    private <T> Optional<T> choice(String key, Map<String, T> choices) {
        return text(key).map(value -> {
            T chosen = choices.get(value);
            if (chosen == null) {
                throw new IllegalArgumentException(key + " must be one of "
                        + String.join(", ", new TreeSet<>(choices.keySet())) + ", but is '" + value + "'");
            }
            return chosen;
        });
    }

    private Optional<String> text(String key) {
        unused.remove(key);
        return Optional.ofNullable(properties.getProperty(key))
                .map(String::strip)
                .filter(value -> !value.isEmpty());
    }

    private Optional<Integer> number(String key) {
        return text(key).map(value -> {
            try {
                return Integer.valueOf(value);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(key + " must be a whole number, but is '" + value + "'", e);
            }
        });
    }
}
