package io.millrace.catalog.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.DeltaTarget;
import software.amazon.awssdk.services.glue.model.RecrawlBehavior;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.glue.model.UpdateBehavior;

class TestCrawlerDefinitions {
    private static final Crawler CRAWLER = Crawler.builder()
            .name("c")
            .databaseName("raw")
            .targets(targets ->
                    targets.s3Targets(S3Target.builder().path("s3://b/x/").build()))
            .build();
    private static final Crawler NEW_FOLDERS = recrawl(RecrawlBehavior.CRAWL_NEW_FOLDERS_ONLY);

    private static Crawler recrawl(RecrawlBehavior behavior) {
        return CRAWLER.toBuilder()
                .recrawlPolicy(policy -> policy.recrawlBehavior(behavior))
                .build();
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        CatalogException.class, e -> assertThat(e.code()).isEqualTo(CatalogErrorCode.INVALID_INPUT))
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "UPDATE_IN_DATABASE, LOG",
                "LOG, DEPRECATE_IN_DATABASE",
                "LOG, DELETE_FROM_DATABASE",
                "UPDATE_IN_DATABASE, -",
                "-, DEPRECATE_IN_DATABASE"
            })
    void newFoldersOnlyChangeNothing(UpdateBehavior update, DeleteBehavior delete) {
        assertRefused(
                () -> CrawlerDefinitions.complete(NEW_FOLDERS.toBuilder()
                        .schemaChangePolicy(
                                policy -> policy.updateBehavior(update).deleteBehavior(delete))
                        .build()),
                "The SchemaChangePolicy for \"Crawl new folders only\" Amazon S3 target can have only LOG DeleteBehavior value"
                        + " and LOG UpdateBehavior value.");
    }

    @Test
    void newFoldersOnlyLogUnlessTheySayOtherwise() {
        Crawler complete = CrawlerDefinitions.complete(NEW_FOLDERS);
        assertThat(complete.schemaChangePolicy().updateBehavior()).isEqualTo(UpdateBehavior.LOG);
        assertThat(complete.schemaChangePolicy().deleteBehavior()).isEqualTo(DeleteBehavior.LOG);
        assertThat(complete.recrawlPolicy().recrawlBehavior()).isEqualTo(RecrawlBehavior.CRAWL_NEW_FOLDERS_ONLY);
        assertThat(CrawlerDefinitions.complete(CRAWLER).schemaChangePolicy().deleteBehavior())
                .isEqualTo(DeleteBehavior.DEPRECATE_IN_DATABASE);
    }

    @Test
    void theTargetsOfNewFoldersOnlyStay() {
        Crawler elsewhere = NEW_FOLDERS.toBuilder()
                .targets(targets ->
                        targets.s3Targets(S3Target.builder().path("s3://b/y/").build()))
                .build();
        assertRefused(
                () -> CrawlerDefinitions.completeUpdate(CrawlerDefinitions.complete(NEW_FOLDERS), elsewhere),
                "Amazon S3 target is immutable when \"Crawl new folders only\" recrawl behavior is selected");
        Crawler oneMore = NEW_FOLDERS.toBuilder()
                .targets(NEW_FOLDERS.targets().toBuilder()
                        .deltaTargets(DeltaTarget.builder()
                                .deltaTables("s3://b/delta/")
                                .build())
                        .build())
                .build();
        assertRefused(
                () -> CrawlerDefinitions.completeUpdate(CrawlerDefinitions.complete(NEW_FOLDERS), oneMore),
                "Amazon S3 target is immutable");
        Crawler everything = elsewhere.toBuilder()
                .recrawlPolicy(policy -> policy.recrawlBehavior(RecrawlBehavior.CRAWL_EVERYTHING))
                .build();
        assertThat(CrawlerDefinitions.completeUpdate(NEW_FOLDERS, everything)
                        .targets()
                        .s3Targets()
                        .get(0)
                        .path())
                .isEqualTo("s3://b/y/");
    }

    @Test
    void eventModeNeedsAQueueForEachTarget() {
        Crawler events = recrawl(RecrawlBehavior.CRAWL_EVENT_MODE);
        assertRefused(() -> CrawlerDefinitions.complete(events), "EventQueueArn");
        Crawler queued = events.toBuilder()
                .targets(targets -> targets.s3Targets(S3Target.builder()
                        .path("s3://b/x/")
                        .eventQueueArn("arn:aws:sqs:us-east-1:000000000000:q")
                        .build()))
                .build();
        assertThat(CrawlerDefinitions.complete(queued).recrawlPolicy().recrawlBehavior())
                .isEqualTo(RecrawlBehavior.CRAWL_EVENT_MODE);
    }

    @Test
    void refusesConfigurationsAndPatternsThatAreWrong() {
        assertRefused(
                () -> CrawlerDefinitions.complete(
                        CRAWLER.toBuilder().configuration("{\"Grupping\": 1}").build()),
                "unknown member Grupping");
        assertRefused(
                () -> CrawlerDefinitions.complete(CRAWLER.toBuilder()
                        .targets(targets -> targets.s3Targets(S3Target.builder()
                                .path("s3://b/x/")
                                .exclusions("{a")
                                .build()))
                        .build()),
                "The exclude pattern '{a' is malformed: a } is missing");
    }
}
