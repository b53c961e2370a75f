package io.millrace.etl.lakehouse;

import io.millrace.etl.lakehouse.LakeTableException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The metadata files of tables in the object store. Thread-safe. */
public final class LakeObjects {
    private static final Pattern LOCATION = Pattern.compile("s3[an]?://([^/]+)/(.*)");

    private final S3Client s3;
    private final Path scratch;

    /** @param scratch a folder for copies that live as long as one reading; made when needed */
    public LakeObjects(S3Client s3, Path scratch) {
        this.s3 = s3;
        this.scratch = scratch;
    }

    /** Where an object is. */
    public record Address(String bucket, String key) {
        /** Takes a location apart. @throws LakeTableException if it is not in S3 */
        public static Address of(String location) {
            Matcher matcher = LOCATION.matcher(location);
            if (!matcher.matches()) {
                throw new LakeTableException(Reason.NOT_SUPPORTED, location + " is not in S3");
            }
            return new Address(matcher.group(1), matcher.group(2));
        }

        /** The location in the catalog's spelling. */
        public String uri() {
            return "s3://" + bucket + "/" + key;
        }
    }

    /** The whole object. @throws SdkException if the store fails */
    public byte[] read(Address address) {
        return s3.getObjectAsBytes(request(address)).asByteArray();
    }

    /** A range of the object. @throws SdkException if the store fails */
    public byte[] read(Address address, long offset, long length) {
        return s3.getObjectAsBytes(request(address).toBuilder()
                        .range("bytes=%d-%d".formatted(offset, offset + length - 1))
                        .build())
                .asByteArray();
    }

    private static GetObjectRequest request(Address address) {
        return GetObjectRequest.builder()
                .bucket(address.bucket())
                .key(address.key())
                .build();
    }

    /** All objects whose keys begin with the address's and follow {@code after}, in their order. @throws SdkException if the store fails */
    public List<S3Object> list(Address prefix, String after) {
        return s3
                .listObjectsV2Paginator(list -> {
                    list.bucket(prefix.bucket()).prefix(prefix.key());
                    if (!after.isEmpty()) {
                        list.startAfter(after);
                    }
                })
                .contents()
                .stream()
                .toList();
    }

    /** A copy of the object, which the caller removes. @throws SdkException if the store fails */
    public Path copy(Address address) {
        try {
            Files.createDirectories(scratch);
            Path file = Files.createTempFile(scratch, "lake-", ".parquet");
            Files.delete(file);
            s3.getObject(request(address), file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot copy " + address.uri(), e);
        }
    }
}
