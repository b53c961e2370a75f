package io.millrace.server.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Reads artifacts. Nothing is written outside the folder, whatever the entries' names and links say. */
public final class ZipFolder {
    /** More is no artifact but an attack; CodePipeline's own limit for one is 5 GB (CodePipeline User Guide, "Quotas"). */
    private static final long MAX_BYTES = 8L << 30;

    private static final int MAX_ENTRIES = 500_000;
    private static final int MAX_LINK_BYTES = 4096;
    private static final int EXECUTABLE = 0111;

    private ZipFolder() {}

    /**
     * Unpacks an artifact into a folder that is there.
     *
     * @throws IOException if an entry would lie outside the folder, or there is too much
     */
    public static void unpack(Path file, Path folder) throws IOException {
        Path root = folder.toRealPath();
        Map<Path, String> links = new LinkedHashMap<>();
        try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            long left = MAX_BYTES;
            int entries = 0;
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                Path target = inside(root, entry.getName());
                if (++entries > MAX_ENTRIES) {
                    throw new IOException("The artifact has more than " + MAX_ENTRIES + " entries.");
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else if (entry.isUnixSymlink()) {
                    links.put(target, link(zip, entry));
                } else {
                    left -= write(zip, entry, target, left);
                }
            }
        }
        // Links come last: no entry is written through one.
        for (Map.Entry<Path, String> link : links.entrySet()) {
            Path target = link.getKey().resolveSibling(link.getValue()).normalize();
            if (!target.startsWith(root) || liesBehindALink(root, link.getKey())) {
                throw leadsOut(root, link.getKey());
            }
            Files.createDirectories(link.getKey().getParent());
            Files.createSymbolicLink(link.getKey(), Path.of(link.getValue()));
        }
        // A link to another may lead where its text alone does not say.
        for (Path link : links.keySet()) {
            if (Files.exists(link) && !link.toRealPath().startsWith(root)) {
                throw leadsOut(root, link);
            }
        }
    }

    private static boolean liesBehindALink(Path root, Path link) {
        Path folder = root;
        for (Path name : root.relativize(link.resolveSibling("."))) {
            folder = folder.resolve(name);
            if (Files.isSymbolicLink(folder)) {
                return true;
            }
        }
        return false;
    }

    private static IOException leadsOut(Path root, Path link) {
        return new IOException("The link " + root.relativize(link) + " leads out of the artifact.");
    }

    private static Path inside(Path root, String name) throws IOException {
        Path target = root.resolve(name).normalize();
        if (name.isEmpty() || name.startsWith("/") || target.equals(root) || !target.startsWith(root)) {
            throw new IOException("The entry '" + name + "' leads out of the artifact.");
        }
        return target;
    }

    private static String link(ZipFile zip, ZipArchiveEntry entry) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            return new String(in.readNBytes(MAX_LINK_BYTES), StandardCharsets.UTF_8);
        }
    }

    private static long write(ZipFile zip, ZipArchiveEntry entry, Path target, long left) throws IOException {
        Files.createDirectories(target.getParent());
        long written = 0;
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(target)) {
            byte[] buffer = new byte[1 << 16];
            int read;
            while ((read = in.read(buffer)) >= 0) {
                written += read;
                if (written > left) {
                    throw new IOException("The artifact is larger than " + MAX_BYTES + " bytes.");
                }
                out.write(buffer, 0, read);
            }
        }
        if ((entry.getUnixMode() & EXECUTABLE) != 0) {
            Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        return written;
    }

    /**
     * Reads one file of an artifact; empty if it has none of this name.
     *
     * @throws IOException if it is larger than {@code maxBytes}, or no zip file
     */
    public static Optional<byte[]> read(Path file, String name, int maxBytes) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
            ZipArchiveEntry entry = zip.getEntry(name);
            if (entry == null || entry.isDirectory() || entry.isUnixSymlink()) {
                return Optional.empty();
            }
            try (InputStream in = zip.getInputStream(entry)) {
                byte[] bytes = in.readNBytes(maxBytes + 1);
                if (bytes.length > maxBytes) {
                    throw new IOException("The file " + name + " is larger than " + maxBytes + " bytes.");
                }
                return Optional.of(bytes);
            }
        }
    }
}
