package io.millrace.catalog.sweep;

import io.millrace.catalog.layout.BatchObjects;
import io.millrace.catalog.store.CatalogStore;
import io.millrace.catalog.store.CatalogTransaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.Table;

/** What all bookmarks and tables say of some places in the store, at one moment. */
final class CatalogView {
    private static final int PAGE = 500;
    private static final Pattern COMMITTER_NOTES = Pattern.compile("(?:^|/)__magic_job-([^/]*)/");
    private static final Pattern BATCH = Pattern.compile("[0-9a-f]{16}");

    private final Batches batches;
    private final List<TablePlace> places;

    private CatalogView(Batches batches, List<TablePlace> places) {
        this.batches = batches;
        this.places = places;
    }

    /** @param locations whose tables are wanted: also those of others that overlap with them */
    static CatalogView read(CatalogStore store, Set<String> locations) {
        return store.read(tx -> {
            Map<String, Instant> targets = Batches.targets(tx.bookmarks());
            List<TablePlace> places = new ArrayList<>();
            for (Table table : tables(tx)) {
                TablePlace.location(table.storageDescriptor())
                        .filter(location ->
                                locations.stream().anyMatch(of -> of.startsWith(location) || location.startsWith(of)))
                        .ifPresent(location -> places.add(TablePlace.read(
                                tx,
                                table,
                                location,
                                Optional.ofNullable(targets.get(table.databaseName() + "." + table.name())))));
            }
            return new CatalogView(Batches.read(tx.bookmarks()), places);
        });
    }

    private static List<Table> tables(CatalogTransaction tx) {
        List<Table> tables = new ArrayList<>();
        String after = "";
        List<Database> databases = tx.databases().list(after, PAGE);
        while (!databases.isEmpty()) {
            databases.forEach(database -> tables(tx, database.name(), tables));
            after = databases.get(databases.size() - 1).name();
            databases = tx.databases().list(after, PAGE);
        }
        return tables;
    }

    private static void tables(CatalogTransaction tx, String database, List<Table> tables) {
        List<Table> page = tx.tables().list(database, "", PAGE);
        while (!page.isEmpty()) {
            tables.addAll(page);
            page = tx.tables().list(database, page.get(page.size() - 1).name(), PAGE);
        }
    }

    /** The table that an object belongs to: of those whose location covers it, the nearest that jobs write in batches. */
    String tableOf(String uri) {
        return covering(uri).stream()
                .filter(place -> place.firstCommit().isPresent())
                .max(Comparator.comparing(place -> place.location().length()))
                .map(TablePlace::name)
                .orElse("");
    }

    /**
     * The batch that a key names; empty text for the notes of Hadoop's magic committer that do not say whose they are, nothing for what is not
     * ours.
     */
    static Optional<String> batchOf(String key) {
        Optional<String> named = BatchObjects.batchOf(key);
        Matcher notes = COMMITTER_NOTES.matcher(key);
        if (named.isPresent() || !notes.find()) {
            return named;
        }
        return Optional.of(BATCH.matcher(notes.group(1)).matches() ? notes.group(1) : "");
    }

    /** Whether a run may still be at work on the batch; without a batch, on any. */
    boolean isUnderWay(String batch) {
        return batch.isEmpty()
                ? !batches.underWay().isEmpty()
                : batches.underWay().contains(batch);
    }

    /**
     * Why the object of a batch is no row of any table and never will be; empty if it is one, may become one, or this catalog does not know enough.
     *
     * @param modified when the object was written
     */
    Optional<String> whyLeft(String uri, String batch, Instant modified) {
        if (isUnderWay(batch)) {
            return Optional.empty();
        }
        if (COMMITTER_NOTES.matcher(uri).find()) {
            return Optional.of("a committer's note; its run is over");
        }
        List<TablePlace> covering = covering(uri);
        if (batches.isUnknown(batch)) {
            if (covering.stream().anyMatch(place -> place.hidden().contains(batch))) {
                return Optional.of("batch " + batch + " was given up or taken back");
            }
            // Bookmarks that were lost, with a catalog that is older than its bucket, look as if no batch had ever been
            // committed.
            return isBeforeAll(covering, modified)
                    ? Optional.empty()
                    : Optional.of("batch " + batch + " was neither committed nor is it pending");
        }
        return batches.committed().contains(batch) ? whyReplaced(uri, batch, covering) : Optional.empty();
    }

    /** Whether an object without a reason is one of a batch that no bookmark knows. */
    boolean isUnknown(String batch) {
        return batches.isUnknown(batch);
    }

    private static boolean isBeforeAll(List<TablePlace> covering, Instant modified) {
        return covering.stream().flatMap(place -> place.firstCommit().stream()).allMatch(modified::isBefore);
    }

    private static Optional<String> whyReplaced(String uri, String batch, List<TablePlace> covering) {
        Optional<String> by = Optional.empty();
        for (TablePlace place : covering) {
            Optional<Set<String>> only = place.onlyAt(uri);
            if (only.isEmpty()) {
                continue;
            }
            if (only.get().isEmpty() || only.get().contains(batch)) {
                return Optional.empty();
            }
            by = Optional.of("replaced by batch " + BatchObjects.format(only.get()));
        }
        return by;
    }

    private List<TablePlace> covering(String uri) {
        return places.stream().filter(place -> place.covers(uri)).toList();
    }
}
