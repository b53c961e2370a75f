package io.millrace.etl.job.storage;

import io.millrace.catalog.storage.S3Settings;
import java.net.URI;
import java.util.Map;
import java.util.Optional;

/** The environment variables of a job run's process, read once. The Glue API's are read by the SDK itself. */
public final class JobEnvironment {
    private static final String DEFAULT_REGION = "us-east-1";

    private JobEnvironment() {}

    /** This process's variables. */
    @SuppressWarnings("RegexpSinglelineJava") // the one place where a job's process reads them
    public static Map<String, String> ofProcess() {
        return System.getenv();
    }

    /** Where the objects are; what is not given is left to the SDK's defaults, as on AWS. */
    public static S3Settings storage(Map<String, String> environment) {
        String accessKeyId = environment.getOrDefault("MILLRACE_S3_ACCESS_KEY_ID", "");
        String secretAccessKey = environment.getOrDefault("MILLRACE_S3_SECRET_ACCESS_KEY", "");
        String region =
                environment.getOrDefault("MILLRACE_S3_REGION", environment.getOrDefault("AWS_REGION", DEFAULT_REGION));
        return new S3Settings(
                Optional.ofNullable(environment.get("MILLRACE_S3_ENDPOINT"))
                        .filter(text -> !text.isBlank())
                        .map(URI::create),
                region.isBlank() ? DEFAULT_REGION : region,
                accessKeyId.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new S3Settings.Credentials(accessKeyId, secretAccessKey)));
    }
}
