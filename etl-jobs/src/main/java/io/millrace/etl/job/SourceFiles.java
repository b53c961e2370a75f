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

    /** The table's folders that have files. @throws JobFailureException for a folder without, unless the table is known to be empty */
    List<SourceTable.Folder> foldersWithData(SourceTable table) {
        List<SourceTable.Folder> found = new ArrayList<>();
        for (SourceTable.Folder folder : table.folders()) {
            if (hasData(folder)) {
                found.add(folder);
            } else if (!table.isKnownEmpty()) {
                throw new JobFailureException(
                        "No data at %s, where the catalog has %s of table %s; if its files are gone for good, run the crawler again"
                                .formatted(
                                        folder.location(),
                                        folder.values().isEmpty() ? "the files" : "partition " + folder.values(),
                                        table.name()));
            }
        }
        return found;
    }

    private boolean hasData(SourceTable.Folder folder) {
        Path path = S3Paths.toHadoop(folder.location());
        try {
            FileSystem files = path.getFileSystem(hadoop);
            RemoteIterator<LocatedFileStatus> listing = files.listFiles(path, true);
            while (listing.hasNext()) {
                if (isVisible(listing.next().getPath().getName())) {
                    return true;
                }
            }
            return false;
        } catch (FileNotFoundException e) {
            return false;
        } catch (IOException e) {
            throw new JobFailureException("Cannot list %s: %s".formatted(folder.location(), e.getMessage()), e);
        }
    }

    /** Names that begin with {@code _} or {@code .} are hidden from Hive, Spark and Athena. */
    static boolean isVisible(String name) {
        return !name.startsWith("_") && !name.startsWith(".");
    }
}
