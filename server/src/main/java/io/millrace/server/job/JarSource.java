package io.millrace.server.job;

import java.io.IOException;
import java.nio.file.Path;

/** Where a job's own jars come from. */
@FunctionalInterface
public interface JarSource {
    /**
     * Copies the object {@code key} of {@code bucket} into the new file {@code target}.
     *
     * @throws IOException with a message fit for the job's user, if it is not there or cannot be read
     */
    void copy(String bucket, String key, Path target) throws IOException;
}
