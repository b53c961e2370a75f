package io.millrace.etl.sql;

import io.millrace.etl.sql.SqlException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A folder of whole objects, named by a hash of bucket, key and ETag, so that a changed object is another file. When the files
 * exceed the size allowed, those that were unused longest go; files of open leases stay even then.
 */
public final class S3ObjectCache implements ObjectCache, AutoCloseable {
    private static final int PARALLEL_GETS = 8;

    private final S3Client s3;
    private final Path folder;
    private final long maxBytes;
    private final ExecutorService downloads = Executors.newFixedThreadPool(PARALLEL_GETS, task -> {
        Thread thread = new Thread(task, "object-cache");
        thread.setDaemon(true);
        return thread;
    });
    // In order of use, the oldest first; guarded by this.
    private final LinkedHashMap<Path, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
    private long totalBytes;

    /** A cache in a folder that nothing else uses; what earlier processes left there is removed. */
    public S3ObjectCache(S3Client s3, Path folder, long maxBytes) {
        this.s3 = s3;
        this.folder = folder.toAbsolutePath();
        this.maxBytes = maxBytes;
        try {
            Files.createDirectories(this.folder);
            try (var files = Files.newDirectoryStream(this.folder)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot prepare the cache folder " + folder, e);
        }
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public List<StoredObject> list(String location) {
        // Not a URI: what looks escaped in a partition's folder is so in the key.
        String[] bucketAndKey = location.substring(location.indexOf("//") + 2).split("/", 2);
        String bucket = bucketAndKey[0];
        String prefix = bucketAndKey.length > 1 ? bucketAndKey[1] : "";
        String folderPrefix = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        ListObjectsV2Request request = ListObjectsV2Request.builder()
                .bucket(bucket)
                .prefix(folderPrefix)
                .build();
        try {
            List<S3Object> below =
                    s3.listObjectsV2Paginator(request).contents().stream().toList();
            if (below.isEmpty() && !folderPrefix.isEmpty()) {
                return object(bucket, folderPrefix.substring(0, folderPrefix.length() - 1));
            }
            return below.stream()
                    .filter(object -> object.size() > 0 && isVisible(object.key(), folderPrefix))
                    .map(object -> stored(bucket, object))
                    .toList();
        } catch (SdkException e) {
            throw new SqlException(Code.HIVE_CANNOT_OPEN_SPLIT, "Cannot list " + location + ": " + reason(e), e);
        }
    }

    /** A location may be an object: that of a crawl whose include path names one. */
    private List<StoredObject> object(String bucket, String key) {
        return s3.listObjectsV2(request -> request.bucket(bucket).prefix(key).maxKeys(1)).contents().stream()
                .filter(object -> object.size() > 0 && object.key().equals(key))
                .map(object -> stored(bucket, object))
                .toList();
    }

    private static StoredObject stored(String bucket, S3Object object) {
        return new StoredObject(bucket, object.key(), object.eTag(), object.size());
    }

    private static boolean isVisible(String key, String prefix) {
        for (String part : key.substring(prefix.length()).split("/")) {
            if (part.startsWith("_") || part.startsWith(".")) {
                return false;
            }
        }
        return !key.endsWith("/");
    }

    @Override
    public Lease fetch(List<StoredObject> objects, CopyForm form) {
        Map<StoredObject, Entry> taken = new LinkedHashMap<>();
        for (StoredObject object : objects) {
            taken.computeIfAbsent(object, missing -> take(missing, form));
        }
        Map<StoredObject, Path> files = new HashMap<>();
        try {
            taken.forEach((object, entry) -> files.put(object, entry.file.join()));
        } catch (CompletionException e) {
            release(taken);
            throw e.getCause() instanceof SqlException cause ? cause : e;
        }
        evict();
        return new CacheLease(taken, Map.copyOf(files));
    }

    private synchronized Entry take(StoredObject object, CopyForm form) {
        Path file = folder.resolve(fileName(object, form));
        Entry entry = entries.get(file);
        if (entry == null || entry.file.isCompletedExceptionally()) {
            long old = entry == null ? 0 : entry.bytes;
            CompletableFuture<Path> copy = CompletableFuture.supplyAsync(() -> download(object, file, form), downloads);
            entry = new Entry(copy, object.size());
            entries.put(file, entry);
            totalBytes += object.size() - old;
        }
        entry.users++;
        return entry;
    }

    private static String fileName(StoredObject object, CopyForm form) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String name = object.uri() + "\n" + object.etag() + "\n" + form.id();
            return HexFormat.of().formatHex(digest.digest(name.getBytes(StandardCharsets.UTF_8))) + form.suffix(object);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path download(StoredObject object, Path file, CopyForm form) {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        GetObjectRequest request = GetObjectRequest.builder()
                .bucket(object.bucket())
                .key(object.key())
                .build();
        try (InputStream in = s3.getObject(request)) {
            Files.deleteIfExists(part);
            form.write(object, in, part, maxBytes);
            resized(file, object, Files.size(part));
            return Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (SdkException e) {
            throw new SqlException(
                    Code.HIVE_CANNOT_OPEN_SPLIT,
                    "Error opening Hive split %s: %s".formatted(object.uri(), reason(e)),
                    e);
        } catch (IOException e) {
            throw new SqlException(
                    Code.HIVE_CANNOT_OPEN_SPLIT,
                    "Error opening Hive split %s: %s".formatted(object.uri(), e.getMessage()),
                    e);
        }
    }

    /** The copy is of another size than the object, which was counted when it was asked for. */
    private synchronized void resized(Path file, StoredObject object, long bytes) {
        Entry entry = entries.get(file);
        if (entry != null) {
            totalBytes += bytes - object.size();
            entry.bytes = bytes;
        }
    }

    private static String reason(SdkException e) {
        return e instanceof S3Exception s3Error && s3Error.awsErrorDetails() != null
                ? s3Error.awsErrorDetails().errorMessage() + " ("
                        + s3Error.awsErrorDetails().errorCode() + ")"
                : String.valueOf(e.getMessage());
    }

    private synchronized void evict() {
        var oldest = entries.entrySet().iterator();
        while (totalBytes > maxBytes && oldest.hasNext()) {
            Map.Entry<Path, Entry> candidate = oldest.next();
            if (candidate.getValue().users == 0) {
                try {
                    Files.deleteIfExists(candidate.getKey());
                } catch (IOException e) {
                    throw new UncheckedIOException("Cannot remove a file of the cache", e);
                }
                totalBytes -= candidate.getValue().bytes;
                oldest.remove();
            }
        }
    }

    private void release(Map<StoredObject, Entry> taken) {
        synchronized (this) {
            taken.values().forEach(entry -> entry.users--);
        }
        evict();
    }

    @Override
    public void close() {
        downloads.shutdownNow();
    }

    private static final class Entry {
        private final CompletableFuture<Path> file;
        // Guarded by the cache.
        private long bytes;
        private int users;

        Entry(CompletableFuture<Path> file, long bytes) {
            this.file = file;
            this.bytes = bytes;
        }
    }

    private final class CacheLease implements Lease {
        private final Map<StoredObject, Entry> taken;
        private final Map<StoredObject, Path> files;

        CacheLease(Map<StoredObject, Entry> taken, Map<StoredObject, Path> files) {
            this.taken = taken;
            this.files = files;
        }

        @Override
        public Map<StoredObject, Path> files() {
            return files;
        }

        @Override
        public void close() {
            release(taken);
        }
    }
}
