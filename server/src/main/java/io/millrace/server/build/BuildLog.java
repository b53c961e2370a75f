package io.millrace.server.build;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A build's log file. Secret values never reach it: each is replaced before a byte is written, also where output comes in pieces. It ends at
 * its size limit, with a line that says so. One thread copies at a time; lines may come from any.
 */
final class BuildLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BuildLog.class);
    private static final String MASK = "***";
    private static final int SHORTEST_SECRET = 3;
    private static final int BUFFER_BYTES = 16 << 10;
    private static final int LONGEST_LINE = 64 << 10;

    private final OutputStream out;
    private final long maxBytes;
    private final TreeSet<String> secrets =
            new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(Comparator.naturalOrder()));
    private long written;
    private boolean full;

    BuildLog(Path file, long maxBytes) throws IOException {
        this.out = Files.newOutputStream(file);
        this.maxBytes = maxBytes;
    }

    /** Values that must not be shown from now on; of one with several lines none of them. */
    synchronized void hide(Collection<String> values) {
        for (String value : values) {
            value.lines()
                    .map(String::strip)
                    .filter(line -> line.length() >= SHORTEST_SECRET)
                    .forEach(secrets::add);
        }
    }

    /** A line of the runner's own. */
    synchronized void line(String text) {
        write("[Container] " + masked(text) + "\n");
    }

    /** Copies a process's output to its end, which is read also when the log is full. */
    void copy(InputStream in, Runnable onFull) {
        byte[] buffer = new byte[BUFFER_BYTES];
        StringBuilder pending = new StringBuilder();
        try {
            int read;
            while ((read = in.read(buffer)) >= 0) {
                pending.append(new String(buffer, 0, read, StandardCharsets.ISO_8859_1));
                if (flush(pending)) {
                    onFull.run();
                }
            }
        } catch (IOException e) {
            LOG.debug("The build's output ended", e);
        }
        if (!pending.isEmpty()) {
            pending.append('\n');
            flush(pending);
        }
    }

    /** Writes whole lines, and of a line without end all but what a secret could begin in. True when that filled the log. */
    private synchronized boolean flush(StringBuilder pending) {
        int end = pending.lastIndexOf("\n") + 1;
        if (end == 0 && pending.length() > LONGEST_LINE) {
            String text = maskedBytes(pending.toString());
            int keep = Math.min(
                    text.length(), secrets.isEmpty() ? 0 : secrets.first().length() * 3);
            pending.setLength(0);
            pending.append(text, text.length() - keep, text.length());
            return writeBytes(text.substring(0, text.length() - keep));
        }
        String whole = pending.substring(0, end);
        pending.delete(0, end);
        return writeBytes(maskedBytes(whole));
    }

    /** Texts of the process are held as bytes, so that a character cut in two does no harm. */
    private String maskedBytes(String bytes) {
        String text = bytes;
        for (String secret : secrets) {
            text = text.replace(new String(secret.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1), MASK);
        }
        return text;
    }

    private String masked(String text) {
        String masked = text;
        for (String secret : secrets) {
            masked = masked.replace(secret, MASK);
        }
        return masked;
    }

    private void write(String text) {
        writeBytes(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    private boolean writeBytes(String bytes) {
        if (full || bytes.isEmpty()) {
            return false;
        }
        byte[] octets = bytes.getBytes(StandardCharsets.ISO_8859_1);
        int room = (int) Math.min(octets.length, maxBytes - written);
        try {
            out.write(octets, 0, room);
            written += room;
            if (room < octets.length) {
                full = true;
                out.write(("\n[Container] The log has reached its limit of " + maxBytes
                                + " bytes; the rest is not kept.\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            LOG.warn("Cannot go on writing the log of a build", e);
            full = true;
        }
        return full;
    }

    /** The last line that goes in though the log is full. */
    synchronized void end(String text) {
        try {
            out.write(("[Container] " + masked(text) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.warn("Cannot end the log of a build", e);
        }
    }

    static List<String> read(Path file) throws IOException {
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    @Override
    public synchronized void close() throws IOException {
        out.close();
    }
}
