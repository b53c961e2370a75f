package io.millrace.ci.livetest.stage;

import io.millrace.ci.livetest.LiveTestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/** Puts files of this machine into a stage's raw folder. */
public final class RawFiles {
    private RawFiles() {}

    /**
     * Uploads all files below a folder under their relative names.
     *
     * @return how many there were, at least one
     * @throws LiveTestException if there are none
     */
    public static int upload(S3Client s3, Path from, ObjectFolder to) {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(from)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new LiveTestException("The folder " + from + " cannot be read: " + e, e);
        }
        if (files.isEmpty()) {
            throw new LiveTestException("The folder " + from + " has no files to upload");
        }
        for (Path file : files) {
            String key = to.prefix() + from.relativize(file).toString().replace('\\', '/');
            s3.putObject(PutObjectRequest.builder().bucket(to.bucket()).key(key).build(), RequestBody.fromFile(file));
        }
        return files.size();
    }
}
