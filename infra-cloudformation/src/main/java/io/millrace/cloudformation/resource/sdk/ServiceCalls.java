package io.millrace.cloudformation.resource.sdk;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Calls whose subject may be gone. Every service has its own word for that. */
public final class ServiceCalls {
    private static final int NOT_FOUND = 404;

    private ServiceCalls() {}

    /** The answer, or empty if the service says that there is no such thing. */
    public static <T> Optional<T> find(Supplier<T> call) {
        try {
            return Optional.ofNullable(call.get());
        } catch (AwsServiceException e) {
            if (isNotFound(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Makes the call; it is no error if the subject is gone already. */
    public static void ifThere(Runnable call) {
        find(() -> {
            call.run();
            return true;
        });
    }

    private static boolean isNotFound(AwsServiceException e) {
        String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
        String text = code == null ? "" : code.toLowerCase(Locale.ROOT);
        // EntityNotFoundException (400 at Glue), NoSuchEntity, NoSuchBucket, ParameterNotFound, NotFound
        return e.statusCode() == NOT_FOUND || text.contains("notfound") || text.contains("nosuch");
    }
}
