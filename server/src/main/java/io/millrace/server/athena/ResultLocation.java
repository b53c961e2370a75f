package io.millrace.server.athena;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.athena.model.ResultConfiguration;

/** Where a result goes: {@code s3://bucket/prefix/} and the execution's id. */
record ResultLocation(String bucket, String key) {
    /** Parses the address of an object. */
    static ResultLocation parse(String uri) {
        String[] parts = uri.substring("s3://".length()).split("/", 2);
        return new ResultLocation(parts[0], parts.length > 1 ? parts[1] : "");
    }

    /** Refuses what is no folder of a bucket. */
    static void check(String folder) {
        if (!folder.matches("s3://[a-z0-9][a-z0-9._-]+(/.*)?")) {
            throw AthenaErrors.invalidRequest("outputLocation is not a valid S3 path.");
        }
    }

    /** The address of the result of an execution, under the client's location or the work group's. */
    static String of(@Nullable ResultConfiguration configuration, Optional<String> workGroupLocation, String id) {
        String given = configuration == null ? null : configuration.outputLocation();
        String folder = given == null || given.isEmpty() ? workGroupLocation.orElse("") : given;
        if (folder.isEmpty()) {
            throw AthenaErrors.invalidRequest(
                    "No output location provided. An output location is required either through"
                            + " the Workgroup result configuration setting or as an API input.");
        }
        check(folder);
        return folder + (folder.endsWith("/") ? "" : "/") + id + ".csv";
    }
}
