package io.millrace.cloudformation.schema;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** The shipped schemas, made anew: fetched by npm into the target folder once, and reduced. */
public final class TestingServiceSpec {
    private static final Path FOLDER = Path.of(System.getProperty("millrace.home"), "infra-cloudformation/target/npm");

    private TestingServiceSpec() {}

    private static final class Holder {
        static final ResourceSchemas SCHEMAS = load();
    }

    /** All of them. */
    public static ResourceSchemas schemas() {
        return Holder.SCHEMAS;
    }

    private static ResourceSchemas load() {
        try {
            ByteArrayOutputStream reduced = new ByteArrayOutputStream();
            try (InputStream in = Files.newInputStream(new ServiceSpecPackage(FOLDER).database());
                    GZIPOutputStream out = new GZIPOutputStream(reduced)) {
                ShippedSchemas.write(ServiceSpecReducer.reduce(in), out);
            }
            return ServiceSpecReader.read(new ByteArrayInputStream(reduced.toByteArray()), type -> true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
