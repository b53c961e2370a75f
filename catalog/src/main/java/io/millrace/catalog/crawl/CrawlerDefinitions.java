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

    /** The crawler with defaults. @throws CatalogException InvalidInputException if it cannot run as it is */
    static Crawler complete(Crawler crawler) {
        requireSupported(crawler);
        SchemaChangePolicy policy = Optional.ofNullable(crawler.schemaChangePolicy())
                .orElse(SchemaChangePolicy.builder().build());
        return crawler.toBuilder()
                .schemaChangePolicy(SchemaChangePolicy.builder()
                        .updateBehavior(
                                Optional.ofNullable(policy.updateBehavior()).orElse(UpdateBehavior.UPDATE_IN_DATABASE))
                        .deleteBehavior(Optional.ofNullable(policy.deleteBehavior())
                                .orElse(DeleteBehavior.DEPRECATE_IN_DATABASE))
                        .build())
                .recrawlPolicy(RecrawlPolicy.builder()
                        .recrawlBehavior(RecrawlBehavior.CRAWL_EVERYTHING)
                        .build())
                .build();
    }

    private static void requireSupported(Crawler crawler) {
        CrawlerTargets targets = crawler.targets();
        if (targets == null
                || (targets.s3Targets().isEmpty()
                        && targets.jdbcTargets().isEmpty()
                        && otherTargets(targets).isEmpty())) {
            throw invalid("Crawler must have at least one target");
        }
        if (!otherTargets(targets).isEmpty()) {
            throw invalid(
                    String.join(", ", otherTargets(targets)) + " are not supported: only S3 and JDBC targets are");
        }
        if (!crawler.classifiers().isEmpty()) {
            throw invalid("Custom classifiers are not supported");
        }
        if (crawler.schedule() != null && crawler.schedule().scheduleExpression() != null) {
            throw invalid("Crawler schedules are not supported: use a trigger of type SCHEDULED");
        }
        if (CatalogChange.databaseName(crawler).isBlank()) {
            throw invalid("A crawler with S3 or JDBC targets must have a database name");
        }
        if (Optional.ofNullable(crawler.tablePrefix()).orElse("").length() > TableNames.MAX_PREFIX_LENGTH) {
            throw invalid("The table prefix must have at most " + TableNames.MAX_PREFIX_LENGTH + " characters");
        }
        requireFullRecrawl(crawler);
        try {
            CrawlerConfiguration.parse(crawler.configuration());
            targets.s3Targets().forEach(CrawlTarget::of);
            targets.jdbcTargets().forEach(DatabaseTarget::of);
        } catch (IllegalArgumentException e) {
            throw new CatalogException(CatalogErrorCode.INVALID_INPUT, String.valueOf(e.getMessage()), e);
        }
    }

    private static void requireFullRecrawl(Crawler crawler) {
        RecrawlBehavior behavior = Optional.ofNullable(crawler.recrawlPolicy())
                .map(RecrawlPolicy::recrawlBehavior)
                .orElse(RecrawlBehavior.CRAWL_EVERYTHING);
        if (behavior != RecrawlBehavior.CRAWL_EVERYTHING) {
            throw invalid("RecrawlBehavior " + crawler.recrawlPolicy().recrawlBehaviorAsString() + " is not supported");
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
        if (targets.hasCatalogTargets()) {
            others.add("CatalogTargets");
        }
        if (targets.hasDeltaTargets()) {
            others.add("DeltaTargets");
        }
        if (targets.hasIcebergTargets()) {
            others.add("IcebergTargets");
        }
        if (targets.hasHudiTargets()) {
            others.add("HudiTargets");
        }
        return others;
    }

    private static CatalogException invalid(String message) {
        return new CatalogException(CatalogErrorCode.INVALID_INPUT, message);
    }
}
