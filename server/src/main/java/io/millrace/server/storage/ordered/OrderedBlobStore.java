package io.millrace.server.storage.ordered;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.domain.MultipartUpload;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * S3Proxy's file system store with listings of our own, and without the files that it is still writing. Everything
 * else, and every request that a plain listing is not, is the store's own matter. Thread-safe.
 */
public final class OrderedBlobStore extends ForwardingBlobStore {
    private static final String FOLDERS = "/";

    private final Path root;
    private final WritesInProgress writes;
    private final OrderedListing listing;

    private OrderedBlobStore(BlobStore store, Path root, InstantSource clock) {
        super(store);
        this.root = root;
        this.writes = new WritesInProgress(clock);
        this.listing = new OrderedListing(root, writes, clock);
    }

    /**
     * In front of S3Proxy's {@code BlobStore} for that folder. The store is taken as an object, because who calls this by
     * reflection does not know its type.
     */
    public static Object inFrontOf(Object store, Path root, InstantSource clock) {
        return new OrderedBlobStore((BlobStore) store, root, clock);
    }

    @Override
    public ListObjectsV2Response list(ListObjectsV2Request request) {
        String delimiter = request.delimiter() == null ? "" : request.delimiter();
        String after = request.continuationToken() == null ? request.startAfter() : request.continuationToken();
        ListingScope scope = new ListingScope(
                request.bucket(),
                request.prefix() == null ? "" : request.prefix(),
                delimiter.isEmpty() ? ListingScope.Folding.NOTHING : ListingScope.Folding.FOLDERS,
                after == null ? "" : after);
        boolean plain = (delimiter.isEmpty() || delimiter.equals(FOLDERS)) && scope.isPlain();
        if (!plain || !isBucket(request.bucket())) {
            return super.list(request);
        }
        return listing.page(scope, request.maxKeys() == null ? Integer.MAX_VALUE : request.maxKeys());
    }

    private boolean isBucket(String name) {
        Path path = root.resolve(name);
        return root.equals(path.normalize().getParent()) && Files.isDirectory(path);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream content) {
        WritesInProgress.Write write = writes.begin(request.bucket(), request.key());
        try (write) {
            return super.putBlob(request, content);
        }
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        requireObject(request.sourceBucket(), request.sourceKey());
        WritesInProgress.Write write = writes.begin(request.destinationBucket(), request.destinationKey());
        try (write) {
            return super.copyBlob(request);
        }
    }

    @Override
    public CompleteMultipartUploadResponse completeMultipartUpload(
            MultipartUpload upload, CompleteMultipartUploadRequest request) {
        WritesInProgress.Write write = writes.begin(upload.containerName(), upload.blobName());
        try (write) {
            return super.completeMultipartUpload(upload, request);
        }
    }

    @Override
    public ResponseInputStream<GetObjectResponse> getBlob(GetObjectRequest request) {
        requireObject(request.bucket(), request.key());
        return super.getBlob(request);
    }

    @Override
    public HeadObjectResponse blobMetadata(HeadObjectRequest request) {
        requireObject(request.bucket(), request.key());
        return super.blobMetadata(request);
    }

    private void requireObject(String bucket, String key) {
        if (isTemporary(bucket, key)) {
            throw S3Exceptions.noSuchKey(bucket, key, "it is being written");
        }
    }

    private boolean isTemporary(String bucket, String key) {
        Optional<Instant> since = writes.temporarySince(bucket, key);
        if (since.isEmpty()) {
            return false;
        }
        try {
            Instant modified =
                    Files.getLastModifiedTime(root.resolve(bucket).resolve(key)).toInstant();
            return !modified.isBefore(since.get());
        } catch (IOException e) {
            return false;
        }
    }
}
