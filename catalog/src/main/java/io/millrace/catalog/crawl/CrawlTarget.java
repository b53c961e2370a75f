package io.millrace.catalog.crawl;

import io.millrace.catalog.classify.FormatDetail.TableFormat.Kind;
import io.millrace.catalog.crawl.format.TableFormatRoot;
import io.millrace.catalog.layout.GlobPattern;
import io.millrace.catalog.layout.TableExclusions;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * An include path.
 *
 * @param bucket empty for a folder of this machine
 * @param prefix the key prefix, empty or with a slash at its end
 * @param exclusions patterns against the path below the prefix, as the user wrote them
 * @param table the name of the table that all of it belongs to, for a catalog target
 * @param format the tables that are looked for, if only a format's are
 */
record CrawlTarget(
        String bucket,
        String prefix,
        List<String> exclusions,
        Optional<Integer> sampleFiles,
        Optional<String> table,
        Optional<FormatScope> format)
        implements CrawlPlace {
    private static final Pattern PATH = Pattern.compile("(?:s3a?://)?([^/:]+)(?:/(.*))?");
    private static final String FILE = "file:///";

    /** Glue's range for {@code SampleSize} (developer guide, "define-crawler"). */
    private static final int MAX_SAMPLE_SIZE = 249;

    /**
     * Tables of one format alone.
     *
     * @param depth how many folders below the path the format's metadata folder lies at most; 1 for a table at the path itself
     */
    record FormatScope(Kind kind, int depth) {}

    CrawlTarget {
        exclusions = List.copyOf(exclusions);
    }

    /** As {@link #of}, and {@code file:///folder} as well: for crawls that someone starts on his own machine, never for stored ones. */
    static CrawlTarget ofS3OrFile(S3Target target) {
        String path = Optional.ofNullable(target.path()).orElse("");
        if (!path.startsWith(FILE)) {
            return of(target);
        }
        CrawlTarget inBucket = of(target.toBuilder()
                .path("s3://file/" + path.substring(FILE.length()))
                .build());
        return new CrawlTarget(
                "", inBucket.prefix, inBucket.exclusions, inBucket.sampleFiles, Optional.empty(), Optional.empty());
    }

    /**
     * What a catalog target's table has.
     *
     * @throws IllegalArgumentException if its location is not in S3, or its exclusions are malformed
     */
    static CrawlTarget ofTable(Table table) {
        String location = table.storageDescriptor() == null
                ? ""
                : Optional.ofNullable(table.storageDescriptor().location()).orElse("");
        if (!location.matches("s3[an]?://.*")) {
            throw new IllegalArgumentException("Table %s.%s cannot be crawled: its location '%s' is not in S3"
                    .formatted(table.databaseName(), table.name(), location));
        }
        String folder = CatalogChange.withSlash(location);
        CrawlTarget place = of(S3Target.builder()
                .path(folder)
                .exclusions(TableExclusions.of(table.parameters()).below(folder))
                .build());
        return new CrawlTarget(
                place.bucket,
                place.prefix,
                place.exclusions,
                place.sampleFiles,
                Optional.of(table.name()),
                Optional.empty());
    }

    /**
     * A path at or below which only tables of a format are looked for.
     *
     * @throws IllegalArgumentException if the path or a pattern is malformed
     */
    static CrawlTarget of(String path, FormatScope format, List<String> exclusions) {
        CrawlTarget place =
                of(S3Target.builder().path(path).exclusions(exclusions).build());
        return new CrawlTarget(
                place.bucket, place.prefix, exclusions, Optional.empty(), Optional.empty(), Optional.of(format));
    }

    /** @throws IllegalArgumentException if the path, a pattern or the sample size is malformed */
    static CrawlTarget of(S3Target target) {
        Matcher path = PATH.matcher(Optional.ofNullable(target.path()).orElse(""));
        if (!path.matches()) {
            throw new IllegalArgumentException(
                    "The S3 target path '" + target.path() + "' must be s3://bucket/prefix/");
        }
        target.exclusions().forEach(GlobPattern::parse);
        Integer sampleSize = target.sampleSize();
        if (sampleSize != null && (sampleSize < 1 || sampleSize > MAX_SAMPLE_SIZE)) {
            throw new IllegalArgumentException("The sample size must be between 1 and " + MAX_SAMPLE_SIZE);
        }
        String prefix = Optional.ofNullable(path.group(2)).orElse("");
        String folder = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
        return new CrawlTarget(
                path.group(1),
                folder,
                target.exclusions(),
                Optional.ofNullable(sampleSize),
                Optional.empty(),
                Optional.empty());
    }

    /** What its ledger is called: two targets of different kinds may be at the same location. */
    String ledgerName() {
        return location() + format.map(scope -> " " + scope.kind()).orElse("");
    }

    /** Whether a table of a format may be one of the target's. */
    boolean mayHave(TableFormatRoot root) {
        return format.isEmpty()
                || (root.kind() == format.get().kind()
                        && FolderContents.segments(root.folder().isEmpty() ? "" : root.folder() + "/")
                                        .size()
                                < format.get().depth());
    }

    String location() {
        return StoredObject.uri(bucket, prefix);
    }

    @Override
    public boolean covers(Table table) {
        return CatalogChange.withSlash(table.storageDescriptor().location()).startsWith(location())
                && format.filter(scope -> !isOf(scope.kind(), table)).isEmpty();
    }

    private static boolean isOf(Kind kind, Table table) {
        return kind.name().equalsIgnoreCase(table.parameters().get(CrawlerParameters.CLASSIFICATION));
    }

    /** The location of a folder below, with a slash at its end. */
    String location(List<String> path) {
        return path.isEmpty() ? location() : location() + String.join("/", path) + "/";
    }
}
