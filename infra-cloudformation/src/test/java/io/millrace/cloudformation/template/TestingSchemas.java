package io.millrace.cloudformation.template;

import io.millrace.cloudformation.schema.ResourceSchemas;
import io.millrace.cloudformation.schema.ServiceSpecReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/** AWS's resource schemas, fetched by npm into the target folder once and then read from there. */
final class TestingSchemas {
    private static final String PACKAGE = "@aws-cdk/aws-service-spec";
    private static final String VERSION = "0.1.216";
    private static final String SHA_256 = "3e4003a5a44324bea1841c8f0b7cf7190ee5e66a4cd5c93caad1ad7ad75c4dd2";
    private static final Path FOLDER = Path.of(System.getProperty("millrace.home"), "infra-cloudformation/target/npm");

    private TestingSchemas() {}

    /** Loaded on first use. */
    private static final class Holder {
        static final ResourceSchemas SCHEMAS = load();
    }

    static ResourceSchemas all() {
        return Holder.SCHEMAS;
    }

    private static ResourceSchemas load() {
        Path file = FOLDER.resolve("node_modules/" + PACKAGE + "/db.json.gz");
        try {
            if (!Files.exists(file) || !sha256(file).equals(SHA_256)) {
                install();
            }
            if (!sha256(file).equals(SHA_256)) {
                throw new IllegalStateException(file + " is not that of " + PACKAGE + " " + VERSION);
            }
            try (InputStream in = Files.newInputStream(file)) {
                return ServiceSpecReader.read(in, type -> true);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void install() throws IOException {
        Files.createDirectories(FOLDER);
        Path log = FOLDER.resolve("npm.log");
        Process npm;
        try {
            npm = new ProcessBuilder(
                            "npm",
                            "install",
                            "--prefix",
                            FOLDER.toString(),
                            "--no-save",
                            "--no-package-lock",
                            "--ignore-scripts",
                            "--no-audit",
                            "--no-fund",
                            PACKAGE + "@" + VERSION)
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "The templates are checked against AWS's resource schemas, which npm fetches: install Node.js with npm,"
                            + " or build without tests (-DskipTests)",
                    e);
        }
        try {
            if (!npm.waitFor(3, TimeUnit.MINUTES) || npm.exitValue() != 0) {
                npm.destroyForcibly();
                throw new IllegalStateException(
                        "npm could not install " + PACKAGE + " " + VERSION + ":\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            npm.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while npm installed " + PACKAGE, e);
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
