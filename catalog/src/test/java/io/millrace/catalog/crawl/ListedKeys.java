package io.millrace.catalog.crawl;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Lists keys that it was given, as S3 does; keys with "empty" have no bytes. */
class ListedKeys implements ObjectReader {
    private final NavigableSet<String> keys;

    ListedKeys(Collection<String> keys) {
        this.keys = new TreeSet<>(keys);
    }

    @Override
    public void list(String bucket, String prefix, String after, PageConsumer pages) throws IOException {
        String at = after;
        Next next = Next.PAGE;
        while (next == Next.PAGE) {
            List<String> page = keys.tailSet(at, false).stream()
                    .filter(key -> key.startsWith(prefix))
                    .limit(PAGE_KEYS)
                    .toList();
            next = pages.accept(page.stream()
                    .map(key -> new StoredObject(bucket, key, key.contains("empty") ? 0 : 7, "etag"))
                    .toList());
            if (page.isEmpty() || page.get(page.size() - 1).equals(keys.last())) {
                return;
            }
            at = page.get(page.size() - 1);
        }
    }

    @Override
    public List<String> listFolders(String bucket, String prefix, String after) {
        return keys.tailSet(after, false).stream()
                .filter(key -> key.startsWith(prefix) && key.indexOf('/', prefix.length()) > 0)
                .map(key -> key.substring(0, key.indexOf('/', prefix.length()) + 1))
                .distinct()
                .limit(PAGE_KEYS)
                .toList();
    }

    @Override
    public ObjectPart read(StoredObject object, long offset, int length) {
        throw new UnsupportedOperationException("Only listed");
    }
}
