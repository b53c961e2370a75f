package io.millrace.cloudformation.resource.s3;

import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.sdk.SdkHandler;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/** What of {@code AWS::S3} can be deployed: buckets and their policies. */
public final class S3Handlers {
    private S3Handlers() {}

    /**
     * Buckets and bucket policies.
     *
     * @param s3 the object store
     * @param settings keeps what the store does not
     */
    public static List<ResourceHandler> of(S3Client s3, BucketSettings settings) {
        return List.of(new BucketHandler(s3, settings).handler(), policy(s3));
    }

    private static ResourceHandler policy(S3Client s3) {
        return SdkHandler.of("AWS::S3::BucketPolicy")
                .replacedBy("Bucket")
                .supports("PolicyDocument")
                .id(properties -> properties.text("Bucket").orElse(""))
                .find(id -> !s3.getBucketPolicy(request -> request.bucket(id))
                        .policy()
                        .isEmpty())
                .create(wanted ->
                        put(s3, wanted.id(), wanted.node("PolicyDocument").toString()))
                .update(wanted ->
                        put(s3, wanted.id(), wanted.node("PolicyDocument").toString()))
                .delete(gone -> s3.deleteBucketPolicy(request -> request.bucket(gone.id())))
                .build();
    }

    private static void put(S3Client s3, String bucket, String policy) {
        StoreFeature.BUCKET_POLICY.require(
                bucket,
                () -> s3.putBucketPolicy(request -> request.bucket(bucket).policy(policy)));
    }
}
