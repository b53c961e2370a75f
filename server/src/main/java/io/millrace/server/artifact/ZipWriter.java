package io.millrace.server.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.Deflater;
import org.apache.commons.compress.archivers.zip.UnixStat;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Writes an artifact. Entries have no times of their own, so equal contents give equal files. Not thread-safe. */
public final class ZipWriter implements AutoCloseable {
    private final ZipArchiveOutputStream zip;

    /** Writes to a file that is made or replaced. */
    public ZipWriter(Path file) throws IOException {
        this.zip = new ZipArchiveOutputStream(file);
        // Artifacts pass between two actions, and most of what is large in them is jars.
        zip.setLevel(Deflater.BEST_SPEED);
    }

    /** Adds a file. */
    public void add(String name, FileKind kind, InputStream content) throws IOException {
        ZipArchiveEntry entry = new ZipArchiveEntry(name);
        entry.setTime(0);
        entry.setUnixMode(
                switch (kind) {
                    case PLAIN -> UnixStat.FILE_FLAG | 0644;
                    case EXECUTABLE -> UnixStat.FILE_FLAG | 0755;
                    case LINK -> UnixStat.LINK_FLAG | 0777;
                });
        zip.putArchiveEntry(entry);
        content.transferTo(zip);
        zip.closeArchiveEntry();
    }

    /** Adds a file of the disk, which keeps whether it is executable. */
    public void add(String name, Path file) throws IOException {
        try (InputStream content = Files.newInputStream(file, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            add(name, Files.isExecutable(file) ? FileKind.EXECUTABLE : FileKind.PLAIN, content);
        }
    }

    /** Adds a text. */
    public void add(String name, String text) throws IOException {
        add(name, FileKind.PLAIN, new java.io.ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Completes the file. */
    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** What an entry is; the content of a link is its target. */
    public enum FileKind {
        PLAIN,
        EXECUTABLE,
        LINK
    }
}
