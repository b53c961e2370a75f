package io.millrace.catalog.crawl;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.classify.FormatDetail.TableFormat.Kind;
import io.millrace.catalog.crawl.CrawlTarget.FormatScope;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerTargets;
import software.amazon.awssdk.services.glue.model.DeltaTarget;
import software.amazon.awssdk.services.glue.model.HudiTarget;
import software.amazon.awssdk.services.glue.model.IcebergTarget;

/**
 * The Delta, Iceberg and Hudi targets of a crawler (Glue API, {@code DeltaTarget}, {@code IcebergTarget}, {@code HudiTarget}): folders in which
 * only tables of that format are looked for. A Delta target names the tables themselves; the others folders at or below which tables lie, down
 * to a depth. A crawl writes nothing to the store, so no manifests, and no
 * symlink tables, which are read by them: Delta tables are always read from their log, as {@code CreateNativeDeltaTable} asks.
 */
final class FormatTargets {
    private static final int MIN_DEPTH = 1;

    /** Glue's limit and default for {@code MaximumTraversalDepth} (developer guide, "define-crawler"). */
    private static final int MAX_DEPTH = 20;

    private static final int DEFAULT_DEPTH = 10;

    private FormatTargets() {}

    /** Whether there are some. */
    static boolean hasSome(CrawlerTargets targets) {
        return targets.hasDeltaTargets() || targets.hasIcebergTargets() || targets.hasHudiTargets();
    }

    /**
     * All of them, a path each.
     *
     * @throws IllegalArgumentException if one is malformed
     */
    static List<CrawlTarget> of(CrawlerTargets targets) {
        Stream<CrawlTarget> delta = targets.deltaTargets().stream()
                .flatMap(target -> target.deltaTables().stream()
                        .map(path -> CrawlTarget.of(path, new FormatScope(Kind.DELTA, MIN_DEPTH), List.of())));
        Stream<CrawlTarget> iceberg = targets.icebergTargets().stream()
                .flatMap(target -> target.paths().stream()
                        .map(path -> CrawlTarget.of(
                                path,
                                new FormatScope(Kind.ICEBERG, depth(target.maximumTraversalDepth())),
                                target.exclusions())));
        Stream<CrawlTarget> hudi = targets.hudiTargets().stream()
                .flatMap(target -> target.paths().stream()
                        .map(path -> CrawlTarget.of(
                                path,
                                new FormatScope(Kind.HUDI, depth(target.maximumTraversalDepth())),
                                target.exclusions())));
        return Stream.of(delta, iceberg, hudi).flatMap(each -> each).toList();
    }

    private static int depth(@Nullable Integer depth) {
        int levels = Optional.ofNullable(depth).orElse(DEFAULT_DEPTH);
        if (levels < MIN_DEPTH || levels > MAX_DEPTH) {
            throw new IllegalArgumentException("The maximum traversal depth must be between %d and %d, but is %d"
                    .formatted(MIN_DEPTH, MAX_DEPTH, levels));
        }
        return levels;
    }

    /**
     * Checks what the crawler is to be.
     *
     * @throws CatalogException InvalidInputException if a crawl could not treat its targets of table formats
     * @throws IllegalArgumentException if one is malformed
     */
    static void requireSupported(Crawler crawler) {
        CrawlerTargets targets = crawler.targets();
        if (!hasSome(targets)) {
            return;
        }
        if (EventSources.isInEventMode(crawler)) {
            throw invalid("A crawler in event mode can have S3 targets only");
        }
        for (DeltaTarget target : targets.deltaTargets()) {
            require("DeltaTargets", "DeltaTables", target.deltaTables(), target.connectionName());
            if (Boolean.TRUE.equals(target.writeManifest())) {
                throw invalid("WriteManifest is not supported, as a crawl writes nothing to the bucket;"
                        + " leave it out: the table is read from its log");
            }
            if (Boolean.FALSE.equals(target.createNativeDeltaTable())) {
                throw invalid(
                        "CreateNativeDeltaTable: false is not supported, as it asks for a table of symlink manifests,"
                                + " which a crawl does not write; leave it out or say true: the table is read from its log");
            }
        }
        for (IcebergTarget target : targets.icebergTargets()) {
            require("IcebergTargets", "Paths", target.paths(), target.connectionName());
        }
        for (HudiTarget target : targets.hudiTargets()) {
            require("HudiTargets", "Paths", target.paths(), target.connectionName());
        }
        of(targets);
    }

    private static void require(String kind, String member, List<String> paths, @Nullable String connection) {
        if (paths.isEmpty()) {
            throw invalid("Each of the %s must have %s".formatted(kind, member));
        }
        if (!Optional.ofNullable(connection).orElse("").isEmpty()) {
            throw invalid(
                    "ConnectionName is not supported in %s: the object store is the one that the server is set up with"
                            .formatted(kind));
        }
    }

    private static CatalogException invalid(String message) {
        return new CatalogException(CatalogErrorCode.INVALID_INPUT, message);
    }
}
