package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.FileSchema;
import io.millrace.catalog.classify.UnreadableObjectException;
import io.millrace.catalog.crawl.FileReading.Outcome;
import io.millrace.catalog.crawl.OwnedTables.OwnedTable;
import io.millrace.catalog.crawl.ScannedFolder.State;
import io.millrace.catalog.crawl.format.TableFormatRoot;
import io.millrace.catalog.crawl.format.TableFormats;
import io.millrace.catalog.crawl.ledger.LedgerFolder;
import io.millrace.catalog.crawl.ledger.SeenObjects;
import io.millrace.catalog.crawl.ledger.TargetLedger;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import software.amazon.awssdk.services.glue.model.RecrawlBehavior;

/**
 * Finds out what the folders of a target hold: from the ledger where nothing has changed, else by reading. Of a folder that has only
 * grown some of the new objects are read, and what they hold is joined to what is known; of one in which an object was replaced
 * or removed a sample of all, since what is known may be gone. Thread-safe.
 */
final class TargetScan implements TargetListing.Listener {
    private final CrawlTarget target;
    private final TargetLedger ledger;
    private final CrawlTally reader;
    private final FolderSampler sampler;
    private final RecrawlBehavior recrawl;
    private final int sampleFiles;
    private final SchemaPool pool = new SchemaPool();
    private final Map<String, ScannedFolder> scanned = new ConcurrentHashMap<>();
    private final Map<String, String> refused = new ConcurrentHashMap<>();

    private final OwnedTables owned;
    private final Queue<FolderContents> heldBack = new ConcurrentLinkedQueue<>();
    private final List<String> dropped = new ArrayList<>();

    TargetScan(
            CrawlTarget target,
            TargetLedger ledger,
            CrawlTally reader,
            FolderSampler sampler,
            RecrawlBehavior recrawl,
            int sampleFiles) {
        this.target = target;
        this.ledger = ledger;
        this.owned = OwnedTables.knownTo(ledger);
        this.reader = reader;
        this.sampler = sampler;
        this.recrawl = recrawl;
        this.sampleFiles = sampleFiles;
    }

    /** Lists all of the target; returns the URIs of some of its empty objects. */
    List<String> list(ExecutorService listers) throws IOException, CrawlCancelledException, InterruptedException {
        TargetListing listing = new TargetListing(target, reader, listers, this);
        listing.run();
        for (FolderContents folder : heldBack) {
            if (!isOwned(folder.path())) {
                read(folder);
            }
        }
        for (OwnedTable table : owned.found()) {
            complete(table);
        }
        sampler.finish();
        // What was read before it was known whose it is.
        List<String> late =
                scanned.keySet().stream().filter(this::isPartOfTable).toList();
        scanned.keySet().removeAll(late);
        dropped.addAll(late);
        return listing.emptyObjects();
    }

    /** The folders that were found, by their paths. */
    Map<String, ScannedFolder> scanned() {
        return scanned;
    }

    SchemaPool pool() {
        return pool;
    }

    /** Folders that were noted in the ledger, but are none. */
    List<String> dropped() {
        return dropped;
    }

    @Override
    public boolean takeMetadata(StoredObject object) {
        if (!object.key().startsWith(target.prefix())) {
            return false;
        }
        Optional<TableFormatRoot> root = TableFormats.rootOf(
                        object.key().substring(target.prefix().length()))
                .filter(target::mayHave);
        root.ifPresent(table -> owned.add(table, object, this));
        return root.isPresent();
    }

    @Override
    public boolean isOwned(String path) {
        return target.format().isPresent() || owned.rootOf(path).isPresent();
    }

    /** Whether the folder lies in a table that a format owns, and is not its root. */
    boolean isPartOfTable(String path) {
        return owned.rootOf(path).filter(root -> !root.equals(path)).isPresent();
    }

    private void complete(OwnedTable table) throws IOException, CrawlCancelledException {
        FolderContents contents = table.metadata();
        reader.folderFound(contents.digest().objects());
        Optional<LedgerFolder> before = Optional.ofNullable(ledger.folders().get(contents.path()));
        if (before.isPresent() && isSettled(contents, before.get())) {
            keep(ScannedFolder.unchanged(before.get(), pool));
        } else {
            sampler.submit(() -> readTable(table, before));
        }
    }

    private void readTable(OwnedTable table, Optional<LedgerFolder> before) throws CrawlCancelledException {
        FolderContents contents = table.metadata();
        String prefix = target.prefix() + contents.path();
        reader.requireNotCancelled();
        reader.objectOpened();
        FolderKinds kinds = new FolderKinds();
        Optional<FolderSchema> schema = Optional.empty();
        boolean settled = true;
        try {
            FileSchema found = TableFormats.read(reader, target.bucket(), prefix, table.kind(), table.objects());
            schema = Optional.of(FolderSchema.of(found, contents.digest().bytes()));
        } catch (UnreadableObjectException e) {
            kinds.note("%s%s: %s".formatted(target.location(), contents.path(), e.getMessage()));
        } catch (IOException e) {
            settled = false;
            kinds.note("%s%s: %s".formatted(target.location(), contents.path(), e.getMessage()));
            schema = before.flatMap(LedgerFolder::content).map(content -> ScannedFolder.schema(content, pool));
        }
        settle(contents, schema, new FolderReading(kinds, settled), before.isPresent() ? State.CHANGED : State.NEW);
    }

    @Override
    public void refused(String path, String reason) {
        refused.put(path, reason);
        // Nobody says that they are gone.
        ledger.folders().values().stream()
                .filter(folder -> folder.path().startsWith(path))
                .forEach(folder -> keep(ScannedFolder.unchanged(folder, pool)));
    }

    /** Why folders may not be opened, by their paths. */
    Map<String, String> refused() {
        return refused;
    }

    @Override
    public FolderContents begin(String path) {
        return new FolderContents(path, sampleFiles, () -> ledger.objects(path));
    }

    @Override
    public void complete(FolderContents contents) throws IOException, CrawlCancelledException {
        if (OwnedTables.mayBeOwned(contents.path())) {
            heldBack.add(contents);
        } else if (!isOwned(contents.path())) {
            read(contents);
        }
    }

    private void read(FolderContents contents) throws IOException, CrawlCancelledException {
        reader.folderFound(contents.digest().objects());
        Optional<LedgerFolder> before = Optional.ofNullable(ledger.folders().get(contents.path()));
        if (before.isPresent() && isSettled(contents, before.get())) {
            keep(ScannedFolder.unchanged(before.get(), pool));
        } else if (before.isPresent() && before.get().content().isPresent() && contents.grewFrom(before.get())) {
            FolderSchema known = ScannedFolder.schema(before.get().content().get(), pool);
            List<StoredObject> added = contents.newSample();
            sampler.read(added, outcomes -> grow(contents, before.get(), known, added, outcomes));
        } else {
            List<StoredObject> sample = contents.sample();
            sampler.read(sample, outcomes -> found(contents, before, sample, outcomes));
        }
    }

    private boolean isSettled(FolderContents contents, LedgerFolder before) {
        return recrawl == RecrawlBehavior.CRAWL_NEW_FOLDERS_ONLY
                || contents.digest().sameObjects(before.digest());
    }

    /** Takes a folder that is as the ledger has it. */
    void keep(ScannedFolder folder) {
        scanned.put(folder.path(), folder);
        reader.folderDone();
    }

    private void grow(
            FolderContents contents,
            LedgerFolder before,
            FolderSchema known,
            List<StoredObject> added,
            List<Outcome> outcomes)
            throws IOException, CrawlCancelledException {
        FolderReading reading = FolderReading.of(added, outcomes);
        if (!reading.kinds().areAllLike(known)) {
            // Which kind is the most frequent now, only a sample of all can say.
            List<StoredObject> sample = contents.sample();
            found(contents, Optional.of(before), sample, sampler.readNow(sample));
            return;
        }
        FolderSchema grown = reading.kinds()
                .largest(contents.added())
                .map(known::merge)
                .map(pool::shared)
                .orElse(known);
        settle(contents, Optional.of(grown), reading, State.CHANGED);
    }

    private void found(
            FolderContents contents, Optional<LedgerFolder> before, List<StoredObject> sample, List<Outcome> outcomes) {
        FolderReading reading = FolderReading.of(sample, outcomes);
        Optional<FolderSchema> schema =
                reading.kinds().largest(contents.digest()).map(pool::shared);
        if (schema.isEmpty() && !reading.settled()) {
            // Nothing can be reached now: what was known of the folder is the best there is.
            schema = before.flatMap(LedgerFolder::content).map(content -> ScannedFolder.schema(content, pool));
        }
        settle(contents, schema, reading, before.isPresent() ? State.CHANGED : State.NEW);
    }

    private void settle(FolderContents contents, Optional<FolderSchema> schema, FolderReading reading, State state) {
        List<String> skipped = reading.kinds().skipped(target.location() + contents.path());
        if (schema.isEmpty() && skipped.isEmpty()) {
            // All of its objects are gone: it is no folder any more.
            reader.folderDone();
            return;
        }
        note(
                new ScannedFolder(contents.path(), contents.digest(), schema, skipped, reading.state(state)),
                contents.seen());
    }

    /** Takes a folder whose objects were read. */
    void note(ScannedFolder folder, SeenObjects seen) {
        if (folder.state() != State.UNSETTLED) {
            ledger.note(folder.toLedger(), seen);
        }
        keep(folder);
    }
}
