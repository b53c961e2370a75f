package io.millrace.server.cloudformation;

import io.millrace.cloudformation.api.TemplateSource;
import io.millrace.cloudformation.stack.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Templates in the object store. The URL's host only says where the bucket's name is (before {@code .s3.} or first in the path, as the AWS
 * CLI writes it); the object is always read from this server's store, never from somewhere else.
 */
public final class S3Templates implements TemplateSource {
    /** docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html: a template in S3. */
    private static final int MAX_BYTES = 1_000_000;

    private static final Pattern VIRTUAL_HOST = Pattern.compile("([a-z0-9.-]+)\\.s3[.-][a-z0-9.-]*amazonaws\\.com");

    private final S3Client s3;

    /** Over the server's object store. */
    public S3Templates(S3Client s3) {
        this.s3 = s3;
    }

    private record Place(String bucket, String key) {}

    @Override
    public String fetch(String url) {
        Place place = place(url);
        try (ResponseInputStream<GetObjectResponse> object =
                s3.getObject(request -> request.bucket(place.bucket()).key(place.key()))) {
            byte[] bytes = object.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                object.abort();
                throw StackException.invalid("Template may not exceed " + MAX_BYTES + " bytes in size.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        } catch (S3Exception e) {
            throw StackException.invalid("S3 error: " + place.bucket() + "/" + place.key() + " cannot be read ("
                    + e.awsErrorDetails().errorCode() + "); upload the template first");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read s3://" + place.bucket() + "/" + place.key(), e);
        }
    }

    private static Place place(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw unsupported();
        }
        String path = uri.getPath() == null ? "" : uri.getPath().replaceFirst("^/", "");
        String host = uri.getHost() == null ? "" : uri.getHost();
        Matcher virtual = VIRTUAL_HOST.matcher(host);
        if ("s3".equals(uri.getScheme())) {
            return place(host, path);
        }
        if (virtual.matches()) {
            return place(virtual.group(1), path);
        }
        int slash = path.indexOf('/');
        return slash < 0 ? place("", "") : place(path.substring(0, slash), path.substring(slash + 1));
    }

    private static Place place(String bucket, String key) {
        if (bucket.isEmpty() || key.isEmpty()) {
            throw unsupported();
        }
        return new Place(bucket, key);
    }

    private static StackException unsupported() {
        return StackException.invalid(
                "TemplateURL must be a supported URL, such as https://s3.amazonaws.com/BUCKET/KEY.");
    }
}
