package io.millrace.server.storage.ordered;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** A folder of a bucket whose entries' names have been read, and how far a listing has come in it. For one thread at a time. */
final class OpenFolder {
    /** S3Proxy's parts of multipart uploads. */
    private static final String PARTS = ".mpus-";

    /** The object of the key {@code /}, which it does not list. */
    private static final String SLASH = ".s3proxy-slash";

    /** Older versions, at a bucket's top. */
    private static final String VERSIONS = ".s3proxy-versions";

    /** A change as late as the reading may leave the folder's time as it was: a file system's clock has ticks. */
    private static final Duration CLOCK_TICK = Duration.ofSeconds(2);

    private final Path path;
    private final String key;
    private final FileTime modified;
    private final boolean settled;
    private final List<String> names;
    private int next;

    private OpenFolder(Path path, String key, FileTime modified, boolean settled, List<String> names) {
        this.path = path;
        this.key = key;
        this.modified = modified;
        this.settled = settled;
        this.names = names;
    }

    /**
     * Reads the names; a folder that is gone has none.
     *
     * @param modified the folder's time, read before its names
     * @param key what the keys below it begin with: empty or with a slash at its end
     * @param beginning what the names begin with
     */
    static OpenFolder read(Path path, FileTime modified, String key, String beginning, InstantSource clock)
            throws IOException {
        try {
            boolean settled = modified.toInstant().isBefore(clock.instant().minus(CLOCK_TICK));
            List<String> names = names(path, key, beginning);
            return new OpenFolder(
                    path,
                    key,
                    modified,
                    settled,
                    KeyOrder.sorted(names, name -> Files.isDirectory(path.resolve(name))));
        } catch (NoSuchFileException | NotDirectoryException e) {
            return new OpenFolder(path, key, modified, false, List.of());
        }
    }

    private static List<String> names(Path path, String key, String beginning) throws IOException {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.startsWith(beginning) && !isHidden(name, key)) {
                    names.add(name);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return names;
    }

    private static boolean isHidden(String name, String key) {
        return name.startsWith(PARTS) || name.equals(SLASH) || (key.isEmpty() && name.equals(VERSIONS));
    }

    boolean hasNext() {
        return next < names.size();
    }

    /** The next entry's name, without the slash that a folder may have for its order. */
    String next() {
        String name = names.get(next++);
        return name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    }

    String key() {
        return key;
    }

    Path path() {
        return path;
    }

    int size() {
        return names.size();
    }

    /** Whether the folder has the same entries as when it was read; when that is not certain, it has not. */
    boolean isUnchanged() {
        try {
            return settled && Files.getLastModifiedTime(path).equals(modified);
        } catch (IOException e) {
            return false;
        }
    }
}
