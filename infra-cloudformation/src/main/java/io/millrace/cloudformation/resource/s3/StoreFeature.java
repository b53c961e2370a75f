package io.millrace.cloudformation.resource.s3;

import io.millrace.cloudformation.resource.ResourceException;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** What S3 does for a bucket and other object stores may not. A store that does not is an error that names the property. */
enum StoreFeature {
    ENCRYPTION("BucketEncryption"),
    VERSIONING("VersioningConfiguration"),
    LIFECYCLE("LifecycleConfiguration"),
    BUCKET_POLICY("PolicyDocument");

    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int NOT_IMPLEMENTED = 501;
    private static final Set<String> UNKNOWN = Set.of("notimplemented", "methodnotallowed", "unsupportedoperation");

    private final String property;

    StoreFeature(String property) {
        this.property = property;
    }

    /**
     * Asks the store for it.
     *
     * @throws ResourceException if the store does not have it
     */
    void require(String bucket, Runnable call) {
        try {
            call.run();
        } catch (S3Exception e) {
            if (isMissing(e)) {
                throw new ResourceException("The object store of bucket " + bucket + " does not have what " + property
                        + " asks for; leave the property out for this store (Millrace's templates: the parameter"
                        + " ObjectStore=plain).");
            }
            throw e;
        }
    }

    /** Takes it back; a store that does not have it has nothing to take back. */
    void clear(Runnable call) {
        try {
            call.run();
        } catch (S3Exception e) {
            if (!isMissing(e)) {
                throw e;
            }
        }
    }

    private static boolean isMissing(S3Exception e) {
        String code = e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? ""
                : e.awsErrorDetails().errorCode().toLowerCase(Locale.ROOT);
        return e.statusCode() == NOT_IMPLEMENTED || e.statusCode() == METHOD_NOT_ALLOWED || UNKNOWN.contains(code);
    }
}
