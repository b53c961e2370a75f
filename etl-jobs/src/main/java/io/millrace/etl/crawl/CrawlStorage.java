package io.millrace.etl.crawl;

import io.millrace.catalog.crawl.FolderObjectReader;
import io.millrace.catalog.crawl.ObjectPart;
import io.millrace.catalog.crawl.ObjectReader;
import io.millrace.catalog.crawl.S3ObjectReader;
import io.millrace.catalog.crawl.StoredObject;
import io.millrace.catalog.storage.S3Clients;
import io.millrace.catalog.storage.S3Settings;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Where the files of a crawl are, in a form that Spark can send to its executors. Its text does not show the secret.
 *
 * @param endpoint empty for AWS's own of the region
 * @param accessKeyId empty for the SDK's default chain
 */
record CrawlStorage(String endpoint, String region, String accessKeyId, String secretAccessKey)
        implements Serializable {
    static CrawlStorage of(S3Settings settings) {
        return new CrawlStorage(
                settings.endpoint().map(URI::toString).orElse(""),
                settings.region(),
                settings.credentials().map(S3Settings.Credentials::accessKeyId).orElse(""),
                settings.credentials()
                        .map(S3Settings.Credentials::secretAccessKey)
                        .orElse(""));
    }

    /** Opens it for one task. */
    Opened open() {
        return new Opened(S3Clients.create(new S3Settings(
                Optional.of(endpoint).filter(text -> !text.isEmpty()).map(URI::create),
                region,
                Optional.of(accessKeyId)
                        .filter(text -> !text.isEmpty())
                        .map(key -> new S3Settings.Credentials(key, secretAccessKey)))));
    }

    @Override
    public String toString() {
        return "CrawlStorage[" + endpoint + ", " + region + "]";
    }

    /** A task's view of it: objects of no bucket are files of the machine, as they are to the crawl. */
    static final class Opened implements AutoCloseable {
        private final S3Client client;

        Opened(S3Client client) {
            this.client = client;
        }

        ObjectReader reader() {
            return new Reader(new S3ObjectReader(client), FolderObjectReader.ofMachine());
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private record Reader(ObjectReader objects, ObjectReader files) implements ObjectReader {
        private ObjectReader of(String bucket) {
            return bucket.isEmpty() ? files : objects;
        }

        @Override
        public void list(String bucket, String prefix, String after, PageConsumer pages) throws IOException {
            of(bucket).list(bucket, prefix, after, pages);
        }

        @Override
        public List<String> listFolders(String bucket, String prefix, String after) throws IOException {
            return of(bucket).listFolders(bucket, prefix, after);
        }

        @Override
        public ObjectPart read(StoredObject object, long offset, int length) throws IOException {
            return of(object.bucket()).read(object, offset, length);
        }
    }
}
