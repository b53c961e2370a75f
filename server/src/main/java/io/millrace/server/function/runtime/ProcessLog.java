package io.millrace.server.function.runtime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log file of one process, which the process itself appends to. What a handler wrote before it answered is in the file
 * when the answer is here, so the tail of an invocation needs no waiting. A log that cannot be written or read costs the log
 * and never an invocation.
 */
final class ProcessLog {
    /** What {@code LogResult} holds at most. */
    private static final int TAIL_BYTES = 4096;

    private static final int KEPT_FILES = 20;
    private static final Logger LOG = LoggerFactory.getLogger(ProcessLog.class);

    private final Path file;

    private ProcessLog(Path file) {
        this.file = file;
    }

    /** A new empty log in {@code folder}, whose oldest files make room. Names sort by time. */
    static ProcessLog create(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> newestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (Path old : newestFirst.subList(Math.min(KEPT_FILES - 1, newestFirst.size()), newestFirst.size())) {
                Files.deleteIfExists(old);
            }
        }
        Path file = folder.resolve(name);
        Files.createFile(file);
        return new ProcessLog(file);
    }

    Path file() {
        return file;
    }

    long size() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    void append(String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            LOG.warn("Cannot write to the function log {}", file, e);
        }
    }

    /** The last bytes since {@code from}; less when the file was cut meanwhile. */
    byte[] tail(long from) {
        try (FileChannel channel = FileChannel.open(file)) {
            long start = Math.max(from <= channel.size() ? from : 0, channel.size() - TAIL_BYTES);
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.max(0, channel.size() - start));
            channel.position(start);
            while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
                // one read need not fill the buffer
            }
            byte[] bytes = new byte[buffer.flip().remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (NoSuchFileException e) {
            return new byte[0];
        } catch (IOException e) {
            LOG.warn("Cannot read the function log {}", file, e);
            return new byte[0];
        }
    }

    /** Empties the log when it is larger than allowed, keeping its end. The process appends on. */
    void cutAbove(long maxBytes) {
        if (size() <= maxBytes) {
            return;
        }
        byte[] end = tail(0);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(0);
        } catch (IOException e) {
            LOG.warn("Cannot cut the function log {}", file, e);
            return;
        }
        append("(cut: the log was larger than " + maxBytes + " bytes)\n" + new String(end, StandardCharsets.UTF_8));
    }
}
