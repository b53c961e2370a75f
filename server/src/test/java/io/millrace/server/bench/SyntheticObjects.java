package io.millrace.server.bench;

import io.millrace.catalog.crawl.ObjectPart;
import io.millrace.catalog.crawl.ObjectReader;
import io.millrace.catalog.crawl.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** As many partitions as one likes, ten files in each, out of nothing: shows what a crawl itself costs. */
final class SyntheticObjects implements ObjectReader {
    static final int FILES_IN_A_FOLDER = 10;

    private final int objects;
    private final byte[] content = CrawlTrees.small(0).getBytes(StandardCharsets.UTF_8);

    SyntheticObjects(int objects) {
        this.objects = objects;
    }

    private static String key(String prefix, int number) {
        return String.format(
                Locale.ROOT, "%sp=%07d/part-%d.csv", prefix, number / FILES_IN_A_FOLDER, number % FILES_IN_A_FOLDER);
    }

    @Override
    public void list(String bucket, String prefix, String after, PageConsumer pages) throws IOException {
        Next next = Next.PAGE;
        for (int at = first(prefix, after); at < objects && next == Next.PAGE; at += PAGE_KEYS) {
            List<StoredObject> page = new ArrayList<>();
            for (int number = at; number < Math.min(objects, at + PAGE_KEYS); number++) {
                page.add(new StoredObject(bucket, key(prefix, number), content.length, "etag"));
            }
            next = pages.accept(page);
        }
    }

    /** The number of the first object after {@code after}. */
    private int first(String prefix, String after) {
        int low = 0;
        int high = objects;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (key(prefix, middle).compareTo(after) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public List<String> listFolders(String bucket, String prefix, String after) {
        List<String> folders = new ArrayList<>();
        for (int at = first(prefix, after); at < objects && folders.size() < PAGE_KEYS; at += FILES_IN_A_FOLDER) {
            String key = key(prefix, at);
            folders.add(key.substring(0, key.lastIndexOf('/') + 1));
        }
        return folders;
    }

    @Override
    public ObjectPart read(StoredObject object, long offset, int length) {
        return new ObjectPart(
                Arrays.copyOfRange(content, (int) offset, (int) Math.min(content.length, offset + length)), "etag");
    }
}
