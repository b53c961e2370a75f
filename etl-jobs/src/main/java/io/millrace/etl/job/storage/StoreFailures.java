package io.millrace.etl.job.storage;

import io.millrace.etl.job.failure.JobFailureException;
import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What an object store refused, in a sentence for people; Hadoop's own messages have the SDK's twice, with its request's number. */
public final class StoreFailures {
    private static final Logger LOG = LoggerFactory.getLogger(StoreFailures.class);
    private static final int FORBIDDEN = 403;

    private StoreFailures() {}

    /**
     * The run's failure.
     *
     * @param what could not be done: {@code Cannot list s3://lake/trips/}
     * @param location where
     */
    public static JobFailureException of(String what, String location, IOException failure) {
        Optional<String> refusal = refusal(location, failure);
        if (refusal.isEmpty()) {
            return new JobFailureException("%s: %s".formatted(what, failure.getMessage()), failure);
        }
        // Not its cause: the store's words would be told once more.
        LOG.info("{}", what, failure);
        return new JobFailureException("%s: %s".formatted(what, refusal.get()));
    }

    private static Optional<String> refusal(String location, IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AwsServiceException refused
                    && refused.awsErrorDetails() != null
                    && refused.awsErrorDetails().errorCode() != null) {
                return Optional.of(reason(location, refused));
            }
        }
        return Optional.empty();
    }

    private static String reason(String location, AwsServiceException refused) {
        String code = refused.awsErrorDetails().errorCode();
        if ("NoSuchBucket".equals(code)) {
            return "there is no bucket %s; make it, or name another".formatted(S3Paths.bucket(location));
        }
        if (refused.statusCode() == FORBIDDEN) {
            return "the store denies access (%s); give the job's key the right to list, read and write there"
                    .formatted(code);
        }
        String message = refused.awsErrorDetails().errorMessage();
        return message == null ? "the store says " + code : "the store says %s: %s".formatted(code, message);
    }
}
