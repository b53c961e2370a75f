package io.millrace.server.storage.ordered;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ObjectStorageClass;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A way through the objects of a bucket in S3's order, which opens a folder when it comes to it. It can stop after any entry
 * and go on later: where nothing has changed since in the folders that it stands in. For one thread at a time.
 */
final class ListingWalk {
    private final Path root;
    private final ListingScope scope;
    private final WritesInProgress writes;
    private final InstantSource clock;
    private final Deque<OpenFolder> open = new ArrayDeque<>();
    private @Nullable Found ahead;

    private ListingWalk(Path root, ListingScope scope, WritesInProgress writes, InstantSource clock) {
        this.root = root;
        this.scope = scope;
        this.writes = writes;
        this.clock = clock;
    }

    /** What was come to: a file, a folder that is an object, or one that stands for the keys below it. */
    private record Found(String key, Path path, BasicFileAttributes attributes, Kind kind) {}

    private enum Kind {
        FILE,
        FOLDER_OBJECT,
        COMMON_PREFIX
    }

    /** One line of a listing: an object, or a common prefix if there is none. */
    record Line(String key, Optional<S3Object> object) {}

    /** The walk through what the scope names, from the key after its marker. */
    static ListingWalk begin(Path root, ListingScope scope, WritesInProgress writes, InstantSource clock)
            throws IOException {
        ListingWalk walk = new ListingWalk(root, scope, writes, clock);
        Path folder = walk.root.resolve(scope.bucket()).resolve(scope.folder());
        BasicFileAttributes attributes = attributes(folder);
        if (attributes != null && attributes.isDirectory()) {
            walk.open.push(OpenFolder.read(
                    folder, attributes.lastModifiedTime(), scope.folder(), scope.nameBeginning(), clock));
            // The prefix itself may be an object: a folder's marker.
            if (!scope.folder().isEmpty() && scope.nameBeginning().isEmpty() && scope.isAhead(scope.folder())) {
                walk.ahead = folderObject(scope.folder(), folder, attributes);
            }
        }
        return walk;
    }

    boolean hasNext() throws IOException {
        while (ahead == null && !open.isEmpty()) {
            OpenFolder folder = open.element();
            if (folder.hasNext()) {
                ahead = visit(folder, folder.next());
            } else {
                open.pop();
            }
        }
        return ahead != null;
    }

    /** The next line; empty if what was there is gone. */
    Optional<Line> next() throws IOException {
        Found found = ahead;
        if (found == null) {
            throw new NoSuchElementException("The listing is at its end");
        }
        ahead = null;
        if (found.kind() == Kind.COMMON_PREFIX) {
            return Optional.of(new Line(found.key(), Optional.empty()));
        }
        try {
            return Optional.of(new Line(found.key(), Optional.of(object(found))));
        } catch (IOException e) {
            if (Files.notExists(found.path())) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Goes on in the next request; false if that would not show what changed in between. */
    boolean resume() {
        if (!open.stream().allMatch(OpenFolder::isUnchanged)) {
            return false;
        }
        Found found = ahead;
        if (found != null) {
            BasicFileAttributes attributes = attributes(found.path());
            ahead = attributes == null ? null : new Found(found.key(), found.path(), attributes, found.kind());
        }
        return true;
    }

    /** How many names it holds. */
    int size() {
        return open.stream().mapToInt(OpenFolder::size).sum();
    }

    private @Nullable Found visit(OpenFolder folder, String name) throws IOException {
        String key = folder.key() + name;
        String below = key + "/";
        if (!scope.isAhead(key) && !scope.reaches(below)) {
            return null;
        }
        Path path = folder.path().resolve(name);
        Optional<Instant> temporarySince = writes.temporarySince(scope.bucket(), key);
        BasicFileAttributes attributes = attributes(path);
        if (attributes == null) {
            return null;
        }
        if (attributes.isDirectory()) {
            return folder(path, below, attributes);
        }
        boolean temporary = temporarySince
                .filter(since -> !attributes.lastModifiedTime().toInstant().isBefore(since))
                .isPresent();
        return temporary || !scope.isAhead(key) ? null : new Found(key, path, attributes, Kind.FILE);
    }

    private @Nullable Found folder(Path path, String key, BasicFileAttributes attributes) throws IOException {
        if (scope.folds()) {
            return scope.isAhead(key) ? new Found(key, path, attributes, Kind.COMMON_PREFIX) : null;
        }
        if (!scope.reaches(key)) {
            return null;
        }
        open.push(OpenFolder.read(path, attributes.lastModifiedTime(), key, "", clock));
        return scope.isAhead(key) ? folderObject(key, path, attributes) : null;
    }

    private static @Nullable Found folderObject(String key, Path path, BasicFileAttributes attributes) {
        return StoredAttributes.isObject(path) ? new Found(key, path, attributes, Kind.FOLDER_OBJECT) : null;
    }

    /** None if the file is gone: what is deleted during a listing is not listed. */
    private static @Nullable BasicFileAttributes attributes(Path path) {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class);
        } catch (IOException e) {
            return null;
        }
    }

    private static S3Object object(Found found) throws IOException {
        boolean file = found.kind() == Kind.FILE;
        Optional<String> eTag = StoredAttributes.eTag(found.path());
        // S3Proxy writes the hash first: a file without it came in another way and has no class either.
        boolean classed = file && eTag.isPresent();
        return S3Object.builder()
                .key(found.key())
                .eTag(eTag.orElse(null))
                .lastModified(found.attributes().lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MILLIS))
                .size(file ? found.attributes().size() : 0)
                .storageClass(classed ? StoredAttributes.storageClass(found.path()) : ObjectStorageClass.STANDARD)
                .build();
    }
}
