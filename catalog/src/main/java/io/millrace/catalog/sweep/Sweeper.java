package io.millrace.catalog.sweep;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.recovery.CatalogSelection;
import io.millrace.catalog.store.CatalogStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Sweeps below the locations of tables that jobs write in batches. It takes what carries the name of a batch and is no row of a table: objects of
 * batches that were given up, taken back or replaced, uploads that nobody finished, and versions that nobody sees. It never takes what a
 * committed or pending batch needs, what is younger than the limit, or what has no batch's name. Runs may be at work meanwhile.
 */
public final class Sweeper {
    private final CatalogStore catalog;
    private final S3Client store;
    private final InstantSource clock;

    /** A sweeper of what a catalog and its object store hold; the client stays the caller's. */
    public Sweeper(CatalogStore catalog, S3Client store, InstantSource clock) {
        this.catalog = catalog;
        this.store = store;
        this.clock = clock;
    }

    /**
     * Looks, and changes nothing.
     *
     * @param selections databases and tables; none for all
     * @param olderThan what is younger stays
     * @throws CatalogException {@code ENTITY_NOT_FOUND} if no job has written a selected table in batches
     * @throws software.amazon.awssdk.core.exception.SdkException if the store cannot be listed
     */
    public SweepFindings look(List<CatalogSelection> selections, Duration olderThan) {
        List<String> notes = new ArrayList<>();
        Set<String> locations = locations(selections, notes);
        SweepListing listing = new SweepListing(
                store, CatalogView.read(catalog, locations), clock.instant().minus(olderThan), notes);
        locations.forEach(listing::list);
        return listing.findings();
    }

    /**
     * Removes what a look found, in its order, as far as it still may go: the catalog is asked again before each request. Ends at the first
     * request that the store does not answer; single things that it refuses are told and left.
     */
    public SweepReport remove(SweepFindings findings) {
        return new Removal(catalog, store).remove(findings.leftovers());
    }

    /** The places of the tables, none within another. */
    private Set<String> locations(List<CatalogSelection> selections, List<String> notes) {
        TreeSet<String> tables =
                catalog.read(tx -> new TreeSet<>(Batches.targets(tx.bookmarks()).keySet()));
        for (CatalogSelection selection : selections) {
            if (tables.stream().noneMatch(table -> selects(selection, table))) {
                throw new CatalogException(
                        CatalogErrorCode.ENTITY_NOT_FOUND,
                        "No job has written %s in batches; see the tables of a job with millrace bookmark show JOB."
                                .formatted(selection));
            }
        }
        TreeSet<String> locations = new TreeSet<>();
        for (String name : tables) {
            if (selections.isEmpty() || selections.stream().anyMatch(selection -> selects(selection, name))) {
                location(name, notes).ifPresent(locations::add);
            }
        }
        return outermost(locations);
    }

    private static Set<String> outermost(SortedSet<String> locations) {
        Set<String> outermost = new TreeSet<>();
        for (String location : locations) {
            if (outermost.stream().noneMatch(location::startsWith)) {
                outermost.add(location);
            }
        }
        return outermost;
    }

    private static boolean selects(CatalogSelection selection, String table) {
        int dot = table.indexOf('.');
        return selection.hasDatabase(table.substring(0, dot)) && selection.hasTable(table.substring(dot + 1));
    }

    private Optional<String> location(String name, List<String> notes) {
        int dot = name.indexOf('.');
        Optional<Table> table = catalog.read(tx -> tx.tables().find(name.substring(0, dot), name.substring(dot + 1)));
        Optional<String> location = table.flatMap(found -> TablePlace.location(found.storageDescriptor()));
        if (location.isEmpty()) {
            notes.add(
                    table.isEmpty()
                            ? "Table %s is gone; what its jobs left in the store was not looked at.".formatted(name)
                            : "Table %s is not in the object store; it was not looked at.".formatted(name));
        }
        return location;
    }

    /** The default limit: no run takes a day from its first object to its commit. */
    public static Duration defaultAge() {
        return Duration.ofHours(24);
    }
}
