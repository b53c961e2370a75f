package io.millrace.server.parameter;

import io.millrace.server.data.MasterKeyCipher;
import io.millrace.server.resource.Documents;
import io.millrace.server.resource.ServiceArns;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterHistory;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** The parameters with all their versions; values of SecureString are sealed under the master key. Thread-safe. */
public final class Parameters {
    private static final String SEPARATOR = "\n";

    private final Jdbi jdbi;
    private final Documents<ParameterHistory> current;
    private final Documents<ParameterHistory> versions;
    private final MasterKeyCipher cipher;
    private final ServiceArns arns;

    /**
     * The parameters in a database with the server's migrations.
     *
     * @param region of their ARNs
     */
    public Parameters(Jdbi jdbi, MasterKeyCipher cipher, String region) {
        this.jdbi = jdbi;
        this.current = documents(jdbi, "ssm/parameter");
        this.versions = documents(jdbi, "ssm/version");
        this.cipher = cipher;
        this.arns = new ServiceArns("ssm", region);
    }

    private static Documents<ParameterHistory> documents(Jdbi jdbi, String kind) {
        return new Documents<>(jdbi, kind, ParameterHistory.class, () -> (SdkPojo) ParameterHistory.builder());
    }

    Jdbi jdbi() {
        return jdbi;
    }

    String arn(String name) {
        return arns.of("parameter" + (name.startsWith("/") ? name : "/" + name));
    }

    /** The newest version. */
    Optional<ParameterHistory> find(String name) {
        return current.find(name);
    }

    List<ParameterHistory> list(String prefix, String after) {
        return current.list(prefix, after, Integer.MAX_VALUE);
    }

    /** All versions, the oldest first. */
    List<ParameterHistory> versions(String name) {
        return versions.all(name + SEPARATOR);
    }

    List<ParameterHistory> versionsAfter(String name, String after, int limit) {
        return versions.list(name + SEPARATOR, after.isEmpty() ? "" : key(name, Long.parseLong(after)), limit);
    }

    private static String key(String name, long version) {
        return name + SEPARATOR + String.format(Locale.ROOT, "%019d", version);
    }

    /** Adds a version, which becomes the newest. Its value comes in plain. */
    void add(ParameterHistory version) {
        ParameterHistory sealed = version.type() == ParameterType.SECURE_STRING
                ? version.toBuilder()
                        .value(cipher.encrypt(version.value(), context(version)))
                        .build()
                : version;
        put(sealed);
        current.put(version.name(), sealed);
    }

    /** Replaces a version that is there. Its value is as it was read. */
    void put(ParameterHistory version) {
        versions.put(key(version.name(), version.version()), version);
    }

    private static String context(ParameterHistory version) {
        return "ssm/" + version.name() + "/" + version.version();
    }

    void remove(String name, ParameterHistory version) {
        versions.delete(key(name, version.version()));
    }

    boolean delete(String name) {
        versions(name).forEach(version -> remove(name, version));
        return current.delete(name);
    }

    /** The value as a caller gets it: of a SecureString sealed unless it asks for the plain text. */
    String value(ParameterHistory version, Decryption decryption) {
        return version.type() == ParameterType.SECURE_STRING && decryption == Decryption.PLAIN
                ? cipher.decrypt(version.value(), context(version))
                : version.value();
    }

    /** Whether a SecureString is opened. */
    enum Decryption {
        PLAIN,
        SEALED;

        static Decryption of(@Nullable Boolean asked) {
            return Boolean.TRUE.equals(asked) ? PLAIN : SEALED;
        }
    }

    /** A version as the Get operations answer it. */
    Parameter answer(ParameterHistory version, Decryption decryption) {
        return Parameter.builder()
                .name(version.name())
                .arn(arn(version.name()))
                .type(version.type())
                .value(value(version, decryption))
                .version(version.version())
                .lastModifiedDate(version.lastModifiedDate())
                .dataType(version.dataType())
                .build();
    }

    /** The name in a name or an ARN of a parameter. */
    String nameIn(String nameOrArn) {
        String prefix = arns.of("parameter/");
        if (!nameOrArn.startsWith(prefix)) {
            return nameOrArn;
        }
        String name = nameOrArn.substring(prefix.length());
        return name.contains("/") || find("/" + name).isPresent() ? "/" + name : name;
    }
}
