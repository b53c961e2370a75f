package io.millrace.etl.job.source;

import io.millrace.etl.batch.InputObject;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.storage.S3Paths;
import io.millrace.etl.job.storage.StoreFailures;
import io.millrace.etl.lakehouse.LakeSnapshot;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Holds the folders that the catalog knows against what is there. */
public final class SourceFiles {
    private final Configuration hadoop;

    public SourceFiles(Configuration hadoop) {
        this.hadoop = hadoop;
    }

    /**
     * The table's folders that have files.
     *
     * @throws JobFailureException for a folder without, unless a crawler saw its end, and for a table without, unless it is
     *     known to be empty
     */
    List<SourceTable.Folder> foldersWithData(SourceTable table) {
        List<SourceTable.Folder> found = new ArrayList<>();
        for (SourceTable.Folder folder : table.folders()) {
            if (!visible(table, folder, 1).isEmpty()) {
                found.add(folder);
            } else if (folder.files() == SourceTable.Files.EXPECTED && !table.isKnownEmpty()) {
                throw new JobFailureException(noData(table, folder));
            }
        }
        checkAny(table, !found.isEmpty());
        return found;
    }

    private static void checkAny(SourceTable table, boolean found) {
        if (!found && !table.folders().isEmpty() && !table.isKnownEmpty()) {
            // An earlier result must not give way to an empty one because the source is away.
            throw new JobFailureException(
                    "No data in any of the %d partitions of table %s; put its files back, or drop the table"
                            .formatted(table.folders().size(), table.name()));
        }
    }

    private static String noData(SourceTable table, SourceTable.Folder folder) {
        return folder.values().isEmpty()
                ? "No data at %s, where the catalog has the files of table %s; put them back, or run the crawler again if they moved"
                        .formatted(folder.location(), table.name())
                : "No data at %s, where the catalog has partition %s of table %s; if its files are gone for good, run the crawler again"
                        .formatted(folder.location(), folder.values(), table.name());
    }

    /**
     * The objects that are the table's, ordered by URI, each once and as it is now.
     *
     * @throws JobFailureException as {@link #foldersWithData}
     */
    public List<SourceObject> objects(SourceTable table) {
        if (table.snapshot().isPresent()) {
            return objects(table, table.snapshot().get());
        }
        Map<String, SourceObject> found = new TreeMap<>();
        boolean anyFolder = false;
        for (SourceTable.Folder folder : table.folders()) {
            List<LocatedFileStatus> files = list(table, folder, Integer.MAX_VALUE);
            // All that is there may be of a batch that does not count yet.
            boolean full = !files.isEmpty() || !folder.batches().isAll();
            anyFolder |= full;
            if (!full && folder.files() == SourceTable.Files.EXPECTED && !table.isKnownEmpty()) {
                throw new JobFailureException(noData(table, folder));
            }
            files.forEach(file -> add(found, new SourceObject(input(file), folder)));
        }
        checkAny(table, anyFolder);
        return List.copyOf(found.values());
    }

    /** When they were written says nothing about a snapshot, and no bookmark has them. */
    private static List<SourceObject> objects(SourceTable table, LakeSnapshot snapshot) {
        return snapshot.files().stream()
                .map(file -> new SourceObject(
                        new InputObject(file.uri(), file.tag(), file.bytes(), Instant.EPOCH),
                        table.folders().get(0)))
                .toList();
    }

    /** Where one folder lies in another, an object belongs to the innermost. */
    private static void add(Map<String, SourceObject> found, SourceObject object) {
        found.merge(
                object.object().uri(),
                object,
                (one, other) -> one.folder().location().length()
                                >= other.folder().location().length()
                        ? one
                        : other);
    }

    private static InputObject input(LocatedFileStatus file) {
        Instant modified = Instant.ofEpochMilli(file.getModificationTime());
        String eTag = file instanceof EtagSource tagged && tagged.getEtag() != null
                ? tagged.getEtag().replace("\"", "")
                // A local file has none.
                : Long.toString(file.getModificationTime());
        return new InputObject(S3Paths.uri(file.getPath()), eTag, file.getLen(), modified);
    }

    /**
     * What Spark is to read: the folders; or the files, each once, where the table leaves objects out, where one folder lies in another, and of ORC, whose
     * files are asked one by one.
     */
    public String[] paths(SourceTable table, List<SourceTable.Folder> folders) {
        if (table.format() != SourceTable.Format.ORC
                && table.exclusions().isEmpty()
                && !areNested(folders)
                && folders.stream().allMatch(folder -> folder.batches().isAll())) {
            return folders.stream()
                    .map(folder -> S3Paths.toHadoop(folder.location()).toString())
                    .toArray(String[]::new);
        }
        return folders.stream()
                .flatMap(folder -> visible(table, folder, Integer.MAX_VALUE).stream())
                .map(Path::toString)
                .distinct()
                .toArray(String[]::new);
    }

    private static boolean areNested(List<SourceTable.Folder> folders) {
        String[] sorted = folders.stream()
                .map(folder -> S3Paths.toHadoop(folder.location()) + "/")
                .sorted()
                .toArray(String[]::new);
        return IntStream.range(1, sorted.length).anyMatch(i -> sorted[i].startsWith(sorted[i - 1]));
    }

    /** Up to {@code limit} files of the folder that are the table's. */
    private List<Path> visible(SourceTable table, SourceTable.Folder folder, int limit) {
        return list(table, folder, limit).stream()
                .map(LocatedFileStatus::getPath)
                .toList();
    }

    private List<LocatedFileStatus> list(SourceTable table, SourceTable.Folder folder, int limit) {
        if (!S3Paths.hasReachableBucket(folder.location())) {
            throw new JobFailureException(
                    "Cannot list %s: that is no name of a bucket; correct the location of table %s"
                            .formatted(folder.location(), table.name()));
        }
        Path path = S3Paths.toHadoop(folder.location());
        List<LocatedFileStatus> found = new ArrayList<>();
        try {
            FileSystem files = path.getFileSystem(hadoop);
            RemoteIterator<LocatedFileStatus> listing = files.listFiles(path, true);
            while (found.size() < limit && listing.hasNext()) {
                LocatedFileStatus file = listing.next();
                String uri = S3Paths.uri(file.getPath());
                if (isVisible(file.getPath().getName())
                        && !table.exclusions().exclude(uri)
                        && folder.batches().counts(uri)) {
                    found.add(file);
                }
            }
            return found;
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw StoreFailures.of("Cannot list " + folder.location(), folder.location(), e);
        }
    }

    /** Names that begin with {@code _} or {@code .} are hidden from Hive, Spark and Athena. */
    public static boolean isVisible(String name) {
        return !name.startsWith("_") && !name.startsWith(".");
    }
}
