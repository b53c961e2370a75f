package io.millrace.server.function.runtime;

import java.nio.file.Path;

/**
 * A function's deployed code on disk.
 *
 * @param folder the folder that holds it and nothing else
 * @param sha256 SHA-256 of the deployment package in base64, as the Lambda API shows it
 * @param size bytes of the deployment package
 */
public record FunctionCode(Path folder, String sha256, long size) {

    /** The deployment package as it was uploaded: a jar, or a zip with classes at its root. */
    public Path archive() {
        return folder.resolve("code.jar");
    }

    /** The unpacked deployment package but for its classes, the function's working directory. */
    public Path taskRoot() {
        return folder.resolve("task");
    }

    /** The class-data-sharing archive that makes a cold start fast, once it is made. */
    public Path classArchive() {
        return folder.resolve("classes.jsa");
    }
}
