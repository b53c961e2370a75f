package io.millrace.etl.job.storage;

import io.millrace.catalog.storage.S3Settings;

/** Where the objects of this process's job are. */
public final class JobStorage {
    private JobStorage() {}

    /** As the environment variables of the process say. */
    public static S3Settings ofProcess() {
        return JobEnvironment.storage(JobEnvironment.ofProcess());
    }
}
