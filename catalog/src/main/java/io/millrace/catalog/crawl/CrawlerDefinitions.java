package io.millrace.catalog.crawl;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import io.millrace.catalog.crawl.database.DatabaseTarget;
import io.millrace.catalog.layout.TableNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerTargets;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.RecrawlBehavior;
import software.amazon.awssdk.services.glue.model.RecrawlPolicy;
import software.amazon.awssdk.services.glue.model.SchemaChangePolicy;
import software.amazon.awssdk.services.glue.model.UpdateBehavior;

/** Checks crawlers before they are kept, and gives them the service's defaults. What a crawl would not do is refused here. */
final class CrawlerDefinitions {
    private CrawlerDefinitions() {}

    private static final String NEW_FOLDERS_POLICY =
            "The SchemaChangePolicy for \"Crawl new folders only\" Amazon S3 target"
                    + " can have only LOG DeleteBehavior value and LOG UpdateBehavior value.";
    private static final String NEW_FOLDERS_TARGETS =
            "Amazon S3 target is immutable when \"Crawl new folders only\" recrawl behavior is selected";

    /** The crawler with defaults. @throws CatalogException InvalidInputException if it cannot run as it is */
    static Crawler complete(Crawler crawler) {
        requireSupported(crawler);
        RecrawlBehavior recrawl = recrawlBehavior(crawler);
        SchemaChangePolicy policy = policy(crawler, recrawl);
        if (recrawl == RecrawlBehavior.CRAWL_NEW_FOLDERS_ONLY
                && (policy.updateBehavior() != UpdateBehavior.LOG || policy.deleteBehavior() != DeleteBehavior.LOG)) {
            throw invalid(NEW_FOLDERS_POLICY);
        }
        return crawler.toBuilder()
                .schemaChangePolicy(policy)
                .recrawlPolicy(RecrawlPolicy.builder().recrawlBehavior(recrawl).build())
                .build();
    }

    /**
     * The crawler that {@code before} becomes, with defaults.
     *
     * @throws CatalogException InvalidInputException if it cannot run as it is, or may not become so
     */
    static Crawler completeUpdate(Crawler before, Crawler changed) {
        Crawler after = complete(changed);
        boolean newFoldersOnly = recrawlBehavior(before) == RecrawlBehavior.CRAWL_NEW_FOLDERS_ONLY
                && recrawlBehavior(after) == RecrawlBehavior.CRAWL_NEW_FOLDERS_ONLY;
        if (newFoldersOnly && !folderTargets(before).equals(folderTargets(after))) {
            throw invalid(NEW_FOLDERS_TARGETS);
        }
        return after;
    }

    /** The targets that are folders of a store: what is new in them is known of these alone. */
    private static List<List<?>> folderTargets(Crawler crawler) {
        CrawlerTargets targets = crawler.targets();
        return List.of(targets.s3Targets(), targets.deltaTargets(), targets.icebergTargets(), targets.hudiTargets());
    }

    /** What the crawler says, or else the service's defaults, which are LOG for new folders only: nothing else is possible there. */
    private static SchemaChangePolicy policy(Crawler crawler, RecrawlBehavior recrawl) {
        Optional<SchemaChangePolicy> policy = Optional.ofNullable(crawler.schemaChangePolicy());
        boolean newFolders = recrawl == RecrawlBehavior.CRAWL_NEW_FOLDERS_ONLY;
        boolean keeps = newFolders || crawler.targets().hasCatalogTargets();
        return SchemaChangePolicy.builder()
                .updateBehavior(policy.map(SchemaChangePolicy::updateBehavior)
                        .orElse(newFolders ? UpdateBehavior.LOG : UpdateBehavior.UPDATE_IN_DATABASE))
                .deleteBehavior(policy.map(SchemaChangePolicy::deleteBehavior)
                        .orElse(keeps ? DeleteBehavior.LOG : DeleteBehavior.DEPRECATE_IN_DATABASE))
                .build();
    }

    private static RecrawlBehavior recrawlBehavior(Crawler crawler) {
        return Optional.ofNullable(crawler.recrawlPolicy())
                .map(RecrawlPolicy::recrawlBehavior)
                .orElse(RecrawlBehavior.CRAWL_EVERYTHING);
    }

    private static void requireSupported(Crawler crawler) {
        CrawlerTargets targets = crawler.targets();
        if (targets == null
                || (targets.s3Targets().isEmpty()
                        && targets.jdbcTargets().isEmpty()
                        && targets.catalogTargets().isEmpty()
                        && !FormatTargets.hasSome(targets)
                        && otherTargets(targets).isEmpty())) {
            throw invalid("Crawler must have at least one target");
        }
        if (!otherTargets(targets).isEmpty()) {
            throw invalid(String.join(", ", otherTargets(targets))
                    + " are not supported: only S3, Delta, Iceberg, Hudi, JDBC and catalog targets are");
        }
        CatalogTargets.of(crawler).requireSupported(crawler);
        if (CatalogChange.databaseName(crawler).isBlank() && !targets.hasCatalogTargets()) {
            throw invalid("A crawler without catalog targets must have a database name");
        }
        if (Optional.ofNullable(crawler.tablePrefix()).orElse("").length() > TableNames.MAX_PREFIX_LENGTH) {
            throw invalid("The table prefix must have at most " + TableNames.MAX_PREFIX_LENGTH + " characters");
        }
        requireRecrawlable(crawler);
        try {
            CrawlerConfiguration.parse(crawler.configuration());
            targets.s3Targets().forEach(CrawlTarget::of);
            targets.jdbcTargets().forEach(DatabaseTarget::of);
            FormatTargets.requireSupported(crawler);
        } catch (IllegalArgumentException e) {
            throw new CatalogException(CatalogErrorCode.INVALID_INPUT, String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireRecrawlable(Crawler crawler) {
        RecrawlBehavior recrawl = recrawlBehavior(crawler);
        if (recrawl == RecrawlBehavior.UNKNOWN_TO_SDK_VERSION) {
            throw invalid("RecrawlBehavior " + crawler.recrawlPolicy().recrawlBehaviorAsString() + " is not supported");
        }
        boolean queues = crawler.targets().s3Targets().stream()
                .allMatch(target -> target.eventQueueArn() != null
                        && !target.eventQueueArn().isBlank());
        if (recrawl == RecrawlBehavior.CRAWL_EVENT_MODE && !queues) {
            throw invalid("Each S3 target of a crawler in event mode must have an EventQueueArn");
        }
    }

    private static List<String> otherTargets(CrawlerTargets targets) {
        List<String> others = new ArrayList<>();
        if (targets.hasMongoDBTargets()) {
            others.add("MongoDBTargets");
        }
        if (targets.hasDynamoDBTargets()) {
            others.add("DynamoDBTargets");
        }
        return others;
    }

    private static CatalogException invalid(String message) {
        return new CatalogException(CatalogErrorCode.INVALID_INPUT, message);
    }
}
