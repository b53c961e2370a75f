package io.millrace.server.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.storage.S3Clients;
import io.millrace.catalog.storage.S3Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The listings of the store, beside those that S3Proxy makes by itself of the same folder. */
final class TestOrderedListing {
    private static final long SEED = 254;
    private static final List<String> NAMES =
            List.of("a", "a-b", "a.b", "a0", "a b", "b", "b!", "b=1", "é", "Z", "_SUCCESS", "a-b-c", "x+y");

    @TempDir
    private static Path folder;

    private static EmbeddedObjectStore store;
    private static S3ProxyServer plain;
    private static S3Client ours;
    private static S3Client theirs;

    @BeforeAll
    static void start() throws IOException {
        store = TestingObjectStore.start(folder);
        ours = S3Clients.create(store.settings());
        plain = S3ProxyServer.start(TestingObjectStore.settings(folder, 0), folder, (loader, itself) -> itself);
        URI endpoint = URI.create("http://127.0.0.1:" + plain.port());
        theirs = S3Clients.create(
                new S3Settings(Optional.of(endpoint), "us-east-1", Optional.of(TestingObjectStore.KEY)));
    }

    @AfterAll
    static void stop() {
        ours.close();
        theirs.close();
        plain.stop();
        store.close();
    }

    @Test
    void equalsTheFormerListingOnRandomTrees() throws IOException {
        Random random = new Random(SEED);
        for (int tree = 0; tree < 4; tree++) {
            String bucket = "random-" + tree;
            ours.createBucket(create -> create.bucket(bucket));
            List<String> keys = fill(bucket, random);
            if (tree % 2 == 0) {
                settle(folder.resolve(bucket));
            }
            for (int i = 0; i < 40; i++) {
                ListObjectsV2Request request = request(bucket, keys, random);
                assertThat(pages(ours, request))
                        .as("%s, seed %s", request, SEED)
                        .isEqualTo(pages(theirs, request));
            }
            for (int i = 0; i < 5; i++) {
                ListObjectsV2Request request = request(bucket, keys, random);
                assertThat(pagesOfVersionOne(ours, request))
                        .as("version 1: %s", request)
                        .isEqualTo(pagesOfVersionOne(theirs, request));
            }
        }
    }

    /** Objects, folders that are objects, empty folders and files that came in another way. */
    private static List<String> fill(String bucket, Random random) throws IOException {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            StringBuilder key = new StringBuilder();
            for (int depth = random.nextInt(4); depth > 0; depth--) {
                key.append(NAMES.get(random.nextInt(NAMES.size()))).append("d/");
            }
            key.append(NAMES.get(random.nextInt(NAMES.size()))).append(random.nextInt(5) == 0 ? "d/" : "");
            keys.add(key.toString());
            put(bucket, key.toString(), "x".repeat(random.nextInt(9)));
        }
        Files.createDirectories(folder.resolve(bucket).resolve("empty/a"));
        Files.writeString(folder.resolve(bucket).resolve("by-hand"), "x");
        Files.createSymbolicLink(folder.resolve(bucket).resolve("broken"), Path.of("nowhere"));
        return keys;
    }

    private static ListObjectsV2Request request(String bucket, List<String> keys, Random random) {
        ListObjectsV2Request.Builder request =
                ListObjectsV2Request.builder().bucket(bucket).maxKeys(1 + random.nextInt(20));
        if (random.nextInt(3) > 0) {
            request.prefix(part(keys, random));
        }
        if (random.nextBoolean()) {
            request.delimiter("/");
        }
        if (random.nextInt(3) == 0) {
            request.startAfter(part(keys, random));
        }
        return request.build();
    }

    /** A key's beginning, which ends anywhere. */
    private static String part(List<String> keys, Random random) {
        String key = keys.get(random.nextInt(keys.size()));
        return key.substring(0, 1 + random.nextInt(key.length()));
    }

    /** Each page with all that it says. */
    private static List<String> pages(S3Client client, ListObjectsV2Request request) {
        return client.listObjectsV2Paginator(request).stream()
                .map(page -> page.contents() + " " + page.commonPrefixes() + " " + page.isTruncated() + " "
                        + page.keyCount() + " " + page.nextContinuationToken())
                .toList();
    }

    private static List<String> pagesOfVersionOne(S3Client client, ListObjectsV2Request request) {
        List<String> pages = new ArrayList<>();
        String marker = request.startAfter();
        while (true) {
            String after = marker;
            ListObjectsResponse page = client.listObjects(list -> list.bucket(request.bucket())
                    .prefix(request.prefix())
                    .delimiter(request.delimiter())
                    .maxKeys(request.maxKeys())
                    .marker(after));
            pages.add(page.contents() + " " + page.commonPrefixes() + " " + page.nextMarker());
            if (!page.isTruncated()) {
                return pages;
            }
            marker = page.nextMarker();
        }
    }

    /** As if nothing had been written for a while, so that walks are kept from page to page. */
    private static void settle(Path tree) throws IOException {
        FileTime before = FileTime.from(Instant.now().minusSeconds(60));
        try (Stream<Path> paths = Files.walk(tree)) {
            for (Path path : paths.filter(Files::isDirectory).toList()) {
                Files.setLastModifiedTime(path, before);
            }
        }
    }

    @Test
    void isInTheOrderOfTheKeysBytes() {
        ours.createBucket(create -> create.bucket("bytes"));
        List<String> keys = new ArrayList<>(List.of(
                "a/1", "a-b", "a.b", "a0", "A", "\uFFFD", "\uD83D\uDE00", "z", "a/é", "a/\uD83D\uDE00/x", "a/\uFF5E"));
        keys.forEach(key -> put("bytes", key, ""));

        keys.sort(Comparator.comparing(key -> key.getBytes(UTF_8), Arrays::compareUnsigned));
        assertThat(keys("bytes", 3)).isEqualTo(keys);
    }

    @Test
    void aPageShowsWhatWasWrittenBeforeItsRequest() throws IOException {
        ours.createBucket(create -> create.bucket("changing"));
        for (int i = 0; i < 6; i++) {
            put("changing", "t/" + i, "x");
        }
        settle(folder.resolve("changing"));
        ListObjectsV2Response first =
                ours.listObjectsV2(list -> list.bucket("changing").maxKeys(2));
        put("changing", "t/3a", "x");
        put("changing", "t/4", "longer");
        ours.deleteObject(delete -> delete.bucket("changing").key("t/2"));

        ListObjectsV2Response second =
                ours.listObjectsV2(list -> list.bucket("changing").continuationToken(first.nextContinuationToken()));
        assertThat(second.contents()).extracting(S3Object::key).containsExactly("t/3", "t/3a", "t/4", "t/5");
        assertThat(second.contents().get(2).size()).isEqualTo(6);
    }

    @Test
    void refusesWhatItRefusedBefore() {
        ours.createBucket(create -> create.bucket("refusing"));
        put("refusing", "a", "");
        for (S3Client client : List.of(ours, theirs)) {
            assertThatThrownBy(() -> client.listObjectsV2(list -> list.bucket("no-such-bucket")))
                    .isInstanceOf(NoSuchBucketException.class);
            assertThatThrownBy(() ->
                            client.listObjectsV2(list -> list.bucket("refusing").delimiter("-")))
                    .isInstanceOf(S3Exception.class);
            assertThatThrownBy(() ->
                            client.listObjectsV2(list -> list.bucket("refusing").prefix("../other/")))
                    .isInstanceOf(S3Exception.class);
        }
        assertThat(ours.listObjectsV2(list -> list.bucket("refusing").maxKeys(0))
                        .contents())
                .isEmpty();
    }

    @Test
    void showsNoObjectThatIsBeingWritten() throws Exception {
        ours.createBucket(create -> create.bucket("writing"));
        String chosen = "t/large.csv-" + UUID.randomUUID();
        String late = "t/large.csv-" + UUID.randomUUID();
        put("writing", chosen, "a key that a user chose");
        byte[] half = new byte[3 << 20];
        CountDownLatch halfWritten = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> write = threads.submit(() -> ours.putObject(
                    request -> request.bucket("writing").key("t/large.csv"),
                    RequestBody.fromInputStream(new PausingStream(half, halfWritten, goOn), 2L * half.length)));
            halfWritten.await();
            put("writing", late, "another");
            List<Path> files = temporary(chosen, late);
            assertThat(files).as("S3Proxy's temporary file").hasSize(1);
            String key = "t/" + files.get(0).getFileName();
            assertThat(keys("writing", 1000)).containsExactlyInAnyOrder(chosen, late);
            assertThatThrownBy(() ->
                            ours.getObjectAsBytes(get -> get.bucket("writing").key(key)))
                    .isInstanceOf(NoSuchKeyException.class);
            assertThatThrownBy(
                            () -> ours.headObject(head -> head.bucket("writing").key(key)))
                    .isInstanceOf(NoSuchKeyException.class);
            assertThat(ours.getObjectAsBytes(get -> get.bucket("writing").key(chosen))
                            .asUtf8String())
                    .isEqualTo("a key that a user chose");
            goOn.countDown();
            while (!write.isDone()) {
                assertThat(keys("writing", 1000)).isSubsetOf("t/large.csv", chosen, late);
            }
            write.get();
        } finally {
            goOn.countDown();
            threads.shutdownNow();
        }
        assertThat(keys("writing", 1000)).containsExactlyInAnyOrder("t/large.csv", chosen, late);
    }

    @Test
    void showsNoOtherKeyWhileObjectsAreWritten() throws Exception {
        ours.createBucket(create -> create.bucket("busy"));
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> writes = threads.submit(() -> {
                for (int i = 0; i < 100; i++) {
                    put("busy", "t/" + i % 3 + ".csv", "x".repeat(i * 1000));
                }
            });
            while (!writes.isDone()) {
                assertThat(keys("busy", 2)).isSubsetOf("t/0.csv", "t/1.csv", "t/2.csv");
            }
            writes.get();
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Path> temporary(String... finished) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("writing/t"))) {
            return files.filter(file -> !List.of(finished).contains("t/" + file.getFileName()))
                    .toList();
        }
    }

    private static void put(String bucket, String key, String content) {
        ours.putObject(request -> request.bucket(bucket).key(key), RequestBody.fromString(content));
    }

    private static List<String> keys(String bucket, int pageSize) {
        return ours.listObjectsV2Paginator(list -> list.bucket(bucket).maxKeys(pageSize)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    /** So many zeros, then a pause, then as many again. */
    private static final class PausingStream extends InputStream {
        private final byte[] half;
        private final CountDownLatch reached;
        private final CountDownLatch goOn;
        private int read;

        PausingStream(byte[] half, CountDownLatch reached, CountDownLatch goOn) {
            this.half = half;
            this.reached = reached;
            this.goOn = goOn;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0];
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            if (read == half.length) {
                pause();
            }
            int end = read < half.length ? half.length : 2 * half.length;
            int count = Math.min(length, end - read);
            System.arraycopy(half, 0, to, offset, Math.min(count, half.length));
            read += count;
            return count == 0 && length > 0 ? -1 : count;
        }

        private void pause() {
            reached.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
