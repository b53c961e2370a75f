package io.millrace.catalog.crawl;

import io.millrace.catalog.crawl.FileReading.Outcome;
import io.millrace.catalog.crawl.ScannedFolder.State;
import io.millrace.catalog.crawl.ledger.FolderDigest;
import io.millrace.catalog.crawl.ledger.LedgerFolder;
import io.millrace.catalog.crawl.ledger.ObjectMark;
import io.millrace.catalog.crawl.ledger.SeenObjects;
import io.millrace.catalog.crawl.ledger.TargetLedger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Brings a target's folders from what the ledger has to what events tell, without a listing. New and changed objects are read (a
 * sample of each folder's), and what they hold is joined to what is known: types only grow, since nobody says what a replaced or
 * removed object held alone. A crawl of everything is exact again.
 */
final class EventScan {
    private final CrawlTarget target;
    private final TargetLedger ledger;
    private final TargetScan scan;
    private final CrawlTally reader;
    private final FolderSampler sampler;
    private final int sampleFiles;

    EventScan(
            CrawlTarget target,
            TargetLedger ledger,
            TargetScan scan,
            CrawlTally reader,
            FolderSampler sampler,
            int sampleFiles) {
        this.target = target;
        this.ledger = ledger;
        this.scan = scan;
        this.reader = reader;
        this.sampler = sampler;
        this.sampleFiles = sampleFiles;
    }

    void take(Collection<ObjectEvent> events) throws IOException, CrawlCancelledException {
        DataObjects data = new DataObjects(target);
        Map<String, List<ObjectEvent>> byFolder = new TreeMap<>();
        for (ObjectEvent event : events) {
            StoredObject object = event.object();
            if (object.bucket().equals(target.bucket())
                    && data.contain(object.key())
                    && !data.excludes(object.key())
                    && reader.counts(object)) {
                byFolder.computeIfAbsent(
                                FolderContents.folderOf(target.prefix(), object.key()), path -> new ArrayList<>())
                        .add(event);
            }
        }
        for (LedgerFolder folder : ledger.folders().values()) {
            if (!byFolder.containsKey(folder.path())) {
                reader.folderFound(folder.digest().objects());
                scan.keep(ScannedFolder.unchanged(folder, scan.pool()));
            }
        }
        for (Map.Entry<String, List<ObjectEvent>> folder : byFolder.entrySet()) {
            reader.eventsTaken(folder.getValue().size());
            take(folder.getKey(), folder.getValue());
        }
        sampler.finish();
    }

    /** A folder's objects while events are applied to them. */
    private static final class Objects {
        private final SeenObjects before;
        private final Set<Long> replaced = new HashSet<>();
        private final List<ObjectMark> added = new ArrayList<>();
        private final ObjectSample sample;
        private FolderDigest digest;
        private FolderDigest addedDigest = FolderDigest.EMPTY;

        Objects(SeenObjects before, FolderDigest digest, int sampleFiles) {
            this.before = before;
            this.digest = digest;
            this.sample = new ObjectSample(sampleFiles);
        }

        void remove(long key) {
            // What an object's size was is not kept; the average is near enough for a parameter that is an estimate
            // anyway.
            before.find(key).filter(old -> replaced.add(key)).ifPresent(old -> {
                digest = digest.minus(old, digest.bytes() / Math.max(1, digest.objects()));
            });
        }

        void add(StoredObject object, ObjectMark mark) {
            remove(mark.key());
            digest = digest.plus(mark, object.size());
            addedDigest = addedDigest.plus(mark, object.size());
            added.add(mark);
            sample.offer(object, mark);
        }

        SeenObjects seen() {
            SeenObjects.Builder seen = new SeenObjects.Builder();
            seen.addAllBut(before, replaced);
            added.forEach(seen::add);
            return seen.build();
        }
    }

    private void take(String path, List<ObjectEvent> events) throws IOException, CrawlCancelledException {
        Optional<LedgerFolder> before = Optional.ofNullable(ledger.folders().get(path));
        Objects objects = new Objects(
                ledger.objects(path), before.map(LedgerFolder::digest).orElse(FolderDigest.EMPTY), sampleFiles);
        Set<Long> created = new HashSet<>();
        for (ObjectEvent event : events) {
            StoredObject object = event.object();
            ObjectMark mark = ObjectMark.of(object.key(), object.etag(), object.size());
            boolean isNew = event.kind() == ObjectEvent.Kind.CREATED
                    && object.size() > 0
                    && created.add(mark.key())
                    && objects.before.match(mark) != SeenObjects.Match.SAME;
            if (isNew) {
                objects.add(object, mark);
            }
        }
        for (ObjectEvent event : events) {
            long key = ObjectMark.hash(event.object().key());
            // Of an object that was both made and removed nobody knows what came last; reading it will tell.
            if (event.kind() == ObjectEvent.Kind.REMOVED && !created.contains(key)) {
                objects.remove(key);
            }
        }
        apply(path, before, objects);
    }

    private void apply(String path, Optional<LedgerFolder> before, Objects objects)
            throws IOException, CrawlCancelledException {
        if (objects.digest.objects() <= 0) {
            return;
        }
        reader.folderFound(objects.digest.objects());
        List<StoredObject> sample = objects.sample.chosen();
        if (sample.isEmpty()) {
            ScannedFolder known = ScannedFolder.unchanged(before.orElseThrow(), scan.pool());
            boolean same = objects.replaced.isEmpty();
            scan.note(
                    join(path, known.schema(), List.of(), objects, same ? State.SAME : State.CHANGED), objects.seen());
            return;
        }
        sampler.read(sample, outcomes -> join(path, before, objects, sample, outcomes));
    }

    private void join(
            String path,
            Optional<LedgerFolder> before,
            Objects objects,
            List<StoredObject> sample,
            List<Outcome> outcomes) {
        FolderReading reading = FolderReading.of(sample, outcomes);
        boolean allGone = outcomes.stream().allMatch(outcome -> outcome instanceof Outcome.Gone);
        if (allGone && before.isEmpty()) {
            return;
        }
        Optional<FolderSchema> known =
                before.flatMap(LedgerFolder::content).map(content -> ScannedFolder.schema(content, scan.pool()));
        Optional<FolderSchema> joined = known;
        if (known.isEmpty() || reading.kinds().areAllLike(known.get())) {
            Optional<FolderSchema> added = reading.kinds().largest(objects.addedDigest);
            joined = known.isPresent() && added.isPresent()
                    ? Optional.of(known.get().merge(added.get()))
                    : known.or(() -> added);
        } else {
            reading.kinds()
                    .note(
                            target.location() + path
                                    + ": the format or columns of new files differ from those that were there; the next crawl of everything decides");
        }
        State state = before.isPresent() ? State.CHANGED : State.NEW;
        List<String> skipped = reading.kinds().skipped(target.location() + path);
        scan.note(join(path, joined, skipped, objects, reading.state(state)), objects.seen());
    }

    /** The folder, with its counts as the events leave them. */
    private ScannedFolder join(
            String path, Optional<FolderSchema> schema, List<String> skipped, Objects objects, State state) {
        Optional<FolderSchema> counted = schema.map(
                found -> scan.pool().shared(found.extrapolate(objects.digest.objects(), objects.digest.bytes())));
        return new ScannedFolder(path, objects.digest, counted, skipped, state);
    }
}
