package io.millrace.server.storage.ordered;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Pages of a bucket's listing. A walk that ended at a full page is kept for the request that asks for the next one, so that a
 * listing reads each folder once, however many pages it has; a page whose predecessor is not known, or whose folders
 * changed, begins a walk of its own. A page shows what was written before its request. Thread-safe.
 */
final class OrderedListing {
    private static final int KEPT_WALKS_MAX = 64;

    /** Of all kept walks together; a name takes about 100 bytes. */
    private static final int KEPT_NAMES_MAX = 500_000;

    private final Path root;
    private final WritesInProgress writes;
    private final InstantSource clock;
    private final Map<ListingScope, ListingWalk> kept = new LinkedHashMap<>();
    private int keptNames;

    OrderedListing(Path root, WritesInProgress writes, InstantSource clock) {
        this.root = root;
        this.writes = writes;
        this.clock = clock;
    }

    /** The scope's lines from its marker on, at most that many. */
    ListObjectsV2Response page(ListingScope scope, int maxKeys) {
        try {
            return maxKeys == 0 ? response(new ArrayList<>(), null) : fill(walk(scope), scope, maxKeys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ListObjectsV2Response fill(ListingWalk walk, ListingScope scope, int maxKeys) throws IOException {
        List<ListingWalk.Line> lines = new ArrayList<>();
        while (lines.size() < maxKeys && walk.hasNext()) {
            walk.next().ifPresent(lines::add);
        }
        if (lines.size() < maxKeys || !walk.hasNext()) {
            return response(lines, null);
        }
        String last = lines.get(lines.size() - 1).key();
        keep(scope.after(last), walk);
        return response(lines, last);
    }

    private ListingWalk walk(ListingScope scope) throws IOException {
        ListingWalk walk = take(scope);
        return walk != null && walk.resume() ? walk : ListingWalk.begin(root, scope, writes, clock);
    }

    private synchronized @Nullable ListingWalk take(ListingScope scope) {
        ListingWalk walk = kept.remove(scope);
        if (walk != null) {
            keptNames -= walk.size();
        }
        return walk;
    }

    private synchronized void keep(ListingScope next, ListingWalk walk) {
        ListingWalk replaced = kept.put(next, walk);
        keptNames += walk.size() - (replaced == null ? 0 : replaced.size());
        for (Iterator<ListingWalk> eldest = kept.values().iterator();
                kept.size() > KEPT_WALKS_MAX || keptNames > KEPT_NAMES_MAX; ) {
            keptNames -= eldest.next().size();
            eldest.remove();
        }
    }

    private static ListObjectsV2Response response(List<ListingWalk.Line> lines, @Nullable String next) {
        List<S3Object> objects = lines.stream()
                .map(ListingWalk.Line::object)
                .flatMap(Optional::stream)
                .toList();
        List<CommonPrefix> prefixes = lines.stream()
                .filter(line -> line.object().isEmpty())
                .map(line -> CommonPrefix.builder().prefix(line.key()).build())
                .toList();
        return ListObjectsV2Response.builder()
                .contents(objects)
                .commonPrefixes(prefixes)
                .nextContinuationToken(next)
                .isTruncated(next != null)
                .build();
    }
}
