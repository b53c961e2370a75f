package io.millrace.etl.job.commit;

import io.millrace.catalog.layout.BatchObjects;
import io.millrace.etl.job.failure.JobFailureException;
import io.millrace.etl.job.source.SourceFiles;
import io.millrace.etl.job.storage.S3Paths;
import io.millrace.etl.job.storage.StoreFailures;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.s3a.S3AFileSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/**
 * The target table's folder in the object store: below it are the folders of partitions with the files of batches, and hidden
 * objects of commits that are under way.
 */
public final class TargetFolder {
    /** The name of the one file of a partition that versions before batches wrote. */
    public static final String NAME_BEFORE_BATCHES = "part-00000.parquet";

    private static final Logger LOG = LoggerFactory.getLogger(TargetFolder.class);

    private final String location;
    private final Path root;
    private final Configuration hadoop;

    /** For the location, {@code s3://bucket/prefix/}. */
    public TargetFolder(String location, Configuration hadoop) {
        this.location = location;
        this.root = S3Paths.toHadoop(location);
        this.hadoop = hadoop;
    }

    public String location() {
        return location;
    }

    /**
     * An object.
     *
     * @param path relative to the target, {@code year=2020/part-….parquet}
     */
    public record TargetObject(String path, long bytes) {
        /** {@code year=2020}; empty at the top. */
        public String folder() {
            return path.substring(0, Math.max(0, path.lastIndexOf('/')));
        }

        private boolean isOfJob(List<String> keys) {
            String[] segments = path.split("/", -1);
            String name = segments[segments.length - 1];
            boolean ours = segments.length == keys.size() + 1
                    && (name.equals(NAME_BEFORE_BATCHES)
                            || BatchObjects.batchOf(name).isPresent());
            for (int i = 0; ours && i < keys.size(); i++) {
                ours = segments[i].startsWith(keys.get(i) + "=");
            }
            return ours;
        }
    }

    /** Everything below the target that readers see as files. */
    public List<TargetObject> list() {
        return list("");
    }

    /** @throws JobFailureException if the store does not let us look there, so that nothing could be written */
    public void checkReachable() {
        try {
            fileSystem().listStatusIterator(root).hasNext();
        } catch (FileNotFoundException e) {
            LOG.debug("Nothing is in {} yet", location, e);
        } catch (IOException e) {
            throw cannotList("", e);
        }
    }

    private JobFailureException cannotList(String folder, IOException failure) {
        return StoreFailures.of("Cannot list " + location + folder, location, failure);
    }

    /** What is in these folders, relative to the target. */
    public List<TargetObject> list(Set<String> folders) {
        List<TargetObject> found = new ArrayList<>();
        folders.forEach(folder -> found.addAll(list(folder)));
        return found;
    }

    private List<TargetObject> list(String folder) {
        List<TargetObject> found = new ArrayList<>();
        try {
            RemoteIterator<LocatedFileStatus> listing = fileSystem().listFiles(path(folder), true);
            while (listing.hasNext()) {
                LocatedFileStatus file = listing.next();
                String relative = relative(file.getPath());
                if (isVisible(relative)) {
                    found.add(new TargetObject(relative, file.getLen()));
                }
            }
        } catch (FileNotFoundException e) {
            return found;
        } catch (IOException e) {
            throw cannotList(folder, e);
        }
        return found;
    }

    /** @throws JobFailureException if there is an object that no job with such partition keys wrote: it would be overwritten */
    public void checkBelongsToJob(Collection<TargetObject> objects, List<String> keys) {
        objects.stream().filter(object -> !object.isOfJob(keys)).findFirst().ifPresent(foreign -> {
            throw new JobFailureException(
                    "Target %s holds %s, which no run of this job with partition keys %s wrote; empty it or choose another --target-path"
                            .formatted(location, foreign.path(), keys));
        });
    }

    private Path path(String relative) {
        return relative.isEmpty() ? root : new Path(root, relative);
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

    /** Removes objects. One that is gone already is fine. */
    void delete(Collection<TargetObject> objects) {
        List<Path> paths = objects.stream().map(object -> path(object.path())).toList();
        if (paths.isEmpty()) {
            return;
        }
        try (BulkDelete delete = fileSystem().createBulkDelete(root)) {
            for (int start = 0; start < paths.size(); start += delete.pageSize()) {
                List<Path> page = paths.subList(start, Math.min(paths.size(), start + delete.pageSize()));
                for (Map.Entry<Path, String> problem : delete.bulkDelete(page)) {
                    throw new JobFailureException("Cannot remove %s, which another batch replaced: %s"
                            .formatted(S3Paths.uri(problem.getKey()), problem.getValue()));
                }
            }
        } catch (IOException e) {
            throw StoreFailures.of("Cannot remove files of earlier runs from " + location, location, e);
        }
        LOG.info("Target {}: removed {} objects", location, paths.size());
    }

    /**
     * Aborts the unfinished uploads of these batches. Whoever began them cannot complete them any more, so that none of the batches' objects
     * can appear from now on. The files of a local target have no uploads; they are moved into place by the driver that wrote them.
     */
    public void abortUploads(Set<String> batches) {
        try {
            if (fileSystem() instanceof S3AFileSystem store) {
                RemoteIterator<MultipartUpload> uploads =
                        store.listUploads(root.toUri().getPath().substring(1));
                while (uploads.hasNext()) {
                    MultipartUpload upload = uploads.next();
                    if (BatchObjects.batchOf(upload.key())
                            .filter(batches::contains)
                            .isPresent()) {
                        abort(store, upload);
                    }
                }
            }
        } catch (IOException e) {
            throw StoreFailures.of("Cannot abort the unfinished uploads below " + location, location, e);
        }
    }

    private static void abort(S3AFileSystem store, MultipartUpload upload) throws IOException {
        try {
            store.abortMultipartUpload(upload);
            LOG.info("Aborted upload {} of {}", upload.uploadId(), upload.key());
        } catch (FileNotFoundException e) {
            LOG.debug("Upload {} of {} is gone already", upload.uploadId(), upload.key());
        }
    }

    private FileSystem fileSystem() throws IOException {
        return root.getFileSystem(hadoop);
    }
}
