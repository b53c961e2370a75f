package io.millrace.catalog.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.crawl.ledger.SeenObjects;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.S3Target;

/** Listings of objects out of nothing: what they cost, what they hold in memory, and that every object is in its folder once. */
class TestTargetListing {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, Long> folders = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private CrawlTally tally = new CrawlTally(new ListedKeys(List.of("t/")), CrawlMonitor.NONE);

    @AfterEach
    void close() {
        threads.shutdownNow();
    }

    private void list(List<String> keys) throws Exception {
        list(new ListedKeys(keys), CrawlMonitor.NONE);
    }

    private void list(ObjectReader reader, CrawlMonitor monitor) throws Exception {
        folders.clear();
        tally = new CrawlTally(reader, monitor);
        CrawlTarget target = CrawlTarget.of(
                S3Target.builder().path("s3://b/t/").exclusions("**.tmp").build());
        new TargetListing(target, tally, threads, new TargetListing.Listener() {
                    @Override
                    public void refused(String path, String reason) {
                        throw new AssertionError(reason);
                    }

                    @Override
                    public boolean takeMetadata(StoredObject object) {
                        return false;
                    }

                    @Override
                    public boolean isOwned(String path) {
                        return false;
                    }

                    @Override
                    public FolderContents begin(String path) {
                        mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
                        return new FolderContents(path, 2, () -> SeenObjects.UNKNOWN);
                    }

                    @Override
                    public void complete(FolderContents folder) {
                        open.decrementAndGet();
                        assertThat(folders.put(folder.path(), folder.digest().objects()))
                                .isNull();
                    }
                })
                .run();
    }

    private static List<String> partitions(int count, int files) {
        List<String> keys = new ArrayList<>();
        for (int partition = 0; partition < count; partition++) {
            for (int file = 0; file < files; file++) {
                keys.add("t/year=%d/p=%06d/%03d.csv".formatted(2000 + partition * 10 / count, partition, file));
            }
        }
        return keys;
    }

    @Test
    void takesOneRequestAThousandKeysUpToTenThousand() throws Exception {
        list(partitions(999, 1));
        assertThat(tally.cost().listRequests()).isEqualTo(1);
        list(partitions(95, 100));
        assertThat(tally.cost().listRequests()).isEqualTo(10);
    }

    @Test
    void splitsLargeListingsAtFoldersForAFewRequestsMore() throws Exception {
        List<String> keys = partitions(2_000, 100);
        keys.add("t/0.csv");
        keys.add("t/year=2005/p/z.csv");
        keys.add("t/zzz.csv");
        list(keys);
        assertThat(folders).hasSize(2_002).containsEntry("", 2L).containsEntry("year=2005/p/", 1L);
        assertThat(folders.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(keys.size());
        assertThat(tally.cost().listRequests()).isBetween(201L, 320L);
        // One a range, and those above it.
        assertThat(mostOpen.get()).isLessThan(30);
    }

    @Test
    void doesNotProbeWhereFoldersAreTooSmallForIt() throws Exception {
        List<String> keys = new ArrayList<>();
        for (int partition = 0; partition < 30_000; partition++) {
            keys.add("t/p=%06d/a.csv".formatted(partition));
        }
        list(keys);
        assertThat(folders).hasSize(30_000);
        // 30 pages, a probe in vain after the 10th and the 20th, and two after the 30th, which happens to be the last.
        assertThat(tally.cost().listRequests()).isEqualTo(34);
    }

    @Test
    void leavesOutHiddenMarkedEmptyAndExcludedObjects() throws Exception {
        list(List.of(
                "t/",
                "t/a/",
                "t/a/1.csv",
                "t/a/2.tmp",
                "t/a/_SUCCESS",
                "t/a/.hidden/3.csv",
                "t/_temporary/4.csv",
                "t/b_$folder$",
                "t/c/empty-5.csv",
                "t/d=_x/6.csv"));
        assertThat(new TreeMap<>(folders)).containsExactly(Map.entry("a/", 1L), Map.entry("d=_x/", 1L));
    }

    @Test
    void stopsBetweenPages() {
        AtomicInteger asked = new AtomicInteger();
        CrawlMonitor stops = new CrawlMonitor() {
            @Override
            public boolean cancelled() {
                return asked.incrementAndGet() > 3;
            }

            @Override
            public void progressed(CrawlProgress progress) {}
        };
        assertThatThrownBy(() -> list(new ListedKeys(partitions(1_000, 100)), stops))
                .isInstanceOf(CrawlCancelledException.class);
        assertThat(tally.cost().listRequests()).isEqualTo(4);
    }

    @Test
    void passesOnWhatAPartOfTheListingFailedWith() {
        ObjectReader failing = new ListedKeys(partitions(2_000, 100)) {
            @Override
            public void list(String bucket, String prefix, String after, PageConsumer pages) throws IOException {
                if (!after.isEmpty()) {
                    throw new IOException("down");
                }
                super.list(bucket, prefix, after, pages);
            }
        };
        assertThatThrownBy(() -> list(failing, CrawlMonitor.NONE))
                .isInstanceOf(IOException.class)
                .hasMessage("down");
    }
}
