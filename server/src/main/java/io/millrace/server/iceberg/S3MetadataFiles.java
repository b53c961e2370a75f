package io.millrace.server.iceberg;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.exceptions.ValidationException;
import org.apache.iceberg.inmemory.InMemoryInputFile;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import software.amazon.awssdk.services.s3.S3Client;

/** Iceberg's metadata files, each read whole: they have a few megabytes. Reads only. Thread-safe. */
final class S3MetadataFiles implements FileIO {
    private static final long serialVersionUID = 1L;
    private static final Pattern LOCATION = Pattern.compile("s3[an]?://([^/]+)/(.+)");

    // Never sent anywhere: Iceberg's interface alone is serializable.
    @SuppressWarnings("serial")
    private final S3Client s3;

    S3MetadataFiles(S3Client s3) {
        this.s3 = s3;
    }

    /** Where an object is. */
    record Address(String bucket, String key) {
        static Address of(String location) {
            Matcher matcher = LOCATION.matcher(location);
            if (!matcher.matches()) {
                throw new ValidationException("%s is not in S3", location);
            }
            return new Address(matcher.group(1), matcher.group(2));
        }
    }

    @Override
    public InputFile newInputFile(String path) {
        Address address = Address.of(path);
        byte[] content = s3.getObjectAsBytes(get -> get.bucket(address.bucket()).key(address.key()))
                .asByteArray();
        return new InMemoryInputFile(path, content);
    }

    @Override
    public OutputFile newOutputFile(String path) {
        throw new UnsupportedOperationException("Metadata are only read here");
    }

    @Override
    public void deleteFile(String path) {
        throw new UnsupportedOperationException("Metadata are only read here");
    }
}
