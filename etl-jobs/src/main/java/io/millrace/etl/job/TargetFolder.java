package io.millrace.etl.job;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The target table's folder in the object store. It belongs to the job: below it are only the folders of partitions with one
 * file each, and hidden objects of commits that are under way.
 */
final class TargetFolder {
    private final String location;
    private final Path root;
    private final List<String> keys;
    private final Configuration hadoop;

    /** For the location, {@code s3://bucket/prefix/}, and the names of the partition keys. */
    TargetFolder(String location, List<String> keys, Configuration hadoop) {
        this.location = location;
        this.root = S3Paths.toHadoop(location);
        this.keys = List.copyOf(keys);
        this.hadoop = hadoop;
    }

    String location() {
        return location;
    }

    /**
     * The partition folders that have a file, as {@code year=2020/month=1}; the empty text for a table without partitions.
     * @throws JobFailureException if there is an object that no run of such a job wrote
     */
    Set<String> listFolders() {
        Set<String> folders = new TreeSet<>();
        try {
            RemoteIterator<LocatedFileStatus> listing = fileSystem().listFiles(root, true);
            while (listing.hasNext()) {
                String relative = relative(listing.next().getPath());
                if (isVisible(relative)) {
                    folders.add(folderOf(relative));
                }
            }
        } catch (FileNotFoundException e) {
            return folders;
        } catch (IOException e) {
            throw new JobFailureException("Cannot list %s: %s".formatted(location, e.getMessage()), e);
        }
        return folders;
    }

    private String relative(Path file) {
        return file.toUri()
                .getPath()
                .substring(root.toUri().getPath().replaceFirst("/*$", "/").length());
    }

    private static boolean isVisible(String relative) {
        for (String segment : relative.split("/")) {
            if (!SourceFiles.isVisible(segment)) {
                return false;
            }
        }
        return true;
    }

    private String folderOf(String relative) {
        String[] segments = relative.split("/");
        boolean ours =
                segments.length == keys.size() + 1 && segments[keys.size()].equals(RepeatableNamesProtocol.FILE_NAME);
        for (int i = 0; ours && i < keys.size(); i++) {
            ours = segments[i].startsWith(keys.get(i) + "=");
        }
        if (!ours) {
            throw new JobFailureException(
                    "Target %s holds %s, which no run of this job with partition keys %s wrote; empty it or choose another --target-path"
                            .formatted(location, relative, keys));
        }
        return relative.substring(0, Math.max(0, relative.lastIndexOf('/')));
    }

    /** The file in a partition's folder. */
    Path file(String folder) {
        return new Path(folder.isEmpty() ? root : new Path(root, folder), RepeatableNamesProtocol.FILE_NAME);
    }

    /** Removes the files of partition folders. One that is gone already is fine. */
    void deleteFiles(Set<String> folders) {
        try {
            for (String folder : folders) {
                fileSystem().delete(file(folder), false);
            }
        } catch (IOException e) {
            throw new JobFailureException(
                    "Cannot remove files of earlier runs from %s: %s".formatted(location, e.getMessage()), e);
        }
    }

    private FileSystem fileSystem() throws IOException {
        return root.getFileSystem(hadoop);
    }
}
