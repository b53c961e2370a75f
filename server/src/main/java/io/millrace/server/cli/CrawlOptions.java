package io.millrace.server.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.catalog.classify.Inference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerTargets;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.RecrawlBehavior;
import software.amazon.awssdk.services.glue.model.RecrawlPolicy;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.glue.model.SchemaChangePolicy;
import software.amazon.awssdk.services.glue.model.UpdateBehavior;

/** What to crawl, and how: the members of a crawler as options. */
final class CrawlOptions {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern OBJECTS = Pattern.compile("s3a?://.*");

    /** How folders become tables. */
    enum Grouping {
        /** Folders whose schemas are alike. */
        SIMILAR,
        /** All folders that can be one table ({@code CombineCompatibleSchemas}). */
        COMBINE
    }

    @Parameters(
            paramLabel = "URI",
            description = "s3://bucket/prefix/, or a folder of this machine (with --explain or --dry-run).")
    private String uri = "";

    @Option(
            names = "--database",
            paramLabel = "NAME",
            description = "The tables' database, which is made if there is none (default: ${DEFAULT-VALUE}).",
            defaultValue = "default")
    private String database = "default";

    @Option(names = "--table-prefix", paramLabel = "TEXT", description = "What the tables' names begin with.")
    private String tablePrefix = "";

    @Option(
            names = "--exclude",
            paramLabel = "GLOB",
            description =
                    "Leave out what matches, such as '**.tmp' or 'logs/**', relative to the URI. May be given again.")
    private List<String> exclusions = new ArrayList<>();

    @Option(
            names = "--inference",
            paramLabel = "MODE",
            description =
                    "precise: the narrowest types that hold all values; glue: as AWS's crawlers do (default: precise).")
    private Inference inference = Inference.PRECISE;

    @Option(
            names = "--sample-size",
            paramLabel = "N",
            description = "Read at most so many files of a folder (1 to 249).")
    private @Nullable Integer sampleSize;

    @Option(
            names = "--grouping",
            paramLabel = "RULE",
            description =
                    "similar: folders with like schemas are one table; combine: all that are compatible (default: similar).")
    private Grouping grouping = Grouping.SIMILAR;

    @Option(
            names = "--table-level",
            paramLabel = "N",
            description = "Tables are so many levels deep; the bucket is level 1.")
    private @Nullable Integer tableLevel;

    /** Whether the URI names objects, not a folder of this machine. */
    boolean isOfObjects() {
        return OBJECTS.matcher(uri).matches();
    }

    String uri() {
        return uri;
    }

    String database() {
        return database;
    }

    /** The folder, or file, of this machine; of one that is not there the crawl would say that it is empty. */
    Path folder() {
        String path = uri.startsWith("file://") ? uri.substring("file://".length()) : uri;
        Path folder = Path.of(path).toAbsolutePath().normalize();
        if (!folder.toFile().exists()) {
            throw new IllegalStateException("There is no folder or file " + folder
                    + ". What is in an object store begins with s3://, such as s3://bucket/prefix/");
        }
        return folder;
    }

    /**
     * The crawler, which is not kept: its name is the URI, so that a second crawl of the same knows its tables.
     *
     * @throws IllegalArgumentException if an option has no sense
     */
    Crawler crawler() {
        String path = isOfObjects() ? uri : "file://" + folder();
        return Crawler.builder()
                .name("millrace crawl " + path)
                .role("millrace")
                .databaseName(database)
                .tablePrefix(tablePrefix)
                .targets(CrawlerTargets.builder()
                        .s3Targets(S3Target.builder()
                                .path(path)
                                .exclusions(exclusions)
                                .sampleSize(sampleSize)
                                .build())
                        .build())
                .schemaChangePolicy(SchemaChangePolicy.builder()
                        .updateBehavior(UpdateBehavior.UPDATE_IN_DATABASE)
                        .deleteBehavior(DeleteBehavior.DEPRECATE_IN_DATABASE)
                        .build())
                .recrawlPolicy(RecrawlPolicy.builder()
                        .recrawlBehavior(RecrawlBehavior.CRAWL_EVERYTHING)
                        .build())
                .configuration(configuration())
                .build();
    }

    private String configuration() {
        ObjectNode root = JSON.createObjectNode().put("Version", 1.0);
        root.putObject("Millrace").put("Inference", inference.text());
        if (grouping == Grouping.COMBINE || tableLevel != null) {
            ObjectNode rules = root.putObject("Grouping");
            if (grouping == Grouping.COMBINE) {
                rules.put("TableGroupingPolicy", "CombineCompatibleSchemas");
            }
            if (tableLevel != null) {
                rules.put("TableLevelConfiguration", tableLevel);
            }
        }
        return root.toString();
    }
}
