package io.millrace.server.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The folder that one server owns while it is open. A second server on the same folder is refused; the lock is the operating
 * system's, so a killed server leaves none behind.
 */
public final class DataFolder implements AutoCloseable {
    private final Path root;
    private final FileChannel channel;

    private DataFolder(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /**
     * Opens the folder, making it when missing.
     *
     * @throws IllegalStateException if another server has it open
     */
    public static DataFolder open(Path root) {
        try {
            Files.createDirectories(root);
            FileChannel channel =
                    FileChannel.open(root.resolve("server.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!lock(channel)) {
                channel.close();
                throw new IllegalStateException("The data folder " + root
                        + " is in use by another Millrace server. Stop it, or choose another folder with --data.");
            }
            return new DataFolder(root, channel);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the data folder " + root + ": " + e.getMessage(), e);
        }
    }

    private static boolean lock(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** The SQL database. */
    public Path databaseFile() {
        return databaseFile(root);
    }

    /** The SQL database of a folder that is not opened here; it may be read and written beside its server. */
    public static Path databaseFile(Path root) {
        return root.resolve("millrace.db");
    }

    /** The embedded object store's objects. */
    public Path objects() {
        return root.resolve("objects");
    }

    /** A folder for each job run. */
    public Path runs() {
        return root.resolve("runs");
    }

    /** Functions' code and logs. */
    public Path functions() {
        return root.resolve("functions");
    }

    /** The files that subscriptions to topics write. */
    public Path notifications() {
        return root.resolve("notifications");
    }

    /** Git repositories that pipelines are fed from. */
    public Path repositories() {
        return root.resolve("repositories");
    }

    /** Objects that queries have read, by ETag. */
    public Path queryCache() {
        return root.resolve("query-cache");
    }

    /** What running queries spill and write before it goes to the object store. */
    public Path queryScratch() {
        return root.resolve("query-scratch");
    }

    /** The folder itself. */
    public Path root() {
        return root;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot release the data folder " + root, e);
        }
    }
}
