package io.millrace.server.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Puts the raw files into the object store, in place of what an earlier demo on the same folder put there. */
final class DemoUpload {
    private final S3Client s3;

    DemoUpload(S3Client s3) {
        this.s3 = s3;
    }

    /** Uploads the inputs, or made-up trips if there are none; returns the moment at which all were there. */
    Instant replaceAll(SortedMap<String, Path> inputs, DemoOptions options) {
        SortedMap<String, Path> files = inputs.isEmpty() ? makeUp(options) : inputs;
        removeOthers(files);
        for (Map.Entry<String, Path> file : files.entrySet()) {
            s3.putObject(
                    request -> request.bucket(DemoStage.RAW_BUCKET).key(DemoStage.RAW_PREFIX + file.getKey()),
                    RequestBody.fromFile(file.getValue()));
        }
        return Instant.now();
    }

    private void removeOthers(SortedMap<String, Path> files) {
        s3
                .listObjectsV2Paginator(
                        request -> request.bucket(DemoStage.RAW_BUCKET).prefix(DemoStage.RAW_PREFIX))
                .contents()
                .stream()
                .map(S3Object::key)
                .filter(key -> !files.containsKey(key.substring(DemoStage.RAW_PREFIX.length())))
                .forEach(key -> s3.deleteObject(
                        request -> request.bucket(DemoStage.RAW_BUCKET).key(key)));
    }

    /** Writes made-up trips into the data folder; the files by name. */
    static SortedMap<String, Path> makeUp(DemoOptions options) {
        Path folder = options.dataFolder().resolve("made-up-trips");
        TreeMap<String, Path> files = new TreeMap<>();
        try {
            Files.createDirectories(folder);
            for (TripGenerator.Month month : new TripGenerator(options.rows(), options.seed()).writeTo(folder)) {
                files.put(month.file(), folder.resolve(month.file()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot write the made-up trips to " + folder, e);
        }
        return files;
    }
}
