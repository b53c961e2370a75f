package io.millrace.catalog.crawl;

import static io.millrace.catalog.classify.TestingObject.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.crawl.CrawlEvents.Kind;
import io.millrace.catalog.crawl.CrawlEvents.ObjectChange;
import io.millrace.catalog.layout.BatchObjects;
import io.millrace.catalog.store.BookmarkName;
import io.millrace.catalog.store.TableRows.Archive;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.CrawlerHistory;
import software.amazon.awssdk.services.glue.model.CreateCrawlerRequest;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;
import software.amazon.awssdk.services.glue.model.ListCrawlsRequest;
import software.amazon.awssdk.services.glue.model.RecrawlBehavior;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.glue.model.StartCrawlerRequest;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.UpdateCrawlerRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** What the crawls of a crawler in event mode ask of the store, and that no event is lost. */
class TestEventMode extends AbstractCrawlTests {
    @BeforeEach
    void crawlTheFirstTime() {
        put("t/d=1/a.csv", ROWS);
        put("t/d=2/a.csv", ROWS);
        operations.createCrawler(CreateCrawlerRequest.builder()
                .name("c")
                .role("crawler")
                .databaseName("raw")
                .recrawlPolicy(policy -> policy.recrawlBehavior(RecrawlBehavior.CRAWL_EVENT_MODE))
                .targets(targets -> targets.s3Targets(S3Target.builder()
                        .path("s3://" + bucket + "/t/")
                        .eventQueueArn("arn:aws:sqs:us-east-1:000000000000:queue")
                        .build()))
                .build());
        assertThat(crawl("c").status()).isEqualTo(LastCrawlStatus.SUCCEEDED);
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 2");
    }

    private void created(String key, byte[] content) {
        put(key, content);
        HeadObjectResponse head =
                s3().client().headObject(request -> request.bucket(bucket).key(key));
        events.add("c", List.of(new ObjectChange(Kind.CREATED, bucket, key, head.contentLength(), head.eTag())));
    }

    @Test
    void listsNothingAndOpensWhatItIsToldOf() {
        put("t/d=9/nobody-tells.csv", ROWS);
        created("t/d=3/a.csv", ROWS);
        created("elsewhere/a.csv", ROWS);
        crawl("c");
        assertThat(reader.takeCounts()).isEqualTo("LIST 0, GET 1");
        assertThat(partitions("t"))
                .extracting(partition -> partition.values().get(0))
                .containsExactly("1", "2", "3");
        assertThat(events.pending("c", 10)).isEmpty();
    }

    @Test
    void asksForNothingWhenNothingHappened() {
        crawl("c");
        assertThat(reader.takeCounts()).isEqualTo("LIST 0, GET 0");
        assertThat(table("t").orElseThrow().versionId()).isEqualTo("0");
    }

    @Test
    void retiresAPartitionWhoseObjectsAreRemoved() {
        delete("t/d=2/a.csv");
        events.add("c", List.of(new ObjectChange(Kind.REMOVED, bucket, "t/d=2/a.csv", 0, "")));
        crawl("c");
        assertThat(reader.takeCounts()).isEqualTo("LIST 0, GET 0");
        assertThat(partitions("t").get(1).parameters()).containsEntry("DEPRECATED_BY_CRAWLER", "c");
        assertThat(partitions("t").get(0).parameters()).doesNotContainKey("DEPRECATED_BY_CRAWLER");
    }

    @Test
    void keepsTheEventsOfACrawlThatFailed() {
        created("t/d=3/a.csv", utf8("id,name,price,more\n1,a,1.5,x\n2,b,2.5,y\n"));
        catalog.write(transaction -> transaction.databases().delete("raw"));
        assertThat(crawl("c").status()).isEqualTo(LastCrawlStatus.FAILED);
        assertThat(events.pending("c", 10)).hasSize(1);
        CrawlerHistory failed = history.listCrawls(
                        ListCrawlsRequest.builder().crawlerName("c").build())
                .crawls()
                .get(0);
        assertThat(failed.summary()).as("its requests were made").contains("\"ReadRequests\":1,\"ObjectsListed\":1");

        catalog.write(transaction ->
                transaction.databases().insert(Database.builder().name("raw").build()));
        assertThat(crawl("c").status()).isEqualTo(LastCrawlStatus.SUCCEEDED);
        assertThat(partitions("t")).hasSize(3);
        assertThat(events.pending("c", 10)).isEmpty();
    }

    @Test
    void takesTheSameEventAgainWithoutHarm() {
        created("t/d=3/a.csv", ROWS);
        crawl("c");
        String version = table("t").orElseThrow().versionId();
        created("t/d=3/a.csv", ROWS);
        crawl("c");
        assertThat(partitions("t")).hasSize(3);
        assertThat(table("t").orElseThrow().versionId()).isEqualTo(version);
    }

    /** A bookmark makes the crawl look for batches in the table's parameters. */
    private void setHiddenBatches(String batches) {
        catalog.write(transaction -> {
            BookmarkName bookmark = new BookmarkName("job", "raw", "t");
            if (transaction.bookmarks().find(bookmark).isEmpty()) {
                transaction.bookmarks().insert(bookmark, 1, "");
            }
            Table before = transaction.tables().find("raw", "t").orElseThrow();
            Map<String, String> parameters = new HashMap<>(before.parameters());
            parameters.put(BatchObjects.HIDDEN, batches);
            return transaction
                    .tables()
                    .update(
                            before.toBuilder()
                                    .parameters(parameters)
                                    .versionId(TableChange.nextVersion(before))
                                    .build(),
                            before.versionId(),
                            Archive.SKIP);
        });
    }

    @Test
    void keepsTheEventsOfABatchUntilItIsCommitted() {
        String object = "t/d=3/part-00000000000000aa-0.csv";
        setHiddenBatches("00000000000000aa");
        created(object, ROWS);
        created("t/d=4/a.csv", ROWS);
        crawl("c");
        assertThat(partitions("t"))
                .extracting(partition -> partition.values().get(0))
                .containsExactly("1", "2", "4");
        assertThat(events.pending("c", 10))
                .extracting(event -> event.change().key())
                .containsExactly(object);

        setHiddenBatches("");
        crawl("c");
        assertThat(partitions("t"))
                .extracting(partition -> partition.values().get(0))
                .containsExactly("1", "2", "3", "4");
        assertThat(events.pending("c", 10)).isEmpty();
    }

    @Test
    void takesWhatComesWhileACrawlRunsInTheNext() {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        engine.close();
        useReader(new HeldReader(reader, "t/d=3/a.csv", reading, goOn));
        created("t/d=3/a.csv", ROWS);
        operations.startCrawler(StartCrawlerRequest.builder().name("c").build());
        Awaitility.await().until(() -> reading.getCount() == 0);

        // The same object again, another one, and one that the running crawl will not find any more.
        created("t/d=3/a.csv", utf8("id,name,price\n1,a,1.5\n2,b,2.5\n3,c,3.5\n"));
        created("t/d=4/a.csv", ROWS);
        delete("t/d=1/a.csv");
        events.add("c", List.of(new ObjectChange(Kind.REMOVED, bucket, "t/d=1/a.csv", 0, "")));
        int before = ended.size();
        goOn.countDown();
        Awaitility.await().until(() -> ended.size() > before);
        assertThat(partitions("t"))
                .extracting(partition -> partition.values().get(0))
                .containsExactly("1", "2", "3");
        assertThat(events.pending("c", 10)).hasSize(3);

        crawl("c");
        assertThat(events.pending("c", 10)).isEmpty();
        assertThat(partitions("t"))
                .extracting(partition -> partition.values().get(0))
                .containsExactly("1", "2", "3", "4");
        assertThat(partitions("t").get(0).parameters()).containsEntry("DEPRECATED_BY_CRAWLER", "c");
        assertThat(partitions("t").get(2).parameters()).containsEntry("recordCount", "3");
    }

    /** Waits before it reads one object. */
    private record HeldReader(ObjectReader reader, String key, CountDownLatch reading, CountDownLatch goOn)
            implements ObjectReader {
        @Override
        public void list(String bucket, String prefix, String after, PageConsumer pages) throws IOException {
            reader.list(bucket, prefix, after, pages);
        }

        @Override
        public List<String> listFolders(String bucket, String prefix, String after) throws IOException {
            return reader.listFolders(bucket, prefix, after);
        }

        @Override
        public ObjectPart read(StoredObject object, long offset, int length) throws IOException {
            if (object.key().equals(key)) {
                reading.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(e);
                }
            }
            return reader.read(object, offset, length);
        }
    }

    @Test
    void listsAllOnceAfterTheCrawlerWasChanged() throws IOException {
        operations.updateCrawler(UpdateCrawlerRequest.builder()
                .name("c")
                .targets(targets -> targets.s3Targets(S3Target.builder()
                        .path("s3://" + bucket + "/t/")
                        .exclusions("d=2/**")
                        .eventQueueArn("q")
                        .build()))
                .build());
        crawl("c");
        assertThat(reader.takeCounts()).startsWith("LIST 1");
        created("t/d=3/a.csv", ROWS);
        crawl("c");
        assertThat(reader.takeCounts()).isEqualTo("LIST 0, GET 1");
    }
}
