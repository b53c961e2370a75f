package io.millrace.etl.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Holds the folders that the catalog knows against what is there. */
final class SourceFiles {
    private final Configuration hadoop;

    SourceFiles(Configuration hadoop) {
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
        if (found.isEmpty() && !table.folders().isEmpty() && !table.isKnownEmpty()) {
            // An earlier result must not give way to an empty one because the source is away.
            throw new JobFailureException(
                    "No data in any of the %d partitions of table %s; put its files back, or drop the table"
                            .formatted(table.folders().size(), table.name()));
        }
        return found;
    }

    private static String noData(SourceTable table, SourceTable.Folder folder) {
        return folder.values().isEmpty()
                ? "No data at %s, where the catalog has the files of table %s; put them back, or run the crawler again if they moved"
                        .formatted(folder.location(), table.name())
                : "No data at %s, where the catalog has partition %s of table %s; if its files are gone for good, run the crawler again"
                        .formatted(folder.location(), folder.values(), table.name());
    }

    /** What Spark is to read: the folders, or, where the table leaves objects out, the files that it does not. */
    String[] paths(SourceTable table, List<SourceTable.Folder> folders) {
        if (table.exclusions().isEmpty()) {
            return folders.stream()
                    .map(folder -> S3Paths.toHadoop(folder.location()).toString())
                    .toArray(String[]::new);
        }
        return files(table, folders).toArray(String[]::new);
    }

    /** All files of the folders that are the table's. */
    List<String> files(SourceTable table, List<SourceTable.Folder> folders) {
        return folders.stream()
                .flatMap(folder -> visible(table, folder, Integer.MAX_VALUE).stream())
                .map(Path::toString)
                .toList();
    }

    /** Up to {@code limit} files of the folder that are the table's. */
    private List<Path> visible(SourceTable table, SourceTable.Folder folder, int limit) {
        Path path = S3Paths.toHadoop(folder.location());
        List<Path> found = new ArrayList<>();
        try {
            FileSystem files = path.getFileSystem(hadoop);
            RemoteIterator<LocatedFileStatus> listing = files.listFiles(path, true);
            while (found.size() < limit && listing.hasNext()) {
                Path file = listing.next().getPath();
                if (isVisible(file.getName()) && !table.exclusions().exclude(S3Paths.uri(file))) {
                    found.add(file);
                }
            }
            return found;
        } catch (FileNotFoundException e) {
            return List.of();
        } catch (IOException e) {
            throw new JobFailureException("Cannot list %s: %s".formatted(folder.location(), e.getMessage()), e);
        }
    }

    /** Names that begin with {@code _} or {@code .} are hidden from Hive, Spark and Athena. */
    static boolean isVisible(String name) {
        return !name.startsWith("_") && !name.startsWith(".");
    }
}
