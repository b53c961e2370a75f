package io.millrace.catalog.tag;

import static io.millrace.catalog.CatalogErrorCode.ENTITY_NOT_FOUND;
import static io.millrace.catalog.CatalogErrorCode.INVALID_INPUT;
import static io.millrace.catalog.TestingStore.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.TestingStore;
import io.millrace.catalog.crawl.CrawlerStore;
import io.millrace.catalog.crawl.CrawlerTags;
import io.millrace.catalog.crawl.StoredCrawler;
import io.millrace.catalog.crawl.jdbc.JdbcCrawlerStore;
import io.millrace.catalog.job.JobOperations;
import io.millrace.catalog.job.JobStore;
import io.millrace.catalog.job.JobTags;
import io.millrace.catalog.job.jdbc.JdbcJobStore;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.registry.RegistryTags;
import io.millrace.catalog.registry.SchemaRegistryOperations;
import io.millrace.catalog.trigger.TriggerTags;
import io.millrace.catalog.trigger.jdbc.JdbcTriggerStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.CrawlerMetrics;
import software.amazon.awssdk.services.glue.model.CreateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.CreateJobRequest;
import software.amazon.awssdk.services.glue.model.CreateRegistryRequest;
import software.amazon.awssdk.services.glue.model.CreateSchemaRequest;
import software.amazon.awssdk.services.glue.model.DataFormat;
import software.amazon.awssdk.services.glue.model.DeleteDatabaseRequest;
import software.amazon.awssdk.services.glue.model.GetTagsRequest;
import software.amazon.awssdk.services.glue.model.ListJobsRequest;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.services.glue.model.TagResourceRequest;
import software.amazon.awssdk.services.glue.model.UntagResourceRequest;

class TestTags {
    private static final String PREFIX = "arn:aws:glue:us-east-1:000000000000:";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private TestingStore testing;

    @SuppressWarnings("NullAway.Init")
    private JobOperations jobs;

    @SuppressWarnings("NullAway.Init")
    private TagOperations tags;

    @BeforeEach
    void open() {
        testing = new TestingStore(folder);
        JobStore jobStore = new JdbcJobStore(testing.jdbi());
        jobs = new JobOperations(jobStore, PageTokens.withChecksum(), testing.clock());
        tags = new TagOperations(
                "us-east-1",
                Map.of(
                        "database",
                        CatalogTags.ofDatabases(testing.store),
                        "table",
                        CatalogTags.ofTables(testing.store),
                        "job",
                        new JobTags(jobStore),
                        "trigger",
                        new TriggerTags(new JdbcTriggerStore(testing.jdbi())),
                        "crawler",
                        new CrawlerTags(new JdbcCrawlerStore(testing.jdbi())),
                        "registry",
                        RegistryTags.ofRegistries(testing.store),
                        "schema",
                        RegistryTags.ofSchemas(testing.store)));
        testing.databases.createDatabase(CreateDatabaseRequest.builder()
                .databaseInput(d -> d.name("Sales"))
                .tags(Map.of("team", "raw"))
                .build());
        testing.createTable("sales", TableInput.builder().name("orders").build());
    }

    @AfterEach
    void close() {
        testing.close();
    }

    @Test
    void keepsTheTagsThatADatabaseIsMadeWith() {
        assertThat(get("database/sales")).containsExactly(Map.entry("team", "raw"));
        assertThat(get("database/SALES")).containsExactly(Map.entry("team", "raw"));
    }

    @Test
    void addsReplacesAndRemovesTags() {
        add("database/sales", Map.of("team", "lake", "Team", ""));
        add("table/sales/orders", Map.of("pii", "no"));
        assertThat(get("database/sales")).isEqualTo(Map.of("team", "lake", "Team", ""));
        remove("database/sales", "team", "never there");
        assertThat(get("database/sales")).isEqualTo(Map.of("Team", ""));
        remove("database/sales", "Team");
        assertThat(get("database/sales")).isEmpty();
        assertThat(get("table/sales/orders")).isEqualTo(Map.of("pii", "no"));
    }

    @Test
    void goesWithItsResource() {
        add("table/sales/orders", Map.of("pii", "no"));
        testing.databases.deleteDatabase(
                DeleteDatabaseRequest.builder().name("sales").build());
        testing.createDatabase("sales");
        testing.createTable("sales", TableInput.builder().name("orders").build());
        assertThat(get("database/sales")).isEmpty();
        assertThat(get("table/sales/orders")).isEmpty();
    }

    @Test
    void sharesTheTagsOfJobsAndTriggersWithTheirOwnOperations() {
        jobs.createJob(CreateJobRequest.builder()
                .name("etl/one")
                .role("r")
                .command(c -> c.name("glueetl").scriptLocation("s3://b/j.jar"))
                .tags(Map.of("team", "raw"))
                .build());
        assertThat(get("job/etl/one")).isEqualTo(Map.of("team", "raw"));
        add("job/etl/one", Map.of("stage", "prod"));
        assertThat(jobs.listJobs(ListJobsRequest.builder()
                                .tags(Map.of("stage", "prod"))
                                .build())
                        .jobNames())
                .containsExactly("etl/one");
        remove("job/etl/one", "team", "stage");
        assertThat(get("job/etl/one")).isEmpty();
    }

    @Test
    void keepsThoseOfCrawlersBesideTheirDefinition() {
        CrawlerStore crawlers = new JdbcCrawlerStore(testing.jdbi());
        StoredCrawler raw = new StoredCrawler(
                Crawler.builder().name("raw").build(),
                CrawlerMetrics.builder().crawlerName("raw").build(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        crawlers.insert(raw, Map.of("team", "raw"));
        add("crawler/raw", Map.of("stage", "prod"));
        crawlers.change("raw", stored -> stored);
        assertThat(get("crawler/raw")).isEqualTo(Map.of("team", "raw", "stage", "prod"));
        crawlers.delete("raw", any -> {});
        crawlers.insert(raw, Map.of());
        assertThat(get("crawler/raw")).isEmpty();
    }

    @Test
    void sharesTheTagsOfRegistriesAndSchemasWithTheirOwnDefinitions() {
        SchemaRegistryOperations registry =
                SchemaRegistryOperations.of(testing.store, testing.tokens, testing.clock(), "us-east-1");
        registry.registries()
                .createRegistry(CreateRegistryRequest.builder()
                        .registryName("events")
                        .tags(Map.of("team", "raw"))
                        .build());
        registry.schemas()
                .createSchema(CreateSchemaRequest.builder()
                        .registryId(id -> id.registryName("events"))
                        .schemaName("click")
                        .dataFormat(DataFormat.AVRO)
                        .schemaDefinition("\"string\"")
                        .build());
        add("registry/events", Map.of("stage", "prod"));
        add("schema/events/click", Map.of("pii", "no"));
        assertThat(get("registry/events")).isEqualTo(Map.of("team", "raw", "stage", "prod"));
        assertThat(get("schema/events/click")).isEqualTo(Map.of("pii", "no"));
        remove("schema/events/click", "pii");
        assertThat(get("schema/events/click")).isEmpty();
        assertRefused(
                ENTITY_NOT_FOUND,
                "Resource " + PREFIX + "schema/events/x not found.",
                () -> add("schema/events/x", Map.of("k", "v")));
    }

    @Test
    void holdsToTheRules() {
        assertRefused(
                INVALID_INPUT,
                "The tag key AWS:x is not allowed: keys that begin with aws: are reserved.",
                () -> add("database/sales", Map.of("AWS:x", "1")));
        assertRefused(
                INVALID_INPUT,
                "A tag's key must have 1 to 128 characters.",
                () -> add("database/sales", Map.of("k".repeat(129), "1")));
        assertRefused(
                INVALID_INPUT,
                "The value of tag k must have at most 256 characters.",
                () -> add("database/sales", Map.of("k", "v".repeat(257))));
        Map<String, String> many = IntStream.range(0, 50).boxed().collect(Collectors.toMap(i -> "k" + i, i -> "v"));
        assertRefused(INVALID_INPUT, "A resource can have at most 50 tags, not 51.", () -> add("database/sales", many));
        assertThat(get("database/sales")).isEqualTo(Map.of("team", "raw"));
        remove("database/sales", "team");
        add("database/sales", many);
        add("database/sales", Map.of("k7", "other"));
        assertThat(get("database/sales")).hasSize(50).containsEntry("k7", "other");
        assertRefused(
                INVALID_INPUT,
                "The tag key aws:x is not allowed: keys that begin with aws: are reserved.",
                () -> testing.databases.createDatabase(CreateDatabaseRequest.builder()
                        .databaseInput(d -> d.name("other"))
                        .tags(Map.of("aws:x", "1"))
                        .build()));
    }

    @Test
    void refusesWhatDoesNotExist() {
        for (String name :
                List.of("database/other", "table/sales/other", "table/sales", "job/j", "trigger/t", "crawler/c")) {
            assertRefused(
                    ENTITY_NOT_FOUND, "Resource " + PREFIX + name + " not found.", () -> add(name, Map.of("k", "v")));
            assertRefused(ENTITY_NOT_FOUND, "Resource " + PREFIX + name + " not found.", () -> get(name));
            assertRefused(ENTITY_NOT_FOUND, "Resource " + PREFIX + name + " not found.", () -> remove(name, "k"));
        }
        assertRefused(
                INVALID_INPUT,
                "Resources of the type catalog have no tags here; these have: crawler, database, job, registry, schema, table,"
                        + " trigger.",
                () -> get("catalog"));
        assertRefused(
                ENTITY_NOT_FOUND,
                "Resource arn:aws:glue:eu-central-1:000000000000:database/sales not found.",
                () -> tags.getTags(GetTagsRequest.builder()
                        .resourceArn("arn:aws:glue:eu-central-1:000000000000:database/sales")
                        .build()));
        assertRefused(
                INVALID_INPUT,
                "Invalid ResourceArn: it must be like arn:aws:glue:REGION:ACCOUNT:TYPE/NAME.",
                () -> tags.getTags(
                        GetTagsRequest.builder().resourceArn("arn:aws:glue:x").build()));
    }

    private Map<String, String> get(String name) {
        return tags.getTags(GetTagsRequest.builder().resourceArn(PREFIX + name).build())
                .tags();
    }

    private void add(String name, Map<String, String> added) {
        tags.tagResource(TagResourceRequest.builder()
                .resourceArn(PREFIX + name)
                .tagsToAdd(added)
                .build());
    }

    private void remove(String name, String... keys) {
        tags.untagResource(UntagResourceRequest.builder()
                .resourceArn(PREFIX + name)
                .tagsToRemove(keys)
                .build());
    }
}
