package io.millrace.server.build;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The clean folder of one build, which goes with it.
 *
 * @param root outside the server's data folder, because the build's user must reach it
 */
record BuildFolder(Path root) {
    /**
     * Makes a folder.
     *
     * @param parent the server's own, which is made if it is not there; others may pass through it and change nothing in it
     * @throws IOException if it is somebody else's: who owns it could put another folder in the place of a build's
     */
    static BuildFolder create(Path parent) throws IOException {
        Files.createDirectories(parent);
        Path probe = Files.createTempFile(parent, "owner-", "");
        boolean own = Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(parent).equals(Files.getOwner(probe));
        Files.delete(probe);
        if (!own) {
            throw new IOException("The folder " + parent + " belongs to somebody else; remove it");
        }
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwx--x--x"));
        Path root = Files.createTempDirectory(
                parent, "build-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        BuildFolder folder = new BuildFolder(root.toRealPath());
        for (Path part : List.of(folder.source(), folder.state(), folder.home())) {
            Files.createDirectory(part);
        }
        return folder;
    }

    Path source() {
        return root.resolve("src");
    }

    Path secondary(String identifier) {
        return root.resolve("src-" + identifier.replaceAll("[^A-Za-z0-9_-]", "_"));
    }

    Path state() {
        return root.resolve("state");
    }

    Path home() {
        return root.resolve("home");
    }

    /** Gives everything to the build's user. Links are changed themselves, not what they lead to. */
    void giveTo(int user) throws IOException {
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                return own(folder);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                return own(file);
            }

            private FileVisitResult own(Path path) throws IOException {
                Files.setAttribute(path, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(path, "unix:gid", user, LinkOption.NOFOLLOW_LINKS);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Whether a path is a plain file of the build itself: no link, and nothing that leads out of the folder. */
    boolean isOwnFile(Path file) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && file.toRealPath().startsWith(root)
                && Files.getAttribute(file, "unix:uid", LinkOption.NOFOLLOW_LINKS)
                        .equals(Files.getAttribute(root, "unix:uid", LinkOption.NOFOLLOW_LINKS));
    }

    void delete() throws IOException {
        delete(root);
    }

    /** Removes what builds of a server that was killed have left. */
    static void deleteAll(Path parent) throws IOException {
        if (Files.isDirectory(parent, LinkOption.NOFOLLOW_LINKS)) {
            delete(parent);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
