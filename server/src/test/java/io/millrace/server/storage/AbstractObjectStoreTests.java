package io.millrace.server.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.storage.S3Clients;
import io.millrace.catalog.storage.S3Settings;
import io.millrace.catalog.storage.S3Settings.Credentials;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What Millrace needs of an object store, asked through the client that all of Millrace uses. */
abstract class AbstractObjectStoreTests {
    private static final AtomicInteger BUCKETS = new AtomicInteger();
    private static final int PART_BYTES = 5 << 20;

    private S3Client client;
    private String bucket;

    /** The store under test. */
    abstract ObjectStore store();

    @BeforeEach
    void createBucket() {
        client = S3Clients.create(store().settings());
        bucket = "contract-" + BUCKETS.incrementAndGet();
        client.createBucket(request -> request.bucket(bucket));
    }

    @AfterEach
    void closeClient() {
        client.close();
    }

    @Test
    void returnsWhatWasPut() {
        put("raw/a.csv", "id\n1\n");

        assertThat(get("raw/a.csv")).isEqualTo("id\n1\n");
        HeadObjectResponse head = client.headObject(r -> r.bucket(bucket).key("raw/a.csv"));
        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.contentType()).isEqualTo("text/csv");
        assertThat(head.metadata()).containsEntry("source", "test");
    }

    @Test
    void changesTheETagWithTheContent() {
        String first = put("a", "one");
        String second = put("a", "two");

        assertThat(first).isNotEqualTo(second);
        assertThat(client.headObject(r -> r.bucket(bucket).key("a")).eTag()).isEqualTo(second);
    }

    @Test
    void returnsByteRanges() {
        put("a", "0123456789");

        assertThat(range("bytes=2-4")).isEqualTo("234");
        assertThat(range("bytes=7-")).isEqualTo("789");
        assertThat(range("bytes=-2")).isEqualTo("89");
        assertThatThrownBy(() -> range("bytes=10-12"))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(416));
    }

    @Test
    void answersAMissingKeyWithNoSuchKey() {
        assertThatThrownBy(() -> get("missing")).isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() -> client.headObject(r -> r.bucket(bucket).key("missing")))
                .isInstanceOfSatisfying(
                        S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(404));
    }

    @Test
    void foldsKeysAtTheDelimiter() {
        put("t/year=2020/month=01/a", "");
        put("t/year=2020/month=02/a", "");
        put("t/year=2021/month=01/a", "");
        put("t/readme", "");

        ListObjectsV2Response listing =
                client.listObjectsV2(r -> r.bucket(bucket).prefix("t/").delimiter("/"));

        assertThat(listing.contents()).extracting(S3Object::key).containsExactly("t/readme");
        assertThat(listing.commonPrefixes())
                .extracting(CommonPrefix::prefix)
                .containsExactly("t/year=2020/", "t/year=2021/");
    }

    @Test
    void pagesFoldedListings() {
        for (int i = 0; i < 5; i++) {
            put("t/p=" + i + "/a", "x");
        }
        List<String> prefixes = new ArrayList<>();
        client.listObjectsV2Paginator(
                        r -> r.bucket(bucket).prefix("t/").delimiter("/").maxKeys(2))
                .commonPrefixes()
                .forEach(prefix -> prefixes.add(prefix.prefix()));

        assertThat(prefixes).containsExactly("t/p=0/", "t/p=1/", "t/p=2/", "t/p=3/", "t/p=4/");
    }

    @Test
    void listsAndBulkDeletesMoreThanOnePage() {
        int count = 1_100;
        IntStream.range(0, count).parallel().forEach(i -> put(String.format("many/%04d", i), ""));
        List<String> keys = new ArrayList<>();
        client.listObjectsV2Paginator(r -> r.bucket(bucket).prefix("many/"))
                .contents()
                .forEach(object -> keys.add(object.key()));
        assertThat(keys).hasSize(count).isSorted().doesNotHaveDuplicates();

        for (int from = 0; from < count; from += 1000) {
            delete(keys.subList(from, Math.min(count, from + 1000)));
        }
        assertThat(client.listObjectsV2(r -> r.bucket(bucket)).contents()).isEmpty();
    }

    @Test
    void startsAListingAfterAKey() {
        put("a", "");
        put("b", "");
        put("c", "");

        assertThat(client.listObjectsV2(r -> r.bucket(bucket).startAfter("a")).contents())
                .extracting(S3Object::key)
                .containsExactly("b", "c");
    }

    @Test
    void bulkDeletesMissingKeysToo() {
        put("a", "");
        assertThat(delete(List.of("a", "never-there"))).containsExactlyInAnyOrder("a", "never-there");
    }

    @Test
    void joinsPartsAndHidesThemUntilThen() {
        byte[] content = new byte[PART_BYTES + 1_000];
        new Random(7).nextBytes(content);
        String upload =
                client.createMultipartUpload(r -> r.bucket(bucket).key("big/a")).uploadId();
        byte[] first = Arrays.copyOfRange(content, 0, PART_BYTES);
        byte[] second = Arrays.copyOfRange(content, PART_BYTES, content.length);
        List<CompletedPart> parts = List.of(part(upload, 1, first), part(upload, 2, second));
        assertThat(client.listObjectsV2(r -> r.bucket(bucket)).contents()).isEmpty();
        assertThat(client.listMultipartUploads(r -> r.bucket(bucket)).uploads()).hasSize(1);

        client.completeMultipartUpload(
                r -> r.bucket(bucket).key("big/a").uploadId(upload).multipartUpload(m -> m.parts(parts)));

        assertThat(client.getObjectAsBytes(r -> r.bucket(bucket).key("big/a")).asByteArray())
                .isEqualTo(content);
        assertThat(client.listObjectsV2(r -> r.bucket(bucket)).contents()).hasSize(1);
        assertThat(client.listMultipartUploads(r -> r.bucket(bucket)).uploads()).isEmpty();
    }

    @Test
    void forgetsAnAbortedUpload() {
        String upload =
                client.createMultipartUpload(r -> r.bucket(bucket).key("big/a")).uploadId();
        part(upload, 1, new byte[10]);
        client.abortMultipartUpload(r -> r.bucket(bucket).key("big/a").uploadId(upload));

        assertThat(client.listMultipartUploads(r -> r.bucket(bucket)).uploads()).isEmpty();
        assertThat(client.listObjectsV2(r -> r.bucket(bucket)).contents()).isEmpty();
    }

    @Test
    void takesALargeObjectInOneRequest() {
        byte[] content = new byte[20 << 20];
        new Random(3).nextBytes(content);
        client.putObject(r -> r.bucket(bucket).key("large"), RequestBody.fromBytes(content));

        assertThat(client.getObjectAsBytes(r -> r.bucket(bucket).key("large")).asByteArray())
                .isEqualTo(content);
    }

    @Test
    void copiesObjects() {
        put("a b+c", "copied");
        client.copyObject(r -> r.sourceBucket(bucket)
                .sourceKey("a b+c")
                .destinationBucket(bucket)
                .destinationKey("copy/ä"));

        assertThat(get("copy/ä")).isEqualTo("copied");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a+b",
                "a b",
                "100%",
                "%41",
                "year=2020/x",
                "ümläut/Straße",
                "東京",
                "a&b;c",
                "it's",
                "q?x=1#y",
                "😀",
                "(x)[y]{z}",
                "~tilde!",
                "a:b@c,d$"
            })
    void keepsOddKeys(String key) {
        put(key, key);

        assertThat(get(key)).isEqualTo(key);
        assertThat(client.listObjectsV2(r -> r.bucket(bucket)).contents())
                .extracting(S3Object::key)
                .containsExactly(key);
        delete(List.of(key));
        assertThat(client.listObjectsV2(r -> r.bucket(bucket)).contents()).isEmpty();
    }

    @Test
    void refusesAWrongSecret() {
        S3Settings good = store().settings();
        Credentials key = good.credentials().orElseThrow();
        assertThat(listingStatus(new Credentials(key.accessKeyId(), "wrong-secret")))
                .isEqualTo(403);
        assertThat(listingStatus(new Credentials("AKIAUNKNOWN", key.secretAccessKey())))
                .isEqualTo(403);
    }

    /** A hook, not a rule: a store on files may not know keys with an empty path segment. */
    boolean keepsEmptyPathSegments() {
        return true;
    }

    @Test
    void keepsOrRefusesEmptyPathSegments() {
        if (keepsEmptyPathSegments()) {
            put("a//b", "x");
            assertThat(get("a//b")).isEqualTo("x");
        } else {
            assertThatThrownBy(() -> put("a//b", "x")).isInstanceOf(S3Exception.class);
            assertThat(client.listObjectsV2(r -> r.bucket(bucket)).contents()).isEmpty();
        }
    }

    private int listingStatus(Credentials credentials) {
        S3Settings good = store().settings();
        try (S3Client other =
                S3Clients.create(new S3Settings(good.endpoint(), good.region(), Optional.of(credentials)))) {
            other.listObjectsV2(r -> r.bucket(bucket));
            return 200;
        } catch (S3Exception e) {
            return e.statusCode();
        }
    }

    private String put(String key, String content) {
        return client.putObject(
                        r -> r.bucket(bucket).key(key).contentType("text/csv").metadata(Map.of("source", "test")),
                        RequestBody.fromString(content))
                .eTag();
    }

    private String get(String key) {
        return client.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asString(UTF_8);
    }

    private String range(String range) {
        return client.getObjectAsBytes(r -> r.bucket(bucket).key("a").range(range))
                .asString(UTF_8);
    }

    private CompletedPart part(String upload, int number, byte[] content) {
        String eTag = client.uploadPart(
                        r -> r.bucket(bucket).key("big/a").uploadId(upload).partNumber(number),
                        RequestBody.fromBytes(content))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(eTag).build();
    }

    private List<String> delete(List<String> keys) {
        List<ObjectIdentifier> objects = keys.stream()
                .map(key -> ObjectIdentifier.builder().key(key).build())
                .toList();
        return client.deleteObjects(r -> r.bucket(bucket).delete(d -> d.objects(objects))).deleted().stream()
                .map(deleted -> deleted.key())
                .toList();
    }
}
