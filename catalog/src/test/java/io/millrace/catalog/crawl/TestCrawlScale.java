package io.millrace.catalog.crawl;

import static io.millrace.catalog.classify.TestingObject.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Crawler;

/** Crawls of many objects, and of stores that refuse or fail. */
class TestCrawlScale extends AbstractCrawlTests {
    private static final int OBJECTS = 200_000;
    private static final int FOLDERS = 100;

    private Crawler crawlerOf(String name) {
        createCrawler(name, "t/");
        return crawler(name);
    }

    /** A few folders of very many files. */
    private static final class Many implements ObjectReader {
        private final byte[] content = utf8("id,name,price\n1,a,1.5\n2,b,2.5\n");

        private static String key(int number) {
            return "t/p=%03d/%06d.csv".formatted(number / (OBJECTS / FOLDERS), number);
        }

        @Override
        public void list(String bucket, String prefix, String after, PageConsumer pages) throws IOException {
            Next next = Next.PAGE;
            for (int at = first(after); at < OBJECTS && next == Next.PAGE; at += PAGE_KEYS) {
                List<StoredObject> page = new ArrayList<>();
                for (int number = at; number < Math.min(OBJECTS, at + PAGE_KEYS); number++) {
                    page.add(new StoredObject(bucket, key(number), content.length, "etag"));
                }
                next = pages.accept(page);
            }
        }

        private static int first(String after) {
            int first = 0;
            while (first < OBJECTS && key(first).compareTo(after) <= 0) {
                first++;
            }
            return first;
        }

        @Override
        public List<String> listFolders(String bucket, String prefix, String after) {
            List<String> folders = new ArrayList<>();
            for (int number = 0; number < OBJECTS; number += OBJECTS / FOLDERS) {
                String folder = key(number).substring(0, key(number).lastIndexOf('/') + 1);
                if (folder.compareTo(after) > 0) {
                    folders.add(folder);
                }
            }
            return folders;
        }

        @Override
        public ObjectPart read(StoredObject object, long offset, int length) {
            return new ObjectPart(content, "etag");
        }
    }

    @Test
    void twoHundredThousandObjectsTakeASampleOfEachFolderAndLittleMemory() throws Exception {
        engine.close();
        useReader(new Many());
        Crawler crawler = crawlerOf("c");
        AtomicLong most = new AtomicLong();
        long before = liveBytes();
        CrawlReport report = engine.crawl(crawler, List.of(), new CrawlMonitor() {
            @Override
            public boolean cancelled() {
                return false;
            }

            @Override
            public void progressed(CrawlProgress progress) {
                if (progress.folders() == FOLDERS && most.get() == 0) {
                    most.set(liveBytes() - before);
                }
            }
        });
        assertThat(report.partitionsAdded()).isEqualTo(FOLDERS);
        assertThat(report.cost().objectsListed()).isBetween((long) OBJECTS, OBJECTS + 30_000L);
        assertThat(report.cost().objectsOpened()).isEqualTo(100 * FOLDERS);
        assertThat(report.cost().listRequests()).isLessThan(OBJECTS / 1000 * 3 / 2);
        assertThat(table("t").orElseThrow().parameters()).containsEntry("objectCount", String.valueOf(OBJECTS));
        // All objects in memory would be more than 40 MB; marks and samples of the folders in hand are some.
        assertThat(most.get()).isLessThan(24L << 20);
        CrawlReport again = engine.crawl(crawler, List.of(), CrawlMonitor.NONE);
        assertThat(again.cost().objectsOpened()).isZero();
    }

    private static long liveBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** Fails the reads of some objects. */
    private ObjectReader failing(String part, IOException failure) {
        return new ObjectReader() {
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
                if (object.key().contains(part)) {
                    throw failure;
                }
                return reader.read(object, offset, length);
            }
        };
    }

    @Test
    void aFolderThatIsRefusedIsNamedAndTheRestIsCrawledAndItIsTriedAgain() throws Exception {
        for (int file = 0; file < 40; file++) {
            put("t/p=secret/" + file + ".csv", ROWS);
        }
        put("t/p=open/0.csv", ROWS);
        put("t/p=other/0.csv", ROWS);
        engine.close();
        useReader(failing("secret", new AccessDeniedException("Cannot read it: Access Denied (HTTP 403)")));
        Crawler crawler = crawlerOf("c");
        CrawlReport report = engine.crawl(crawler, List.of(), CrawlMonitor.NONE);
        assertThat(report.partitionsAdded()).isEqualTo(2);
        assertThat(report.skipped())
                .singleElement()
                .asString()
                .endsWith(
                        "/t/p=secret/: its objects cannot be read now (40 were tried): Cannot read it: Access Denied (HTTP 403)");
        engine.close();
        useReader(reader);
        reader.takeCounts();
        assertThat(engine.crawl(crawler, List.of(), CrawlMonitor.NONE).partitionsAdded())
                .isEqualTo(1);
        assertThat(reader.takeCounts()).isEqualTo("LIST 1, GET 40");
    }

    @Test
    void aStoreThatIsDownFailsTheCrawlAndChangesNothing() {
        for (int file = 0; file < FileReading.MAX_FAILURES_IN_A_ROW; file++) {
            put("t/p=" + file + "/0.csv", ROWS);
        }
        engine.close();
        useReader(failing("t/", new IOException("Cannot read it: timed out")));
        Crawler crawler = crawlerOf("c");
        assertThatThrownBy(() -> engine.crawl(crawler, List.of(), CrawlMonitor.NONE))
                .isInstanceOf(CrawlFailedException.class)
                .hasMessage("Cannot read it: timed out");
        assertThat(tables()).isEmpty();
    }
}
