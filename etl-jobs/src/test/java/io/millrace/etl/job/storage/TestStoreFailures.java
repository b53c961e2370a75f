package io.millrace.etl.job.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.S3Exception;

class TestStoreFailures {
    private static String reason(int status, String code, String message) {
        AwsServiceException refused = S3Exception.builder()
                .statusCode(status)
                .message(message + " (Service: S3, Status Code: " + status + ", Request ID: 1F)")
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
        return String.valueOf(StoreFailures.of(
                        "Cannot list it",
                        "s3://lake/trips/",
                        new IOException("`s3a://lake/trips': list: " + refused.getMessage(), refused))
                .getMessage());
    }

    @Test
    void saysWhatTheStoreSaysOnce() {
        assertThat(reason(404, "NoSuchBucket", "The specified bucket does not exist"))
                .isEqualTo("Cannot list it: there is no bucket lake; make it, or name another");
        assertThat(reason(403, "AccessDenied", "Access Denied"))
                .isEqualTo(
                        "Cannot list it: the store denies access (AccessDenied); give the job's key the right to list, read and write there");
        assertThat(reason(503, "SlowDown", "Reduce your request rate"))
                .isEqualTo("Cannot list it: the store says SlowDown: Reduce your request rate");
        assertThat(StoreFailures.of("Cannot list it", "file:///x/", new IOException("Permission denied")))
                .hasMessage("Cannot list it: Permission denied");
    }

    @Test
    void bucketsHaveTheNamesOfHosts() {
        assertThat(S3Paths.hasReachableBucket("s3://lake-1.x/a/")).isTrue();
        assertThat(S3Paths.hasReachableBucket("file:///A_b/")).isTrue();
        assertThat(S3Paths.hasReachableBucket("s3a://Bad_Bucket!/a/")).isFalse();
        assertThat(S3Paths.hasReachableBucket("s3:///a/")).isFalse();
        assertThat(S3Paths.hasReachableBucket("s3://MyBucket/a/")).isTrue();
        assertThat(S3Paths.hasReachableBucket("s3://logs.2024/a/")).isFalse();
    }
}
