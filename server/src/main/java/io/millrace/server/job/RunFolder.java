package io.millrace.server.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder of one run: its log and result stay, its jars and scratch space go when it ends.
 *
 * @param path {@code <runs>/<jobName>/<runId>}, the names made safe for a file system
 */
record RunFolder(Path path) {
    private static final int MAX_NAME_LENGTH = 120;

    static RunFolder of(Path runsFolder, String jobName, String runId) {
        return new RunFolder(
                runsFolder.toAbsolutePath().resolve(fileName(jobName)).resolve(fileName(runId)));
    }

    Path log() {
        return path.resolve("run.log");
    }

    /** The names of the run and of its log groups, which the folder's own need not tell. */
    Path logNote() {
        return path.resolve("log-groups.txt");
    }

    Path result() {
        return path.resolve("result.txt");
    }

    Path jars() {
        return path.resolve("jars");
    }

    Path scratch() {
        return path.resolve("scratch");
    }

    void create() throws IOException {
        Files.createDirectories(jars());
        Files.createDirectories(scratch());
    }

    void deleteTemporaryFiles() throws IOException {
        deleteTree(jars());
        deleteTree(scratch());
    }

    private static void deleteTree(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }

    /** A Glue name may hold any character, slashes and {@code ..} too: keep what is harmless, escape the rest, and tell names apart that were cut. */
    static String fileName(String name) {
        StringBuilder safe = new StringBuilder();
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xff);
            boolean harmless = character < 0x80
                    && (Character.isLetterOrDigit(character)
                            || character == '_'
                            || character == '-'
                            || (character == '.' && !safe.isEmpty()));
            if (harmless) {
                safe.append(character);
            } else {
                safe.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
        if (safe.length() <= MAX_NAME_LENGTH) {
            return safe.toString();
        }
        return safe.substring(0, MAX_NAME_LENGTH) + "-" + digest(name);
    }

    private static String digest(String name) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
