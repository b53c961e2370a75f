package io.millrace.cloudformation.resource.s3;

import io.millrace.cloudformation.resource.ResourceException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;

/**
 * Empties buckets whose template says that their contents go with them: by the tag that the AWS CDK gives buckets with
 * {@code autoDeleteObjects}, for which it deploys a function of its own. Without it a bucket with objects is not deleted, as on S3.
 */
final class BucketContents {
    private static final String TAG = "aws-cdk:auto-delete-objects";

    private final S3Client s3;

    BucketContents(S3Client s3) {
        this.s3 = s3;
    }

    static boolean goWithTheBucket(Map<String, String> tags) {
        return "true".equals(tags.get(TAG));
    }

    /** Deletes every object, with its versions where the store keeps some. What is put meanwhile may stay. */
    void delete(String bucket) {
        StoreFeature.VERSIONING.clear(() -> s3.listObjectVersionsPaginator(request -> request.bucket(bucket)).stream()
                .map(page -> Stream.concat(
                                page.versions().stream().map(version -> identifier(version.key(), version.versionId())),
                                page.deleteMarkers().stream()
                                        .map(marker -> identifier(marker.key(), marker.versionId())))
                        .toList())
                .forEach(objects -> delete(bucket, objects)));
        s3.listObjectsV2Paginator(request -> request.bucket(bucket)).stream()
                .map(page -> page.contents().stream()
                        .map(object -> identifier(object.key(), null))
                        .toList())
                .forEach(objects -> delete(bucket, objects));
    }

    private static ObjectIdentifier identifier(String key, @Nullable String version) {
        return ObjectIdentifier.builder().key(key).versionId(version).build();
    }

    private void delete(String bucket, List<ObjectIdentifier> objects) {
        if (objects.isEmpty()) {
            return;
        }
        DeleteObjectsResponse answer = s3.deleteObjects(request ->
                request.bucket(bucket).delete(delete -> delete.objects(objects).quiet(true)));
        answer.errors().stream().findFirst().ifPresent(error -> {
            throw new ResourceException(
                    "The bucket " + bucket + " cannot be emptied: " + error.key() + ": " + error.message());
        });
    }
}
