package io.millrace.server.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
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
    private static final String ID_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String SECRET_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    /** Reads the folder's key, making it when there is none. */
    public static AdministratorKey loadOrCreate(Path dataFolder) {
        Path file = dataFolder.resolve(FILE_NAME);
        try {
            if (Files.exists(file)) {
                return read(file);
            }
            SecureRandom random = new SecureRandom();
            AdministratorKey key = new AdministratorKey(
                    "AKIA" + randomText(random, ID_ALPHABET, 16), randomText(random, SECRET_ALPHABET, 40));
            key.write(file);
            return key;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read or write the administrator key " + file, e);
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

    private void write(Path file) throws IOException {
        // The file is private before the secret is in it, and whole before it has its name.
        Path draft = file.resolveSibling(FILE_NAME + ".new");
        Files.deleteIfExists(draft);
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(draft);
        }
        String text = "[default]%n%s = %s%n%s = %s%n".formatted(ID_NAME, accessKeyId, SECRET_NAME, secretAccessKey);
        Files.writeString(draft, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
        Files.move(draft, file);
    }

    private static String randomText(SecureRandom random, String alphabet, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "AdministratorKey[accessKeyId=" + accessKeyId + ", secretAccessKey=***]";
    }
}
