package io.millrace.server.job;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log file of limited size: when it is half full it becomes {@code <name>.1}, over the one before, and a new one begins. So
 * the newest half of the limit is always there. Not thread-safe.
 */
final class BoundedLog {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedLog.class);
    private static final int BUFFER_BYTES = 16 << 10;

    private final Path file;
    private final long maxFileBytes;

    BoundedLog(Path file, long maxBytes) {
        this.file = file;
        this.maxFileBytes = maxBytes / 2;
    }

    static Path older(Path file) {
        return file.resolveSibling(file.getFileName() + ".1");
    }

    /** Copies everything until the end of {@code in}. Always reads to the end: a full pipe would stop the process that writes it. */
    void copy(InputStream in) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            copyToFiles(in, buffer);
        } catch (IOException e) {
            LOG.warn("Cannot go on writing the log {}", file, e);
            discard(in, buffer);
        }
    }

    private void copyToFiles(InputStream in, byte[] buffer) throws IOException {
        int read = 0;
        while (read >= 0) {
            try (OutputStream out = Files.newOutputStream(file)) {
                long written = 0;
                while (written < maxFileBytes && (read = in.read(buffer)) >= 0) {
                    out.write(buffer, 0, read);
                    written += read;
                }
            }
            if (read >= 0) {
                Files.move(file, older(file), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void discard(InputStream in, byte[] buffer) {
        try {
            while (in.read(buffer) >= 0) {
                // Nowhere to put it.
            }
        } catch (IOException e) {
            LOG.debug("The process closed its output", e);
        }
    }
}
