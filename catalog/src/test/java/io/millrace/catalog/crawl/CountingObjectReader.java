package io.millrace.catalog.crawl;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Counts the calls, and lets a test step in before each read. */
final class CountingObjectReader implements ObjectReader {
    private final ObjectReader reader;
    private final AtomicInteger lists = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private volatile Consumer<StoredObject> beforeRead = object -> {};

    CountingObjectReader(ObjectReader reader) {
        this.reader = reader;
    }

    void beforeRead(Consumer<StoredObject> action) {
        beforeRead = action;
    }

    @Override
    public void list(String bucket, String prefix, String after, PageConsumer pages) throws IOException {
        reader.list(bucket, prefix, after, page -> {
            lists.incrementAndGet();
            return pages.accept(page);
        });
    }

    @Override
    public List<String> listFolders(String bucket, String prefix, String after) throws IOException {
        lists.incrementAndGet();
        return reader.listFolders(bucket, prefix, after);
    }

    @Override
    public ObjectPart read(StoredObject object, long offset, int length) throws IOException {
        reads.incrementAndGet();
        beforeRead.accept(object);
        return reader.read(object, offset, length);
    }

    /** The calls since the last call of this, as {@code LIST n, GET n}. */
    String takeCounts() {
        return "LIST %d, GET %d".formatted(lists.getAndSet(0), reads.getAndSet(0));
    }
}
