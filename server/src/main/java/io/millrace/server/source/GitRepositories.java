package io.millrace.server.source;

import io.millrace.server.artifact.ZipWriter;
import io.millrace.server.artifact.ZipWriter.FileKind;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;

/**
 * Git repositories in a folder: {@code NAME} is the folder {@code NAME.git} (bare) or {@code NAME}. They are read only, by JGit alone:
 * no hook and no configured program of a repository is run. Thread-safe.
 */
public final class GitRepositories {
    /** CodeCommit's names, and OWNER/NAME of connections. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)?");

    private final Path folder;

    /** Repositories below this folder, which need not be there yet. */
    public GitRepositories(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** Whether there is a repository of this name. */
    public boolean exists(String name) {
        return find(name).isPresent();
    }

    /**
     * The newest commit of a branch.
     *
     * @throws SourceException if there is no such repository or branch
     */
    public SourceCommit head(String name, String branch) {
        try (Repository repository = open(name)) {
            ObjectId id = repository.resolve(Constants.R_HEADS + branch);
            if (id == null) {
                throw new SourceException(
                        "The repository " + name + " has no branch " + branch + ". Push it, or name another.");
            }
            return commit(repository, id);
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /** The names of all repositories. */
    public List<String> names() {
        List<String> names = new ArrayList<>();
        for (Path first : folders(folder)) {
            String name = name(first);
            if (exists(name)) {
                names.add(name);
            } else {
                folders(first).stream()
                        .map(second -> name + "/" + name(second))
                        .filter(this::exists)
                        .forEach(names::add);
            }
        }
        return names;
    }

    private static String name(Path folder) {
        return folder.getFileName().toString().replaceFirst("\\.git$", "");
    }

    private static List<Path> folders(Path parent) {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new SourceException("The folder " + parent.getFileName() + " cannot be read: " + e.getMessage());
        }
    }

    /**
     * The newest commits of a repository's branches, by branch.
     *
     * @throws SourceException if there is no such repository
     */
    public Map<String, String> branches(String name) {
        try (Repository repository = open(name)) {
            Map<String, String> branches = new TreeMap<>();
            for (Ref branch : repository.getRefDatabase().getRefsByPrefix(Constants.R_HEADS)) {
                if (branch.getObjectId() != null) {
                    branches.put(
                            branch.getName().substring(Constants.R_HEADS.length()),
                            branch.getObjectId().name());
                }
            }
            return branches;
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    /**
     * A commit by its id.
     *
     * @throws SourceException if there is no such repository or commit
     */
    public SourceCommit commit(String name, String id) {
        try (Repository repository = open(name)) {
            if (!ObjectId.isId(id)) {
                throw new SourceException("'" + id + "' is no id of a commit: give all its 40 digits.");
            }
            return commit(repository, ObjectId.fromString(id));
        } catch (IOException e) {
            throw new SourceException("The repository " + name + " has no commit " + id + ".");
        }
    }

    private static SourceCommit commit(Repository repository, ObjectId id) throws IOException {
        try (RevWalk walk = new RevWalk(repository)) {
            RevCommit commit = walk.parseCommit(id);
            return new SourceCommit(
                    commit.name(),
                    commit.getFullMessage(),
                    commit.getAuthorIdent().getWhenAsInstant(),
                    commit.getCommitterIdent().getWhenAsInstant());
        }
    }

    /**
     * Writes the files of a commit as an artifact; submodules are left out.
     *
     * @throws SourceException if there is no such repository or commit
     */
    public void archive(String name, String commit, Path file) {
        try (Repository repository = open(name);
                RevWalk walk = new RevWalk(repository);
                TreeWalk tree = new TreeWalk(repository);
                ZipWriter zip = new ZipWriter(file)) {
            tree.addTree(walk.parseCommit(ObjectId.fromString(commit)).getTree());
            tree.setRecursive(true);
            ObjectReader reader = tree.getObjectReader();
            while (tree.next()) {
                FileMode mode = tree.getFileMode(0);
                if (mode != FileMode.GITLINK) {
                    try (InputStream content = content(reader, tree.getObjectId(0))) {
                        zip.add(tree.getPathString(), kind(mode), content);
                    }
                }
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static InputStream content(ObjectReader reader, ObjectId id) throws IOException {
        var loader = reader.open(id);
        return loader.isLarge() ? loader.openStream() : new ByteArrayInputStream(loader.getCachedBytes());
    }

    private static FileKind kind(FileMode mode) {
        if (mode == FileMode.SYMLINK) {
            return FileKind.LINK;
        }
        return mode == FileMode.EXECUTABLE_FILE ? FileKind.EXECUTABLE : FileKind.PLAIN;
    }

    private Repository open(String name) throws IOException {
        Path place = find(name)
                .orElseThrow(
                        () -> new SourceException("There is no repository " + name + ". Make it with: git init --bare "
                                + folder.getFileName() + "/" + name + ".git in the server's data folder."));
        return new RepositoryBuilder()
                .setGitDir(place.toFile())
                .setMustExist(true)
                .build();
    }

    private Optional<Path> find(String name) {
        if (!NAME.matcher(name).matches() || name.contains("..")) {
            return Optional.empty();
        }
        return List.of(folder.resolve(name + ".git"), folder.resolve(name).resolve(".git"), folder.resolve(name))
                .stream()
                .filter(path -> Files.isDirectory(path.resolve("objects")))
                .findFirst();
    }

    private static SourceException unreadable(String name, IOException e) {
        return new SourceException("The repository " + name + " cannot be read: " + e.getMessage());
    }
}
