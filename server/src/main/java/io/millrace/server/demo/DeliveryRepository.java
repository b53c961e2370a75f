package io.millrace.server.demo;

import io.millrace.server.MillraceHome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.transport.RefSpec;

/**
 * A repository as a team would have it that delivers the taxi stage: the stage's template and parameters, both buildspecs, the live test's
 * checks, and raw files to test with. What a build of it would compile is in it as jars. The bare repository is where the server
 * looks for it; beside it a folder with the files, to change them. No git program is needed.
 *
 * @param files the folder with the files
 * @param bare where it is pushed to
 */
record DeliveryRepository(Path files, Path bare) {
    /** The branch that the pipeline delivers. */
    static final String BRANCH = "main";

    /** The folder of the repository with the raw files that the live test uploads. */
    static final String DATA = "data";

    private static final String EXAMPLE = "docs/guides/examples/etl-repository";

    /** The commit that was pushed last; empty if there is none yet. */
    Optional<String> head() {
        if (!Files.isDirectory(bare.resolve("objects"))) {
            return Optional.empty();
        }
        try (Git git = Git.open(bare.toFile())) {
            return Optional.ofNullable(git.getRepository().resolve(BRANCH)).map(ObjectId::name);
        } catch (IOException e) {
            throw new UncheckedIOException("The repository " + bare + " cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * Fills the folder anew from what Millrace was built to; nothing is committed.
     *
     * @param data raw files by their name in the folder {@link #DATA}
     */
    void fill(MillraceHome home, Map<String, Path> data) {
        try {
            clear();
            copyFolder(home.built(EXAMPLE), files);
            copy(home.stageTemplate(), "etl-stage.yaml");
            copy(home.built("ci/buildspec-livetest.yml"), "ci/buildspec-livetest.yml");
            copy(home.built("ci/live-test"), "ci/live-test");
            copyFolder(home.built("ci/checks"), files.resolve("ci/checks"));
            copy(home.functionJar(), "functions/millrace-lambda-triggers.jar");
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(home.built("ci/target"), "millrace-ci-*.jar")) {
                copy(jars.iterator().next(), "live-test/millrace-ci-live-test.jar");
            }
            copyFolder(home.built("ci/target/lib"), files.resolve("live-test/lib"));
            for (var entry : data.entrySet()) {
                copy(entry.getValue(), DATA + "/" + entry.getKey());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The repository " + files + " cannot be written: " + e.getMessage(), e);
        }
    }

    private void clear() throws IOException {
        Files.createDirectories(files);
        List<Path> old;
        try (Stream<Path> all = Files.walk(files)) {
            old = all.filter(path -> !path.equals(files) && !path.startsWith(files.resolve(".git")))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        }
        for (Path path : old) {
            Files.delete(path);
        }
    }

    private void copy(Path from, String name) throws IOException {
        Path to = files.resolve(name);
        Files.createDirectories(to.getParent());
        Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    }

    private static void copyFolder(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * Commits every change of the files and pushes the branch; makes both repositories if they are not there.
     *
     * @return the commit's id; that of the last one if nothing has changed
     */
    String push(String message) {
        try (Git made = Git.init()
                        .setBare(true)
                        .setDirectory(bare.toFile())
                        .setInitialBranch(BRANCH)
                        .call();
                Git git = Git.init()
                        .setDirectory(files.toFile())
                        .setInitialBranch(BRANCH)
                        .call()) {
            storeQuickly(made);
            storeQuickly(git);
            git.add().addFilepattern(".").call();
            git.add().addFilepattern(".").setUpdate(true).call();
            if (!git.status().call().isClean()) {
                git.commit()
                        .setMessage(message)
                        .setAuthor("Millrace demo", "demo@localhost")
                        .setCommitter("Millrace demo", "demo@localhost")
                        .setSign(false)
                        .call();
            }
            git.push()
                    .setRemote(bare.toUri().toString())
                    .setRefSpecs(new RefSpec("refs/heads/" + BRANCH + ":refs/heads/" + BRANCH))
                    .call();
            return git.getRepository().resolve("HEAD").name();
        } catch (GitAPIException | IOException e) {
            throw new IllegalStateException("The repository " + bare + " cannot be pushed to: " + e.getMessage(), e);
        }
    }

    /** Most of it is jars, which nothing makes smaller. */
    private static void storeQuickly(Git git) throws IOException {
        StoredConfig config = git.getRepository().getConfig();
        config.setInt("core", null, "compression", 0);
        config.setInt("pack", null, "compression", 0);
        config.save();
    }
}
