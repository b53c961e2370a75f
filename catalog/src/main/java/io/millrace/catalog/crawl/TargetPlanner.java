package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.FormatDetail.TableFormat;
import io.millrace.catalog.crawl.CrawlPlan.News;
import io.millrace.catalog.crawl.CrawlPlan.PlannedDatabase;
import io.millrace.catalog.crawl.CrawlPlan.PlannedTarget;
import io.millrace.catalog.crawl.ScannedFolder.State;
import io.millrace.catalog.crawl.ledger.CrawlLedger;
import io.millrace.catalog.crawl.ledger.LedgerFolder;
import io.millrace.catalog.crawl.ledger.SeenObjects;
import io.millrace.catalog.crawl.ledger.TargetLedger;
import io.millrace.catalog.expression.CodePointOrder;
import io.millrace.catalog.layout.Folder;
import io.millrace.catalog.layout.TableRoots;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plans a crawl target by target, and at its end notes in their ledgers what was seen. Used by one thread. */
final class TargetPlanner {
    private final CrawlScope scope;
    private final CrawlLedger ledger;
    private final LedgerUse use;
    private final CrawlTally tally;
    private final ExecutorService readers;
    private final ExecutorService listers;
    private final Optional<Set<ObjectEvent>> events;
    private final Optional<FileCluster> cluster;
    private final List<Noted> noted = new ArrayList<>();
    private final List<PlannedTarget> planned = new ArrayList<>();
    private final List<PlannedDatabase> databases = new ArrayList<>();
    private final Set<String> unchanged = new HashSet<>();
    private final SkipNotes skipped = new SkipNotes();
    private final Set<String> unseen = new HashSet<>();

    /** Whether what is seen is noted. */
    enum LedgerUse {
        READ,
        READ_AND_NOTE
    }

    private record Noted(TargetLedger ledger, List<LedgerFolder> remembered, List<String> vanished) {}

    TargetPlanner(
            CrawlScope scope,
            CrawlLedger ledger,
            LedgerUse use,
            CrawlTally tally,
            ExecutorService readers,
            ExecutorService listers,
            Optional<Set<ObjectEvent>> events,
            Optional<FileCluster> cluster) {
        this.scope = scope;
        this.ledger = ledger;
        this.use = use;
        this.tally = tally;
        this.readers = readers;
        this.listers = listers;
        this.events = events;
        this.cluster = cluster;
    }

    void plan(CrawlTarget target)
            throws IOException, CrawlFailedException, CrawlCancelledException, InterruptedException {
        TargetLedger opened = ledger.open(scope.crawler(), target.ledgerName(), scope.fingerprint(target));
        RememberedFolders remembered = RememberedFolders.of(opened);
        TargetLedger known = remembered.others(use == LedgerUse.READ ? opened.readOnly() : opened);
        FolderSampler sampler = new FolderSampler(tally, scope, readers, cluster);
        int sampleFiles = scope.sampleFiles(target);
        TargetScan scan = new TargetScan(target, known, tally, sampler, scope.recrawl(), sampleFiles);
        List<String> empty = List.of();
        try {
            if (events.isPresent() && !known.folders().isEmpty()) {
                new EventScan(target, known, scan, tally, sampler, sampleFiles).take(events.get());
            } else {
                empty = scan.list(listers);
            }
        } finally {
            sampler.end();
        }
        add(target, known, remembered, scan, target.format().isPresent() ? List.of() : empty);
    }

    private void add(
            CrawlTarget target, TargetLedger known, RememberedFolders remembered, TargetScan scan, List<String> empty)
            throws CrawlFailedException {
        Map<String, ScannedFolder> scanned = scan.scanned();
        List<ScannedFolder> found = new ArrayList<>(scanned.values());
        found.sort(Comparator.comparing(ScannedFolder::path, CodePointOrder::compare));
        List<Folder<FolderSchema>> folders = new ArrayList<>();
        Set<String> locations = new HashSet<>();
        Set<String> newLocations = new HashSet<>();
        Set<List<String>> added = new HashSet<>();
        SkipNotes here = new SkipNotes();
        scan.refused().forEach((path, reason) -> {
            here.add(reason);
            unseen.add(target.location() + path);
        });
        boolean changed = false;
        for (ScannedFolder folder : found) {
            String location = target.location() + folder.path();
            locations.add(location);
            folder.schema()
                    .ifPresent(schema -> folders.add(new Folder<>(FolderContents.segments(folder.path()), schema)));
            here.addAll(folder.skipped());
            changed |= folder.state() != State.SAME;
            if (folder.state() == State.SAME) {
                unchanged.add(location);
            }
            if (!known.folders().containsKey(folder.path())) {
                newLocations.add(location);
                added.add(FolderContents.segments(folder.path()));
            }
        }
        requireReadable(target, folders, here, empty);
        if (folders.isEmpty()) {
            target.format()
                    .ifPresent(format -> here.add("%s: no %s table is there"
                            .formatted(target.location(), format.kind().format().classification())));
        }
        List<String> vanished = vanished(known, scanned);
        RememberedFolders.Decision decision =
                remembered.decide(folders, added, gone(known, scan, vanished), all -> group(target, all));
        TableRoots.Result<FolderSchema> grouping = decision.grouping();
        grouping.leftOver()
                .forEach(folder -> here.add(target.location(folder.path())
                        + ": its path, format or columns differ from the folders beside it"));
        skipped.addAll(here);
        List<String> gone = new ArrayList<>(vanished);
        gone.addAll(scan.dropped());
        gone.addAll(decision.forgotten());
        gone.removeAll(decision.remembered().stream().map(LedgerFolder::path).collect(Collectors.toSet()));
        // What was forgotten may be back.
        gone.removeIf(scanned::containsKey);
        noted.add(new Noted(known, decision.remembered(), gone));
        planned.add(new PlannedTarget(
                target,
                locations,
                newLocations,
                folders,
                grouping,
                changed || !vanished.isEmpty() ? News.SOMETHING : News.NOTHING));
    }

    /** What was there at the last crawl, but for what a table format's table has taken in. */
    private static List<LedgerFolder> gone(TargetLedger known, TargetScan scan, List<String> vanished) {
        return vanished.stream()
                .filter(path -> !scan.isPartOfTable(path))
                .flatMap(path -> Stream.ofNullable(known.folders().get(path)))
                .toList();
    }

    /** A database has no ledger: asking it costs little, so it is read whole each time. */
    void add(PlannedDatabase database) {
        databases.add(database);
        database.skipped().forEach(skipped::add);
    }

    /** A table that a format owns is one whatever lies beside it, and no part of another. */
    private TableRoots.Result<FolderSchema> group(CrawlTarget target, List<Folder<FolderSchema>> folders) {
        // They take part in the grouping, so that no other table has its root above them.
        TableRoots.Result<FolderSchema> all = TableRoots.find(folders, scope.grouping(target));
        List<TableRoots.Root<FolderSchema>> roots = new ArrayList<>(all.roots());
        roots.removeIf(root -> root.folders().stream().allMatch(TargetPlanner::isOwned));
        folders.stream()
                .filter(TargetPlanner::isOwned)
                .forEach(folder -> roots.add(new TableRoots.Root<>(folder.path(), List.of(), List.of(folder))));
        List<Folder<FolderSchema>> leftOver =
                all.leftOver().stream().filter(folder -> !isOwned(folder)).toList();
        return new TableRoots.Result<>(roots, leftOver, all.decisions());
    }

    /** A target that may not be listed, beside others: its tables stay as they are. */
    void refused(String reason) {
        skipped.add(reason);
    }

    /** The locations of which nobody can tell what they have now. */
    Set<String> unseen() {
        return unseen;
    }

    private static boolean isOwned(Folder<FolderSchema> folder) {
        return folder.schema().schema().detail() instanceof TableFormat;
    }

    private static List<String> vanished(TargetLedger known, Map<String, ScannedFolder> scanned) {
        return known.folders().keySet().stream()
                .filter(path -> !scanned.containsKey(path))
                .toList();
    }

    private static void requireReadable(
            CrawlTarget target, List<Folder<FolderSchema>> folders, SkipNotes skipped, List<String> empty)
            throws CrawlFailedException {
        List<String> reasons = new ArrayList<>(skipped.sentences());
        empty.forEach(object -> reasons.add(object + ": the file is empty"));
        if (folders.isEmpty() && !reasons.isEmpty()) {
            throw new CrawlFailedException(
                    "No object in %s can be read. %s".formatted(target.location(), CrawlReport.summary(reasons)));
        }
    }

    CrawlPlan result() {
        return new CrawlPlan(planned, databases, skipped.sentences(), tally.cost());
    }

    /** The locations of folders that are as the last crawl left them, if the catalog is so as well; else none. */
    Set<String> unchanged(String catalogState) {
        return isAsLeft(catalogState) ? unchanged : Set.of();
    }

    private boolean isAsLeft(String catalogState) {
        return noted.stream().allMatch(target -> target.ledger().catalogState().equals(catalogState));
    }

    /** Whether there is nothing new, and the catalog is as the last crawl left it. */
    boolean leftNothingToDo(String catalogState) {
        return !planned.isEmpty()
                && databases.isEmpty()
                && planned.stream().allMatch(target -> target.news() == News.NOTHING)
                && isAsLeft(catalogState);
    }

    /** Makes the ledgers what this crawl saw. */
    void commit(String catalogState) {
        for (Noted target : noted) {
            target.remembered().forEach(folder -> target.ledger().note(folder, SeenObjects.UNKNOWN));
            target.ledger().commit(target.vanished(), catalogState);
        }
    }
}
