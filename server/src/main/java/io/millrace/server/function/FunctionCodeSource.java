package io.millrace.server.function;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.FunctionCode;
import software.amazon.awssdk.services.lambda.model.UpdateFunctionCodeRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Loads deployment packages: from the request itself or from the object store. */
public final class FunctionCodeSource {
    /** Lambda's limit of a zip in the request. */
    private static final int MAX_ZIP_FILE_BYTES = 52_428_800;

    private final S3Client s3;

    /** Loads from this object store. */
    public FunctionCodeSource(S3Client s3) {
        this.s3 = s3;
    }

    byte[] load(FunctionCode code) {
        if (code.imageUri() != null) {
            throw FunctionErrors.unsupported("ImageUri");
        }
        return load(code.zipFile(), code.s3Bucket(), code.s3Key(), code.s3ObjectVersion());
    }

    byte[] load(UpdateFunctionCodeRequest request) {
        if (request.imageUri() != null) {
            throw FunctionErrors.unsupported("ImageUri");
        }
        return load(request.zipFile(), request.s3Bucket(), request.s3Key(), request.s3ObjectVersion());
    }

    private byte[] load(
            @Nullable SdkBytes zipFile, @Nullable String bucket, @Nullable String key, @Nullable String version) {
        if (zipFile != null && bucket == null && key == null) {
            byte[] bytes = zipFile.asByteArray();
            if (bytes.length > MAX_ZIP_FILE_BYTES) {
                throw FunctionErrors.tooLarge("Request must be smaller than " + MAX_ZIP_FILE_BYTES
                        + " bytes for the CreateFunction and UpdateFunctionCode operations");
            }
            return bytes;
        }
        if (zipFile != null || bucket == null || key == null) {
            throw FunctionErrors.invalid("Please provide a source for function code.");
        }
        return fromS3(bucket, key, version);
    }

    private byte[] fromS3(String bucket, String key, @Nullable String version) {
        HeadObjectResponse head = reported(
                () -> s3.headObject(request -> request.bucket(bucket).key(key).versionId(version)));
        if (head.contentLength() > DeploymentPackage.MAX_UNZIPPED_BYTES) {
            throw FunctionErrors.invalid(
                    "Unzipped size must be smaller than " + DeploymentPackage.MAX_UNZIPPED_BYTES + " bytes");
        }
        GetObjectRequest get = GetObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .versionId(version)
                .ifMatch(head.eTag())
                .build();
        return reported(() -> s3.getObjectAsBytes(get).asByteArray());
    }

    private static <T> T reported(Supplier<T> call) {
        try {
            return call.get();
        } catch (S3Exception e) {
            String code =
                    e.statusCode() == 404 ? "NoSuchKey" : e.awsErrorDetails().errorCode();
            throw FunctionErrors.invalid("Error occurred while GetObject. S3 Error Code: " + code
                    + ". S3 Error Message: "
                    + (e.statusCode() == 404
                            ? "The specified key does not exist."
                            : e.awsErrorDetails().errorMessage()));
        }
    }
}
