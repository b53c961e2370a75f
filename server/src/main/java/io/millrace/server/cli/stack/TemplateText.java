package io.millrace.server.cli.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A template as requests have it: in the request itself, or uploaded.
 *
 * @param body the text; null if it was uploaded
 * @param url where it was uploaded; null if it was not
 */
record TemplateText(@Nullable String body, @Nullable String url) {
    /** CloudFormation's limit of a template in a request (user guide, "Understand CloudFormation quotas"). */
    private static final int MAX_BYTES = 51_200;

    /** Where templates that are too large for a request go. */
    record Place(String bucket, String prefix) {}

    /** A template in the request. */
    static TemplateText of(String body) {
        return new TemplateText(body, null);
    }

    /** Whether a file must be uploaded first. */
    static boolean isTooLarge(byte[] template) {
        return template.length > MAX_BYTES;
    }

    /** A file that goes into the request. @throws IllegalArgumentException if it is too large for one */
    static TemplateText inRequest(Path file, byte[] template) {
        if (isTooLarge(template)) {
            throw new IllegalArgumentException(
                    "The template %s has %,d bytes; CloudFormation takes %,d in a request. Name a bucket for it with --s3-bucket."
                            .formatted(file, template.length, MAX_BYTES));
        }
        return of(new String(template, StandardCharsets.UTF_8));
    }

    /** Uploads a file under the hash of its content, as the AWS CLI does, so that the same template is one object. */
    static TemplateText uploaded(S3Client s3, Place place, Path file) throws IOException {
        byte[] template = Files.readAllBytes(file);
        String prefix =
                place.prefix().isEmpty() || place.prefix().endsWith("/") ? place.prefix() : place.prefix() + "/";
        String key = prefix + hash(template) + ".template";
        s3.putObject(
                request -> request.bucket(place.bucket()).key(key).contentType("text/plain"),
                RequestBody.fromBytes(template));
        return new TemplateText(null, "https://s3.amazonaws.com/" + place.bucket() + "/" + key);
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
