package io.millrace.server.function;

import io.millrace.server.function.runtime.FunctionCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Functions' code on disk, in {@code <folder>/<function>/<sha256>}. A package appears there complete or not at all. Callers
 * write one package of a function at a time. A jar has thousands of files: what is deleted is taken away at once, and its files are
 * deleted in the background, those that a server has left by the next one.
 */
final class FunctionCodeStore {
    private static final Logger LOG = LoggerFactory.getLogger(FunctionCodeStore.class);

    /** No function and no package has a dot in its name. */
    private static final String DISCARDED = ".discarded-";

    private final Path folder;
    private final DeploymentPackage packages = new DeploymentPackage(DeploymentPackage.MAX_UNZIPPED_BYTES);
    private final Executor background;

    /** @param background deletes files; what it has not done when the process ends, the next process does */
    FunctionCodeStore(Path folder, Executor background) {
        this.folder = folder.toAbsolutePath();
        this.background = background;
        background.execute(this::deleteLeftOvers);
    }

    private void deleteLeftOvers() {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> functionsAndPackages = Files.walk(folder, 2)) {
            functionsAndPackages
                    .filter(path -> path.getFileName().toString().contains(DISCARDED))
                    .toList()
                    .forEach(FunctionCodeStore::deleteQuietly);
        } catch (IOException | UncheckedIOException e) {
            LOG.warn("What was deleted of functions' code stays in {}", folder, e);
        }
    }

    /** Keeps a deployment package; the same bytes again change nothing. */
    FunctionCode store(String function, byte[] zip) {
        FunctionCode code = locate(function, Base64.getEncoder().encodeToString(sha256(zip)), zip.length);
        if (Files.exists(code.folder())) {
            return code;
        }
        FunctionCode incoming = new FunctionCode(
                code.folder().resolveSibling(code.folder().getFileName() + ".new"), code.sha256(), code.size());
        try {
            deleteTree(incoming.folder());
            Files.createDirectories(incoming.folder());
            Files.write(incoming.archive(), zip);
            packages.unpack(incoming.archive(), incoming.taskRoot());
            Files.move(incoming.folder(), code.folder(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot store the code of the function " + function, e);
        } finally {
            deleteTree(incoming.folder());
        }
        return code;
    }

    /** Where the package of this hash is. */
    FunctionCode locate(String function, String sha256, long size) {
        String hex = HexFormat.of().formatHex(Base64.getDecoder().decode(sha256));
        return new FunctionCode(folder.resolve(function).resolve(hex), sha256, size);
    }

    /** Deletes the packages of a function but the given ones, which processes may still run. */
    void keepOnly(String function, List<FunctionCode> kept) {
        Path home = folder.resolve(function);
        if (!Files.isDirectory(home)) {
            return;
        }
        try (Stream<Path> packagesOfFunction = Files.list(home)) {
            List<Path> keptFolders = kept.stream().map(FunctionCode::folder).toList();
            packagesOfFunction
                    .filter(path -> !path.getFileName().toString().contains(DISCARDED))
                    .filter(path -> !keptFolders.contains(path))
                    .forEach(this::discard);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot clean up the code of the function " + function, e);
        }
    }

    /** Deletes all packages of a function. A running process has its jars open and goes on. */
    void delete(String function) {
        discard(folder.resolve(function));
    }

    /** Takes the folder away at once, and has it deleted as far as it goes: a process may still be writing into it. */
    private void discard(Path code) {
        Path discarded = code.resolveSibling(code.getFileName() + DISCARDED + UUID.randomUUID());
        try {
            Files.move(code, discarded, StandardCopyOption.ATOMIC_MOVE);
            background.execute(() -> deleteQuietly(discarded));
        } catch (NoSuchFileException e) {
            LOG.debug("There is no code in {}", code);
        } catch (RejectedExecutionException e) {
            LOG.debug("The server ends; the next one deletes {}", discarded);
        } catch (IOException e) {
            LOG.warn("Function code was left behind in {}", code, e);
        }
    }

    private static void deleteQuietly(Path discarded) {
        try {
            deleteTree(discarded);
        } catch (UncheckedIOException e) {
            LOG.warn("Function code was left behind in {}", discarded, e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static void deleteTree(Path root) {
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (NoSuchFileException e) {
            // gone is what was wanted
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + root, e);
        }
    }
}
