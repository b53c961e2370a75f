package io.millrace.server.data;

import io.millrace.server.auth.AccessKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The key that the first start makes, kept in the data folder's {@code credentials}, which only its owner may read and which
 * has the form of AWS's shared credentials file, so that every AWS tool can be pointed at it.
 */
public record AdministratorKey(String accessKeyId, String secretAccessKey) {
    /** The file's name in the data folder. */
    public static final String FILE_NAME = "credentials";

    private static final String ID_NAME = "aws_access_key_id";
    private static final String SECRET_NAME = "aws_secret_access_key";

    /** Reads the folder's key, making it when there is none. */
    public static AdministratorKey loadOrCreate(Path dataFolder) {
        Path file = dataFolder.resolve(FILE_NAME);
        try {
            if (Files.exists(file)) {
                return read(file);
            }
            AdministratorKey key = generate();
            PrivateFile.create(file, key.text());
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read or write the administrator key " + file, e);
        }
    }

    /** Reads the folder's key; empty before the first start. */
    public static Optional<AdministratorKey> load(Path dataFolder) {
        Path file = dataFolder.resolve(FILE_NAME);
        try {
            return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the administrator key " + file, e);
        }
    }

    /** A new key, kept nowhere yet. */
    public static AdministratorKey generate() {
        AccessKey key = AccessKey.generate("");
        return new AdministratorKey(key.id(), key.secret());
    }

    /** Makes this the folder's key. */
    public void replaceIn(Path dataFolder) {
        Path file = dataFolder.resolve(FILE_NAME);
        try {
            PrivateFile.replace(file, text());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the administrator key " + file, e);
        }
    }

    private static AdministratorKey read(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        return new AdministratorKey(
                value(lines, ID_NAME).orElseThrow(() -> missing(file, ID_NAME)),
                value(lines, SECRET_NAME).orElseThrow(() -> missing(file, SECRET_NAME)));
    }

    private static IllegalStateException missing(Path file, String name) {
        return new IllegalStateException(
                "The administrator key " + file + " has no " + name + ". Remove the file to have a new key made.");
    }

    private static Optional<String> value(List<String> lines, String name) {
        return lines.stream()
                .map(line -> line.split("=", 2))
                .filter(parts -> parts.length == 2 && parts[0].strip().equals(name))
                .map(parts -> parts[1].strip())
                .findFirst();
    }

    private String text() {
        return "[default]%n%s = %s%n%s = %s%n".formatted(ID_NAME, accessKeyId, SECRET_NAME, secretAccessKey);
    }

    @Override
    public String toString() {
        return "AdministratorKey[accessKeyId=" + accessKeyId + ", secretAccessKey=***]";
    }
}
