package io.millrace.server.pipeline.action;

import io.millrace.server.artifact.ArtifactObjects;
import io.millrace.server.artifact.ZipFolder;
import io.millrace.server.artifact.ZipWriter;
import io.millrace.server.pipeline.ActionContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Files in a pipeline's artifacts. */
final class ArtifactFiles {
    private static final int MAX_BYTES = 1 << 20;

    private final ArtifactObjects objects;
    private final ActionClients clients;

    ArtifactFiles(ActionClients clients) {
        this.objects = new ArtifactObjects(clients.s3());
        this.clients = clients;
    }

    /**
     * The text of a file in an input artifact.
     *
     * @param place {@code ARTIFACT::PATH}
     * @throws ArtifactException if there is no such thing
     */
    String read(ActionContext context, String place) {
        int colons = place.indexOf("::");
        String artifact = colons < 0 ? "" : place.substring(0, colons);
        String key = context.inputs().get(artifact);
        if (key == null) {
            throw new ArtifactException("'" + place + "' names no file of an input artifact; write ARTIFACT::PATH.");
        }
        String file = place.substring(colons + 2);
        return onDisk(zip -> {
            objects.get(context.bucket(), key, null, zip, clients.keys(context.role()));
            return new String(
                    ZipFolder.read(zip, file, MAX_BYTES)
                            .orElseThrow(() ->
                                    new ArtifactException("The artifact " + artifact + " has no file " + file + ".")),
                    StandardCharsets.UTF_8);
        });
    }

    /** Stores an output artifact of one file. */
    void write(ActionContext context, String artifact, String file, String text) {
        onDisk(zip -> {
            try (ZipWriter writer = new ZipWriter(zip)) {
                writer.add(file, text);
            }
            return store(context, artifact, zip);
        });
    }

    /** Stores an output artifact. */
    String store(ActionContext context, String artifact, Path zip) throws IOException {
        objects.put(
                context.bucket(), context.output(artifact), zip, context.encryptionKey(), clients.keys(context.role()));
        return artifact;
    }

    /** What is done with a file that goes afterwards. */
    @FunctionalInterface
    interface OnDisk<T> {
        T with(Path file) throws IOException;
    }

    <T> T onDisk(OnDisk<T> work) {
        try {
            Path folder = Files.createTempDirectory("millrace-artifact-");
            Path file = folder.resolve("artifact.zip");
            try {
                return work.with(file);
            } finally {
                Files.deleteIfExists(file);
                Files.deleteIfExists(folder);
            }
        } catch (S3Exception e) {
            throw new ArtifactException("The artifact store answers: " + e.getMessage());
        } catch (KmsException e) {
            throw new ArtifactException("The artifacts' encryption key cannot be used: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot work on an artifact: " + e.getMessage(), e);
        }
    }

    /** An artifact or a file of one is not there. The message is for the user. */
    static final class ArtifactException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ArtifactException(String message) {
            super(message);
        }
    }
}
