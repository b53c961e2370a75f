package io.millrace.catalog.crawl;

import io.millrace.catalog.crawl.CrawlProgress.Phase;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** Counts what one crawl asks of the object store, as it asks, and tells its monitor. Thread-safe. */
final class CrawlTally implements ObjectReader {
    private final ObjectReader reader;
    private final CrawlMonitor monitor;
    private final LongAdder lists = new LongAdder();
    private final LongAdder reads = new LongAdder();
    private final LongAdder listed = new LongAdder();
    private final LongAdder opened = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder folders = new LongAdder();
    private final LongAdder foldersDone = new LongAdder();
    private final LongAdder objects = new LongAdder();
    private volatile BatchFolders batches = BatchFolders.NONE;
    private volatile Phase phase = Phase.LISTING;

    CrawlTally(ObjectReader reader, CrawlMonitor monitor) {
        this.reader = reader;
        this.monitor = monitor;
    }

    @Override
    public int rangesAtOnce() {
        return reader.rangesAtOnce();
    }

    @Override
    public int readsATask() {
        return reader.readsATask();
    }

    @Override
    public void list(String bucket, String prefix, String after, PageConsumer pages) throws IOException {
        reader.list(bucket, prefix, after, new PageConsumer() {
            @Override
            public Next accept(List<StoredObject> page) throws IOException {
                lists.increment();
                listed.add(page.size());
                return pages.accept(page);
            }

            @Override
            public void refused(String folder, AccessDeniedException why) throws IOException {
                pages.refused(folder, why);
            }
        });
    }

    @Override
    public List<String> listFolders(String bucket, String prefix, String after) throws IOException {
        lists.increment();
        return reader.listFolders(bucket, prefix, after);
    }

    @Override
    public ObjectPart read(StoredObject object, long offset, int length) throws IOException {
        reads.increment();
        ObjectPart part = reader.read(object, offset, length);
        bytes.add(part.bytes().length);
        return part;
    }

    void leaveOut(BatchFolders folders) {
        batches = folders;
    }

    /** Whether the object's rows are in its table. */
    boolean counts(StoredObject object) {
        BatchFolders now = batches;
        return now.isNone() || now.count(object.uri());
    }

    /** A cluster read for this crawl. */
    void readElsewhere(CrawlCost cost) {
        reads.add(cost.readRequests());
        opened.add(cost.objectsOpened());
        bytes.add(cost.bytesRead());
    }

    void eventsTaken(long count) {
        listed.add(count);
    }

    void objectOpened() {
        opened.increment();
    }

    void folderFound(long objectsInIt) {
        folders.increment();
        objects.add(objectsInIt);
        tell();
    }

    void folderDone() {
        foldersDone.increment();
        tell();
    }

    void enter(Phase next) {
        phase = next;
        tell();
    }

    private void tell() {
        if (monitor == CrawlMonitor.NONE) {
            return;
        }
        monitor.progressed(new CrawlProgress(phase, folders.sum(), foldersDone.sum(), objects.sum(), opened.sum()));
    }

    boolean isCancelled() {
        return monitor.cancelled();
    }

    void requireNotCancelled() throws CrawlCancelledException {
        if (monitor.cancelled()) {
            throw new CrawlCancelledException();
        }
    }

    /** Tells the monitor what the crawl has cost. Once, when it has ended. */
    void end() {
        monitor.spent(cost());
    }

    CrawlCost cost() {
        return new CrawlCost(lists.sum(), reads.sum(), listed.sum(), opened.sum(), bytes.sum());
    }
}
