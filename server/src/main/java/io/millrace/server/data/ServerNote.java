package io.millrace.server.data;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.Properties;

/**
 * Where the running server of a data folder is, for the commands that talk to it.
 *
 * @param endpoint every AWS service
 * @param storageEndpoint the object store
 * @param region the region to sign for
 * @param pid the server's process
 */
public record ServerNote(URI endpoint, URI storageEndpoint, String region, long pid) {
    private static final String FILE_NAME = "server.properties";

    /** Reads the note of a server that runs; empty if none does. */
    public static Optional<ServerNote> read(Path dataFolder) {
        Path file = dataFolder.resolve(FILE_NAME);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
        ServerNote note = new ServerNote(
                URI.create(properties.getProperty("endpoint")),
                URI.create(properties.getProperty("storage-endpoint")),
                properties.getProperty("region"),
                Long.parseLong(properties.getProperty("pid")));
        return ProcessHandle.of(note.pid()).filter(ProcessHandle::isAlive).map(process -> note);
    }

    /** Leaves the note; who reads it sees all of it or nothing. */
    public void write(Path dataFolder) {
        Properties properties = new Properties();
        properties.setProperty("endpoint", endpoint.toString());
        properties.setProperty("storage-endpoint", storageEndpoint.toString());
        properties.setProperty("region", region);
        properties.setProperty("pid", Long.toString(pid));
        Path draft = dataFolder.resolve(FILE_NAME + ".new");
        try {
            try (Writer writer = Files.newBufferedWriter(draft)) {
                properties.store(writer, null);
            }
            Files.move(
                    draft,
                    dataFolder.resolve(FILE_NAME),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the server's note in " + dataFolder, e);
        }
    }

    /** Takes the note away when the server stops. */
    public static void remove(Path dataFolder) {
        try {
            Files.deleteIfExists(dataFolder.resolve(FILE_NAME));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot remove the server's note in " + dataFolder, e);
        }
    }
}
