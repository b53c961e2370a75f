package io.millrace.catalog.crawl;

import io.millrace.catalog.crawl.ledger.FolderDigest;
import io.millrace.catalog.crawl.ledger.LedgerFolder;
import io.millrace.catalog.crawl.ledger.ObjectMark;
import io.millrace.catalog.crawl.ledger.SeenObjects;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The data objects directly in one folder, as a listing goes over them: how many there are, which of them to read, and what the
 * ledger is to remember. Takes the memory of a sample and of twelve bytes an object at most. Not thread-safe.
 *
 * <p>A few objects are held back until somebody asks for more than the digest: if it is the one in the ledger, nobody does, and the ledger's
 * objects need not be read.
 */
final class FolderContents {
    private static final int HELD_BACK = 16;

    private final String path;
    private final Supplier<SeenObjects> ledger;
    private final List<Held> held = new ArrayList<>(1);
    private final SeenObjects.Builder seen = new SeenObjects.Builder();
    private final ObjectSample sample;
    private final ObjectSample newSample;
    private @Nullable SeenObjects known;
    private FolderDigest digest = FolderDigest.EMPTY;
    private FolderDigest sameAsKnown = FolderDigest.EMPTY;

    private record Held(StoredObject object, ObjectMark mark) {}

    /** @param ledger what is known of its objects; asked at most once */
    FolderContents(String path, int sampleSize, Supplier<SeenObjects> ledger) {
        this.path = path;
        this.ledger = ledger;
        this.sample = new ObjectSample(sampleSize);
        this.newSample = new ObjectSample(sampleSize);
    }

    void add(StoredObject object) {
        ObjectMark mark = ObjectMark.of(object.key(), object.etag(), object.size());
        digest = digest.plus(mark, object.size());
        held.add(new Held(object, mark));
        if (held.size() > HELD_BACK) {
            takeHeld();
        }
    }

    private void takeHeld() {
        held.forEach(one -> take(one.object(), one.mark()));
        held.clear();
    }

    private void take(StoredObject object, ObjectMark mark) {
        seen.add(mark);
        sample.offer(object, mark);
        if (!known().isEmpty()) {
            if (known().match(mark) == SeenObjects.Match.SAME) {
                sameAsKnown = sameAsKnown.plus(mark, object.size());
            } else {
                newSample.offer(object, mark);
            }
        }
    }

    private SeenObjects known() {
        SeenObjects asked = known;
        if (asked == null) {
            asked = ledger.get();
            known = asked;
        }
        return asked;
    }

    /** Takes in what another range of the listing found in the same folder. */
    void addAll(FolderContents other) {
        takeHeld();
        other.takeHeld();
        digest = digest.plus(other.digest);
        sameAsKnown = sameAsKnown.plus(other.sameAsKnown);
        seen.addAll(other.seen);
        sample.offerAll(other.sample);
        newSample.offerAll(other.newSample);
    }

    String path() {
        return path;
    }

    FolderDigest digest() {
        return digest;
    }

    SeenObjects seen() {
        takeHeld();
        return seen.build();
    }

    /** What is to be read if nothing is known. */
    List<StoredObject> sample() {
        takeHeld();
        return sample.chosen();
    }

    /** Whether all that {@code before} had is still there as it was, so that only what was added needs to be read. */
    boolean grewFrom(LedgerFolder before) {
        takeHeld();
        return !known().isEmpty() && sameAsKnown.sameObjects(before.digest());
    }

    /** Some of the objects that were added. */
    List<StoredObject> newSample() {
        takeHeld();
        return newSample.chosen();
    }

    /** How many were added, and how many bytes they have. */
    FolderDigest added() {
        takeHeld();
        return new FolderDigest(digest.objects() - sameAsKnown.objects(), digest.bytes() - sameAsKnown.bytes(), 0, 0);
    }

    /** The key prefix below {@code prefix} of the folder that {@code key} lies in. */
    static String folderOf(String prefix, String key) {
        return key.substring(prefix.length(), Math.max(prefix.length(), key.lastIndexOf('/') + 1));
    }

    /** The folders of a path. */
    static List<String> segments(String path) {
        return path.isEmpty()
                ? List.of()
                : List.of(path.substring(0, path.length() - 1).split("/", -1));
    }
}
