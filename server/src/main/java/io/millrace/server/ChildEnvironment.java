package io.millrace.server;

import io.millrace.catalog.storage.S3Settings;
import io.millrace.server.data.AdministratorKey;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** The variables by which the server's child processes reach it and the object store. Holds secrets: never log it. */
final class ChildEnvironment {
    private final URI endpoint;
    private final String region;
    private final AdministratorKey key;
    private final S3Settings storage;

    ChildEnvironment(URI endpoint, String region, AdministratorKey key, S3Settings storage) {
        this.endpoint = endpoint;
        this.region = region;
        this.key = key;
        this.storage = storage;
    }

    /** For a job run: Glue by the SDK's own variables, the store by ours, because Hadoop needs its key apart. */
    Map<String, String> ofJobRun() {
        Map<String, String> variables = services();
        variables.put("AWS_ENDPOINT_URL_GLUE", endpoint.toString());
        storage.endpoint().ifPresent(uri -> variables.put("MILLRACE_S3_ENDPOINT", uri.toString()));
        variables.put("MILLRACE_S3_REGION", storage.region());
        storage.credentials().ifPresent(credentials -> {
            variables.put("MILLRACE_S3_ACCESS_KEY_ID", credentials.accessKeyId());
            variables.put("MILLRACE_S3_SECRET_ACCESS_KEY", credentials.secretAccessKey());
        });
        return variables;
    }

    /** For a function: every service at our endpoint, objects at the store's. */
    Map<String, String> ofFunction() {
        Map<String, String> variables = services();
        variables.put("AWS_ENDPOINT_URL", endpoint.toString());
        storage.endpoint().ifPresent(uri -> variables.put("AWS_ENDPOINT_URL_S3", uri.toString()));
        return variables;
    }

    private Map<String, String> services() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AWS_REGION", region);
        variables.put("AWS_ACCESS_KEY_ID", key.accessKeyId());
        variables.put("AWS_SECRET_ACCESS_KEY", key.secretAccessKey());
        return variables;
    }
}
