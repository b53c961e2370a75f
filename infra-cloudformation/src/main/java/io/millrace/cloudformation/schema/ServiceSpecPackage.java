package io.millrace.cloudformation.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The npm package with AWS's resource schemas, fetched once into a folder and checked by its SHA-256. Used at build time. */
final class ServiceSpecPackage {
    private static final String NAME = "@aws-cdk/aws-service-spec";
    private static final String VERSION = "0.1.216";
    private static final String SHA_256 = "3e4003a5a44324bea1841c8f0b7cf7190ee5e66a4cd5c93caad1ad7ad75c4dd2";
    private static final int MINUTES = 3;

    private final Path folder;

    /** The package in a folder of npm's. */
    ServiceSpecPackage(Path folder) {
        this.folder = folder;
    }

    /**
     * The data base, fetched if it is not there.
     *
     * @throws IOException if there is no npm or it cannot fetch the package; the message is for the builder
     */
    Path database() throws IOException {
        Path file = folder.resolve("node_modules/" + NAME + "/db.json.gz");
        if (!Files.exists(file) || !sha256(file).equals(SHA_256)) {
            install();
        }
        if (!sha256(file).equals(SHA_256)) {
            throw new IOException(file + " is not that of " + NAME + " " + VERSION);
        }
        return file;
    }

    private void install() throws IOException {
        Files.createDirectories(folder);
        Path log = folder.resolve("npm.log");
        Process npm;
        try {
            npm = new ProcessBuilder(command())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            throw new IOException("AWS's resource schemas are fetched by npm: install Node.js with npm", e);
        }
        try {
            if (!npm.waitFor(MINUTES, TimeUnit.MINUTES) || npm.exitValue() != 0) {
                throw new IOException("npm could not install " + NAME + " " + VERSION + ":\n" + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while npm installed " + NAME, e);
        } finally {
            npm.destroyForcibly();
        }
    }

    private List<String> command() {
        return List.of(
                "npm",
                "install",
                "--prefix",
                folder.toString(),
                "--no-save",
                "--no-package-lock",
                "--ignore-scripts",
                "--no-audit",
                "--no-fund",
                NAME + "@" + VERSION);
    }

    private static String sha256(Path file) throws IOException {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
