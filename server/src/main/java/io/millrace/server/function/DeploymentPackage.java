package io.millrace.server.function;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Unpacks deployment packages, which anybody may have made: nothing is written outside the folder or beyond the limits. Classes stay in the package,
 * from which the JVM loads them: a jar has thousands, which took longer to write and to delete than all else of a deployment.
 */
final class DeploymentPackage {
    /** Lambda's limit of the unzipped package, https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html. */
    static final long MAX_UNZIPPED_BYTES = 262_144_000;

    private static final int MAX_ENTRIES = 100_000;
    private static final int BUFFER_BYTES = 64 << 10;

    private final long maxBytes;

    DeploymentPackage(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /**
     * Unpacks what is no class of {@code archive} into {@code folder}.
     *
     * @throws io.millrace.server.wire.ServiceException InvalidParameterValueException when it is no zip, too large, or has an
     *     entry that would land outside the folder
     */
    void unpack(Path archive, Path folder) throws IOException {
        Files.createDirectories(folder);
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            if (zip.size() == 0 || zip.size() > MAX_ENTRIES) {
                throw FunctionErrors.invalid(
                        zip.size() == 0
                                ? "Uploaded file must be a non-empty zip"
                                : "Uploaded file has too many entries");
            }
            long left = maxBytes;
            byte[] buffer = new byte[BUFFER_BYTES];
            Set<Path> made = new HashSet<>();
            for (ZipEntry entry : Collections.list(zip.entries())) {
                Path target = target(folder, entry.getName());
                if (entry.getName().endsWith(".class")) {
                    left = less(left, entry.getSize());
                } else if (entry.isDirectory()) {
                    Files.createDirectories(target);
                } else {
                    // A jar has thousands of files in few folders.
                    if (made.add(target.getParent())) {
                        Files.createDirectories(target.getParent());
                    }
                    try (InputStream in = zip.getInputStream(entry)) {
                        left -= copy(in, target, left, buffer);
                    }
                }
            }
        } catch (ZipException e) {
            throw FunctionErrors.invalid(
                    "Could not unzip uploaded file. Please check your file, then try to upload again.");
        }
    }

    private static Path target(Path folder, String name) {
        try {
            Path target = folder.resolve(name).normalize();
            if (target.startsWith(folder) && !name.startsWith("/") && !name.contains("\\")) {
                return target;
            }
        } catch (InvalidPathException e) {
            // refused below, like every other name that is no place in the folder
        }
        throw FunctionErrors.invalid("Could not unzip uploaded file: it has an entry outside of its root.");
    }

    private long less(long left, long bytes) {
        if (bytes > left) {
            throw FunctionErrors.invalid("Unzipped size must be smaller than " + maxBytes + " bytes");
        }
        return left - Math.max(0, bytes);
    }

    /** Counts what is really written: the sizes in a zip's headers may lie. */
    private long copy(InputStream in, Path target, long left, byte[] buffer) throws IOException {
        long written = 0;
        try (OutputStream out = Files.newOutputStream(target)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                written += read;
                less(left, written);
                out.write(buffer, 0, read);
            }
        }
        return written;
    }
}
