package io.millrace.cloudformation.schema;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * The resource schemas that a build put into its class path. A build on a machine without npm has none, and says so; what needs them
 * must say so too.
 */
public final class ShippedSchemas {
    private static final String FILE = "schemas.json.gz";

    private ShippedSchemas() {}

    /** The schemas of the services that stages use; empty if this build has none. */
    public static Optional<ResourceSchemas> load() {
        try (InputStream in = ShippedSchemas.class.getResourceAsStream(FILE)) {
            return in == null ? Optional.empty() : Optional.of(ServiceSpecReader.read(in, type -> true));
        } catch (IOException e) {
            throw new UncheckedIOException("This build's resource schemas cannot be read", e);
        }
    }

    /**
     * Writes the file at build time, unless it is there. Without npm it writes none and warns.
     *
     * @param arguments the folder for npm, and the folder of classes
     */
    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[1], "io/millrace/cloudformation/schema", FILE);
        if (Files.exists(file)) {
            return;
        }
        Path database;
        try {
            database = new ServiceSpecPackage(Path.of(arguments[0])).database();
        } catch (IOException e) {
            // Within Maven no logger is bound.
            System.err.println("[WARNING] This build will not validate templates. " + e.getMessage());
            return;
        }
        try (InputStream in = Files.newInputStream(database);
                OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            write(ServiceSpecReducer.reduce(in), out);
        }
    }

    static void write(ObjectNode schemas, OutputStream out) throws IOException {
        JsonMapper.builder().build().writeValue(out, schemas);
    }
}
