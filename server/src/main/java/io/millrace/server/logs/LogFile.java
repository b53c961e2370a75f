package io.millrace.server.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;

/**
 * A file of a stream as it is now.
 *
 * @param id tells it from others of its folder for good, also when it gets another name
 * @param size in bytes
 * @param modified when something was written to it last
 */
record LogFile(Path path, String id, long size, Instant modified) {
    /** Looks at a file; empty if it is gone. */
    static Optional<LogFile> at(Path path) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            String name = String.valueOf(path.getFileName());
            Object key = attributes.fileKey();
            // A log that is full becomes NAME.1, where a reader goes on with it.
            String id = key == null ? name : name.replaceFirst("\\.1$", "") + "#" + key;
            return Optional.of(new LogFile(
                    path, id, attributes.size(), attributes.lastModifiedTime().toInstant()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What its marks are kept under. */
    String markKey() {
        return path.resolveSibling(id).toString();
    }
}
