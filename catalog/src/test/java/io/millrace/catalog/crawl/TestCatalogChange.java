package io.millrace.catalog.crawl;

import static io.millrace.catalog.crawl.TestingFolders.csv;
import static io.millrace.catalog.crawl.TestingFolders.folder;
import static io.millrace.catalog.crawl.TestingFolders.json;
import static io.millrace.catalog.crawl.TestingFolders.noted;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.classify.ColumnNote;
import io.millrace.catalog.classify.Compression;
import io.millrace.catalog.crawl.CrawlExplanation.Action;
import io.millrace.catalog.layout.Folder;
import io.millrace.catalog.layout.TableRoots;
import io.millrace.catalog.layout.TableRoots.Grouping;
import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.ChangeFilter;
import io.millrace.catalog.store.PartitionIndex;
import io.millrace.catalog.store.jdbc.JdbcCatalogStore;
import io.millrace.catalog.store.jdbc.JdbcChangeLog;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.UpdateBehavior;

/** What finding folders does to a real catalog, under each policy. */
// Fields are set before each test.
@SuppressWarnings("NullAway.Init")
class TestCatalogChange {
    private static final CrawlTarget TARGET =
            CrawlTarget.of(S3Target.builder().path("s3://b/d/").build());
    private static final String MERGE =
            "{\"CrawlerOutput\": {\"Tables\": {\"AddOrUpdateBehavior\": \"MergeNewColumns\"}}}";

    @TempDir
    Path data;

    private SqliteDatabase database;
    private JdbcCatalogStore catalog;
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private Crawler crawler = Crawler.builder().name("c").databaseName("raw").build();

    @BeforeEach
    void open() {
        database = SqliteDatabase.open(data.resolve("catalog.db"));
        catalog = new JdbcCatalogStore(database);
        catalog.write(transaction ->
                transaction.databases().insert(Database.builder().name("raw").build()));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void policy(UpdateBehavior update, DeleteBehavior delete) {
        crawler = crawler.toBuilder()
                .schemaChangePolicy(policy -> policy.updateBehavior(update).deleteBehavior(delete))
                .build();
    }

    private void configuration(String json) {
        crawler = crawler.toBuilder().configuration(json).build();
    }

    private static List<TableDraft> drafts(Crawler crawler, List<Folder<FolderSchema>> folders) {
        CrawlerConfiguration configuration = CrawlerConfiguration.parse(crawler.configuration());
        return TableRoots.find(folders, configuration.grouping()).roots().stream()
                .map(root -> TableDraft.of(crawler.name(), configuration.inference(), TARGET, root))
                .toList();
    }

    private static Set<String> locations(List<Folder<FolderSchema>> folders) {
        return folders.stream()
                .map(folder -> TARGET.location(folder.path()))
                .collect(Collectors.toCollection(HashSet::new));
    }

    @SafeVarargs
    private List<PlannedTable> preview(Folder<FolderSchema>... found) {
        return preview(list(found));
    }

    @SafeVarargs
    private static List<Folder<FolderSchema>> list(Folder<FolderSchema>... found) {
        List<Folder<FolderSchema>> folders = new ArrayList<>();
        for (Folder<FolderSchema> folder : found) {
            folders.add(folder);
        }
        return folders;
    }

    private List<PlannedTable> preview(List<Folder<FolderSchema>> folders) {
        return catalog.read(transaction -> new CatalogChange(crawler, transaction, now)
                .plan(drafts(crawler, folders), locations(folders), List.of(TARGET)));
    }

    /** Crawls, and holds the preview against what the catalog has afterwards. */
    @SafeVarargs
    private CatalogChange.Counts crawl(Folder<FolderSchema>... found) {
        now = now.plusSeconds(60);
        List<Folder<FolderSchema>> folders = list(found);
        List<PlannedTable> preview = preview(folders);
        CatalogChange.Counts counts = catalog.write(transaction -> new CatalogChange(crawler, transaction, now)
                .apply(drafts(crawler, folders), locations(folders), List.of(TARGET)));
        for (PlannedTable planned : preview) {
            Optional<Table> after = find(planned.table().name());
            if (planned.action() == Action.DELETE) {
                assertThat(after).isEmpty();
            } else {
                assertThat(after).contains(planned.table());
                Set<List<String>> values = partitions(planned.table().name()).stream()
                        .map(Partition::values)
                        .collect(Collectors.toSet());
                planned.partitions().added().forEach(added -> assertThat(values).contains(added.values()));
                planned.partitions()
                        .deleted()
                        .forEach(gone -> assertThat(values).doesNotContain(gone));
            }
        }
        return counts;
    }

    private long changes() {
        return new JdbcChangeLog(database)
                .list(ChangeFilter.all(), Long.MAX_VALUE, 1000)
                .size();
    }

    private Optional<Table> find(String name) {
        return catalog.read(transaction -> transaction.tables().find("raw", name));
    }

    private Table table(String name) {
        return find(name).orElseThrow();
    }

    private void change(String name, UnaryOperator<Table> change) {
        catalog.write(transaction -> {
            Table table = transaction.tables().find("raw", name).orElseThrow();
            return transaction
                    .tables()
                    .update(
                            change.apply(table).toBuilder()
                                    .versionId(TableChange.nextVersion(table))
                                    .build(),
                            table.versionId(),
                            io.millrace.catalog.store.TableRows.Archive.SKIP);
        });
    }

    private int archived(String name) {
        return catalog.read(transaction -> transaction.tables().listVersions("raw", name, Long.MAX_VALUE, 100))
                        .size()
                - 1;
    }

    private List<Partition> partitions(String table) {
        return catalog.read(
                transaction -> transaction.partitions().list("raw", table, values -> true, List.of(), 10_000));
    }

    private static String columns(List<Column> columns) {
        return columns.stream()
                .map(column -> column.name() + ":" + column.type())
                .collect(Collectors.joining(" "));
    }

    private String columns(String table) {
        return columns(table(table).storageDescriptor().columns());
    }

    private static Map<String, String> with(Map<String, String> map, String key, String value) {
        Map<String, String> changed = new LinkedHashMap<>(map);
        changed.put(key, value);
        return changed;
    }

    @Test
    void findingTheSameAgainWritesNothing() {
        Folder<FolderSchema> a = folder("t/x=1", csv("id:bigint"));
        Folder<FolderSchema> b = folder("t/x=2", csv("id:bigint"));
        Folder<FolderSchema> c = folder("u/y", json("k:int"));
        Folder<FolderSchema> d = folder("u/z", json("k:int"));
        crawl(a, b, c, d);
        List<Table> before = List.of(table("t"), table("u"));
        long changes = changes();
        CatalogChange.Counts counts = crawl(a, b, c, d);
        assertThat(List.of(table("t"), table("u"))).isEqualTo(before);
        assertThat(counts.updated + counts.created + counts.partitionsAdded).isZero();
        assertThat(changes()).isEqualTo(changes);
        assertThat(preview(a, b, c, d)).allMatch(planned -> planned.action() == Action.UNCHANGED && !planned.writes());
    }

    @Test
    void countsAloneAreRefreshedWithoutAnArchivedVersion() {
        crawl(folder("t/x=1", csv("id:bigint")));
        crawl(folder("t/x=1", csv("id:bigint")), folder("t/x=2", csv("id:bigint")));
        assertThat(table("d").parameters()).containsEntry("objectCount", "2");
        assertThat(table("d").versionId()).isEqualTo("1");
        assertThat(archived("d")).isZero();
        crawl(folder("t/x=1", csv("id:bigint n:string")), folder("t/x=2", csv("id:bigint n:string")));
        assertThat(archived("d")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "UPDATE_IN_DATABASE, DEPRECATE_IN_DATABASE",
        "UPDATE_IN_DATABASE, DELETE_FROM_DATABASE",
        "UPDATE_IN_DATABASE, LOG",
        "LOG, DEPRECATE_IN_DATABASE",
        "LOG, DELETE_FROM_DATABASE",
        "LOG, LOG",
    })
    void changesWhatThePolicySays(UpdateBehavior update, DeleteBehavior delete) {
        policy(update, delete);
        crawl(
                folder("a/x=1", csv("id:bigint n:string")),
                folder("a/x=2", csv("id:bigint n:string")),
                folder("gone", json("k:int")));
        // a's columns change, its partition 2 vanishes, 3 comes; the table gone vanishes; b comes
        CatalogChange.Counts counts = crawl(
                folder("a/x=1", csv("id:double n:string more:date")),
                folder("a/x=3", csv("id:double n:string more:date")),
                folder("b", json("other:int")));
        boolean updates = update == UpdateBehavior.UPDATE_IN_DATABASE;
        String columns = updates ? "id:double n:string more:date" : "id:bigint n:string";
        assertThat(columns("a")).isEqualTo(columns);
        assertThat(partitions("a"))
                .filteredOn(partition -> !partition.values().equals(List.of("2")))
                .hasSize(2)
                .allMatch(partition ->
                        columns(partition.storageDescriptor().columns()).equals(columns));
        assertThat(find("b")).isPresent();
        Optional<Partition> second = partitions("a").stream()
                .filter(partition -> partition.values().equals(List.of("2")))
                .findFirst();
        switch (delete) {
            case DELETE_FROM_DATABASE -> {
                assertThat(find("gone")).isEmpty();
                assertThat(second).isEmpty();
                assertThat(counts.deleted).isEqualTo(1);
            }
            case DEPRECATE_IN_DATABASE -> {
                assertThat(table("gone").parameters()).containsEntry("DEPRECATED_BY_CRAWLER", "c");
                assertThat(second.orElseThrow().parameters()).containsEntry("DEPRECATED_BY_CRAWLER", "c");
            }
            default -> {
                assertThat(table("gone").parameters()).doesNotContainKey("DEPRECATED_BY_CRAWLER");
                assertThat(second.orElseThrow().parameters()).doesNotContainKey("DEPRECATED_BY_CRAWLER");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"UPDATE_IN_DATABASE", "LOG"})
    void whatWasDeprecatedComesBackWithItsObjects(UpdateBehavior update) {
        policy(update, DeleteBehavior.DEPRECATE_IN_DATABASE);
        Folder<FolderSchema> a = folder("a/x=1", csv("id:bigint"));
        Folder<FolderSchema> a2 = folder("a/x=2", csv("id:bigint"));
        Folder<FolderSchema> b = folder("b", json("k:int"));
        crawl(a, a2, b);
        crawl(a);
        assertThat(table("b").parameters()).containsKey("DEPRECATED_BY_CRAWLER");
        String version = table("b").versionId();
        crawl(a);
        assertThat(table("b").versionId()).as("deprecated once").isEqualTo(version);
        crawl(a, a2, b);
        assertThat(table("b").parameters()).doesNotContainKey("DEPRECATED_BY_CRAWLER");
        assertThat(partitions("a"))
                .noneMatch(partition -> partition.parameters().containsKey("DEPRECATED_BY_CRAWLER"));
    }

    @Test
    void whatOthersAddedStays() {
        crawl(folder("t/x=1", csv("id:bigint n:string")));
        change(
                "d",
                table -> table.toBuilder()
                        .description("trips")
                        .parameters(with(table.parameters(), "owner_team", "raw"))
                        .storageDescriptor(table.storageDescriptor().toBuilder()
                                .columns(
                                        table.storageDescriptor().columns().get(0).toBuilder()
                                                .comment("the key")
                                                .parameters(Map.of("pii", "no"))
                                                .build(),
                                        table.storageDescriptor().columns().get(1))
                                .parameters(with(table.storageDescriptor().parameters(), "mine", "1"))
                                .serdeInfo(serde -> serde.serializationLibrary(table.storageDescriptor()
                                                .serdeInfo()
                                                .serializationLibrary())
                                        .parameters(Map.of("field.delim", ",", "collection.delim", "|")))
                                .build())
                        .build());
        crawl(folder("t/x=1", csv("id:double n:string")));
        Table table = table("d");
        assertThat(columns("d")).isEqualTo("id:double n:string");
        assertThat(table.description()).isEqualTo("trips");
        assertThat(table.parameters()).containsEntry("owner_team", "raw");
        assertThat(table.storageDescriptor().parameters()).containsEntry("mine", "1");
        assertThat(table.storageDescriptor().columns().get(0).comment()).isEqualTo("the key");
        assertThat(table.storageDescriptor().columns().get(0).parameters()).containsEntry("pii", "no");
        assertThat(table.storageDescriptor().serdeInfo().parameters())
                .containsEntry("collection.delim", "|")
                .containsEntry("field.delim", ",");
        assertThat(partitions("d").get(0).storageDescriptor().columns())
                .isEqualTo(table.storageDescriptor().columns());
    }

    @Test
    void aChangedFormatLeavesNothingOfTheOld() {
        crawl(folder("t/x=1", csv("id:bigint n:string")));
        assertThat(table("d").parameters()).containsKeys("skip.header.line.count", "delimiter");
        crawl(folder("t/x=1", json("id:int")));
        assertThat(table("d").parameters())
                .containsEntry("classification", "json")
                .doesNotContainKeys("skip.header.line.count", "delimiter", "columnsOrdered", "areColumnsQuoted");
        assertThat(table("d").storageDescriptor().serdeInfo().parameters()).isEqualTo(Map.of("paths", "id"));
        assertThat(partitions("d").get(0).storageDescriptor().serdeInfo())
                .isEqualTo(table("d").storageDescriptor().serdeInfo());
        assertThat(partitions("d").get(0).parameters()).doesNotContainKey("delimiter");
    }

    @Test
    void mergesNewColumnsAndRemovesOrChangesNone() {
        configuration(MERGE);
        crawl(folder("t", json("id:int a:string")));
        crawl(folder("t", json("b:date id:double")));
        assertThat(columns("d")).isEqualTo("id:int a:string b:date");
        crawl(folder("t", json("b:date id:double")));
        assertThat(table("d").versionId()).isEqualTo("1");
    }

    @Test
    void mergesNewColumnsOfCsvByPosition() {
        configuration(MERGE);
        crawl(folder("t", csv("id:bigint name:string")));
        crawl(folder("t", csv("id:bigint renamed:string name:date")));
        assertThat(columns("d")).isEqualTo("id:bigint name:string name_2:date");
    }

    @ParameterizedTest
    @CsvSource({"json", "delimiter", "compression"})
    void mergingDeprecatesATableThatChangedFundamentally(String what) {
        configuration(MERGE);
        crawl(folder("t/x=1", csv("id:bigint n:string")));
        FolderSchema changed = switch (what) {
            case "json" -> json("id:int");
            case "delimiter" -> csv("id:bigint n:string", ';', Compression.NONE);
            default -> csv("id:bigint n:string", ',', Compression.GZIP);
        };
        CatalogChange.Counts counts = crawl(folder("t/x=1", changed), folder("t/x=2", changed));
        Table table = table("d");
        assertThat(table.parameters())
                .containsEntry("DEPRECATED_BY_CRAWLER", "c")
                .containsEntry("delimiter", ",");
        assertThat(columns("d")).isEqualTo("id:bigint n:string");
        assertThat(partitions("d")).hasSize(1);
        assertThat(counts.notes).hasSize(1).first().asString().contains("s3://b/d/", "deprecated");
        crawl(folder("t/x=1", changed), folder("t/x=2", changed));
        assertThat(table("d")).isEqualTo(table);
        crawl(folder("t/x=1", csv("id:bigint n:string")));
        assertThat(table("d").parameters()).doesNotContainKey("DEPRECATED_BY_CRAWLER");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void aMissingCompressionTypeIsNone(boolean merge) {
        configuration(merge ? MERGE : "{}");
        crawl(folder("t/x=1", csv("id:bigint")));
        change("d", table -> {
            Map<String, String> parameters = new LinkedHashMap<>(table.parameters());
            parameters.remove("compressionType");
            return table.toBuilder()
                    .parameters(parameters)
                    .storageDescriptor(table.storageDescriptor().toBuilder()
                            .parameters(parameters)
                            .build())
                    .build();
        });
        Table before = table("d");
        crawl(folder("t/x=1", csv("id:bigint")));
        assertThat(table("d")).isEqualTo(before);
        crawl(folder("t/x=1", csv("id:bigint")), folder("t/x=2", csv("id:bigint")));
        assertThat(partitions("d")).hasSize(2);
        assertThat(table("d").parameters()).doesNotContainKeys("DEPRECATED_BY_CRAWLER", "compressionType");
    }

    @Test
    void aTableThatNoCrawlerMadeKeepsAllAndGetsThePartitionsItLacks() {
        crawl(folder("t/x=1", csv("id:bigint")));
        catalog.write(transaction -> transaction.partitions().delete("raw", "d", List.of("t", "1")));
        change(
                "d",
                table -> table.toBuilder()
                        .parameters(Map.of("EXTERNAL", "TRUE"))
                        .storageDescriptor(table.storageDescriptor().toBuilder()
                                .columns(Column.builder()
                                        .name("mine")
                                        .type("string")
                                        .build())
                                .build())
                        .build());
        Table theirs = table("d");
        crawl(folder("t/x=1", csv("id:double")), folder("t/x=2", csv("id:double")));
        assertThat(table("d")).isEqualTo(theirs);
        assertThat(partitions("d"))
                .hasSize(2)
                .allMatch(partition ->
                        columns(partition.storageDescriptor().columns()).equals("mine:string"));
        crawl(folder("t/x=3", csv("id:double")));
        assertThat(partitions("d")).as("none is taken away").hasSize(3);
        crawl();
        assertThat(table("d")).isEqualTo(theirs);
    }

    @Test
    void anIcebergTableIsLeftAlone() {
        crawl(folder("t/x=1", json("id:int")));
        change(
                "d",
                table -> table.toBuilder()
                        .parameters(Map.of("table_type", "ICEBERG", "metadata_location", "s3://b/d/metadata/1.json"))
                        .build());
        Table theirs = table("d");
        CatalogChange.Counts counts = crawl(folder("t/x=1", json("id:int")), folder("t/x=2", json("id:int")));
        assertThat(table("d")).isEqualTo(theirs);
        assertThat(partitions("d")).hasSize(1);
        assertThat(counts.notes).containsExactly("s3://b/d/: table d keeps its own metadata");
    }

    @Test
    void anIcebergTableOfACrawlerIsLeftAloneOnceAClientHasCommittedToIt() {
        crawl(folder("t", json("id:int")));
        change(
                "d",
                table -> table.toBuilder()
                        .parameters(with(
                                with(table.parameters(), "table_type", "ICEBERG"),
                                "previous_metadata_location",
                                "s3://b/d/metadata/1.json"))
                        .build());
        Table theirs = table("d");
        crawl(folder("t", json("id:double")));
        assertThat(table("d")).isEqualTo(theirs);
    }

    @Test
    void twoCrawlersOfOneFolderDoNotWriteInTurn() {
        crawl(folder("t/x=1", csv("id:bigint")));
        Table before = table("d");
        crawler = crawler.toBuilder().name("other").build();
        crawl(folder("t/x=1", csv("id:bigint")));
        assertThat(table("d")).isEqualTo(before);
    }

    @Test
    void partitionKeysHaveTheTypesOfTheirValues() {
        crawl(
                folder("t/y=2024/m=01/d=2024-01-31/h=1/z=1", csv("id:bigint")),
                folder("t/y=9999999999/m=12/d=2024-02-01/h=x/z=__HIVE_DEFAULT_PARTITION__", csv("id:bigint")));
        assertThat(columns(table("d").partitionKeys()))
                .isEqualTo("partition_0:string y:bigint m:string d:date h:string z:int");
        assertThat(partitions("d").get(0).values()).containsExactly("t", "2024", "01", "2024-01-31", "1", "1");
    }

    @Test
    void gluesKeysAreStrings() {
        configuration("{\"Millrace\": {\"Inference\": \"glue\"}}");
        crawl(folder("y=2024", csv("id:bigint")), folder("y=2025", csv("id:bigint")));
        assertThat(columns(table("d").partitionKeys())).isEqualTo("y:string");
    }

    @Test
    void aKeyWidensWhenAValueDoesNotFitAndNeverNarrows() {
        crawl(folder("y=2024", csv("id:bigint")));
        assertThat(columns(table("d").partitionKeys())).isEqualTo("y:int");
        crawl(folder("y=2024", csv("id:bigint")), folder("y=99999999999", csv("id:bigint")));
        assertThat(columns(table("d").partitionKeys())).isEqualTo("y:bigint");
        crawl(folder("y=2024", csv("id:bigint")), folder("y=unknown", csv("id:bigint")));
        assertThat(columns(table("d").partitionKeys())).isEqualTo("y:string");
        crawl(folder("y=2024", csv("id:bigint")));
        assertThat(columns(table("d").partitionKeys())).isEqualTo("y:string");
        assertThat(partitions("d").stream()
                        .filter(partition -> partition.values().equals(List.of("2024"))))
                .hasSize(1);
    }

    @Test
    void aValueThatTheKeyCannotHaveIsNotRegisteredWhereTheTableMustStay() {
        policy(UpdateBehavior.LOG, DeleteBehavior.LOG);
        crawl(folder("y=2024", csv("id:bigint")));
        CatalogChange.Counts counts = crawl(
                folder("y=2024", csv("id:bigint")),
                folder("y=2025", csv("id:bigint")),
                folder("y=x", csv("id:bigint")));
        assertThat(partitions("d")).extracting(Partition::values).containsExactly(List.of("2024"), List.of("2025"));
        assertThat(counts.notes).containsExactly("s3://b/d/y=x/: 'x' is no value of the partition key y int");
    }

    @Test
    void newFoldersOfAnotherKindAreNoPartitionsOfATableThatMustStay() {
        policy(UpdateBehavior.LOG, DeleteBehavior.LOG);
        crawl(folder("y=2024", csv("id:bigint")));
        CatalogChange.Counts counts = crawl(folder("y=2025", json("id:int")), folder("y=2026", json("id:int")));
        assertThat(partitions("d")).hasSize(1);
        assertThat(counts.notes).hasSize(1).first().asString().contains("classification: csv → json");
        counts = crawl(folder("y=2024/m=1", csv("id:bigint")));
        assertThat(partitions("d")).hasSize(1);
        assertThat(counts.notes).hasSize(1).first().asString().contains("partition keys: [y] → [y, m]");
    }

    @Test
    void anotherPathShapeReplacesThePartitions() {
        crawl(folder("y=2024", csv("id:bigint")));
        crawl(folder("y=2024/m=1", csv("id:bigint")), folder("y=2024/m=2", csv("id:bigint")));
        assertThat(columns(table("d").partitionKeys())).isEqualTo("y:int m:int");
        assertThat(partitions("d"))
                .extracting(Partition::values)
                .containsExactly(List.of("2024", "1"), List.of("2024", "2"));
        crawl(folder("y=2024", csv("id:bigint")));
        assertThat(partitions("d")).extracting(Partition::values).containsExactly(List.of("2024"));
        crawl(folder("", csv("id:bigint")));
        assertThat(table("d").partitionKeys()).isEmpty();
        assertThat(partitions("d")).isEmpty();
    }

    @Test
    void countsThatAreNotRefreshedAreNoNews() {
        policy(UpdateBehavior.LOG, DeleteBehavior.LOG);
        crawl(folder("y=1", csv("id:bigint")));
        PlannedTable more = preview(folder("y=1", csv("id:bigint")), folder("y=2", csv("id:bigint")))
                .get(0);
        assertThat(more.action()).isEqualTo(Action.UPDATE);
        assertThat(more.differences()).isEmpty();
        assertThat(more.writesTable()).isFalse();
        crawl(folder("y=1", csv("id:bigint")), folder("y=2", csv("id:bigint")));
        assertThat(preview(folder("y=1", csv("id:bigint")), folder("y=2", csv("id:bigint"))))
                .singleElement()
                .satisfies(planned -> assertThat(planned.action()).isEqualTo(Action.UNCHANGED));
    }

    @Test
    void anIndexFollowsTheKeys() {
        configuration("{\"CreatePartitionIndex\": true}");
        crawl(folder("y=1/m=2", csv("id:bigint")), folder("y=1/m=3", csv("id:bigint")));
        crawl(folder("y=1", csv("id:bigint")));
        List<PartitionIndex> indexes =
                catalog.read(transaction -> transaction.partitionIndexes().list("raw", "d"));
        assertThat(indexes)
                .singleElement()
                .satisfies(index -> assertThat(index.positions()).containsExactly(0));
    }

    @Test
    void foldersOfTheSameValuesAreToldOf() {
        CatalogChange.Counts counts = crawl(folder("Y=1", csv("id:bigint")), folder("y=1", csv("id:bigint")));
        assertThat(partitions("d")).hasSize(1);
        assertThat(counts.notes).containsExactly("s3://b/d/y=1/: s3://b/d/Y=1/ has the same partition values");
    }

    @Test
    void newTablesGetAnIndexIfAskedFor() {
        configuration("{\"CreatePartitionIndex\": true}");
        crawl(folder("y=1/m=2", csv("id:bigint")), folder("y=1/m=3", csv("id:bigint")));
        List<PartitionIndex> indexes =
                catalog.read(transaction -> transaction.partitionIndexes().list("raw", "d"));
        assertThat(indexes)
                .singleElement()
                .satisfies(index -> assertThat(index.positions()).containsExactly(0, 1));
    }

    @Test
    void keepsTheNameThatAColumnHasInItsFile() {
        FolderSchema schema = noted(
                csv("fecha_reporte:date n:string"),
                Map.of(
                        "fecha_reporte",
                        new ColumnNote(Optional.of("Fecha reporte"), Optional.empty(), Optional.empty())));
        crawl(folder("t", schema));
        assertThat(table("d").storageDescriptor().columns().get(0).parameters())
                .containsExactly(Map.entry("millrace.original-name", "Fecha reporte"));
        Table before = table("d");
        crawl(folder("t", schema));
        assertThat(table("d")).isEqualTo(before);
    }

    @Test
    void differencesAreTold() {
        crawl(folder("y=1", csv("id:bigint fare:bigint gone:string")));
        FolderSchema schema = noted(
                csv("id:bigint fare:double new:date"),
                Map.of(
                        "fare",
                        new ColumnNote(
                                Optional.empty(),
                                Optional.of("3.5"),
                                Optional.of(new ColumnNote.Broken("bigint", "3.5", 17)))));
        PlannedTable planned =
                preview(folder("y=1", schema), folder("y=a", schema)).get(0);
        assertThat(planned.action()).isEqualTo(Action.UPDATE);
        assertThat(planned.differences())
                .startsWith(
                        "column fare: bigint → double, because row 17 has '3.5', which is no bigint",
                        "column new: new, date",
                        "column gone: removed (it was string)",
                        "partition key y: int → string")
                .contains("parameter objectCount: 1 → 2");
        assertThat(columns("d")).as("nothing is written").isEqualTo("id:bigint fare:bigint gone:string");
        policy(UpdateBehavior.LOG, DeleteBehavior.LOG);
        PlannedTable logged = preview(folder("y=1", schema)).get(0);
        assertThat(logged.action()).isEqualTo(Action.LOG_ONLY);
        assertThat(logged.differences()).first().asString().startsWith("column fare: bigint → double");
        assertThat(logged.writes()).isFalse();
    }

    @Test
    void partitionsThatAreKnownToBeTheSameAreNotReadUnlessTheirTableChanges() {
        List<Folder<FolderSchema>> folders = List.of(
                folder("y=1", csv("id:bigint")), folder("y=2", csv("id:bigint")), folder("y=3", csv("id:bigint")));
        catalog.write(transaction -> new CatalogChange(crawler, transaction, now)
                .apply(drafts(crawler, folders), locations(folders), List.of(TARGET)));
        // As if it had been changed: who trusts does not see it.
        catalog.write(transaction -> {
            Partition partition = partitions(transaction).get(0);
            return transaction
                    .partitions()
                    .update(
                            partition.values(),
                            partition.toBuilder()
                                    .storageDescriptor(storage -> storage.location("s3://b/d/y=1/"))
                                    .build());
        });
        List<Folder<FolderSchema>> more = new ArrayList<>(folders);
        more.remove(1);
        more.add(folder("y=4", csv("id:bigint")));
        PlannedPartitions trusting = trusting(more, locations(folders));
        assertThat(trusting.updated()).extracting(Partition::values).containsExactly(List.of("2"));
        assertThat(trusting.retired()).isEqualTo(1);
        assertThat(trusting.added()).extracting(added -> added.values().get(0)).containsExactly("4");
        assertThat(trusting.unchanged()).isEqualTo(2);
        assertThat(trusting(more, Set.of()).updated()).hasSize(2);
        List<Folder<FolderSchema>> wider = List.of(
                folder("y=1", csv("id:double")), folder("y=2", csv("id:double")), folder("y=3", csv("id:double")));
        assertThat(trusting(wider, locations(folders)).updated()).hasSize(3);
    }

    private PlannedPartitions trusting(List<Folder<FolderSchema>> folders, Set<String> unchanged) {
        return catalog.read(transaction -> new CatalogChange(crawler, transaction, now)
                        .trusting(unchanged)
                        .plan(drafts(crawler, folders), locations(folders), List.of(TARGET)))
                .get(0)
                .partitions();
    }

    private static List<Partition> partitions(CatalogTransaction transaction) {
        return transaction.partitions().list("raw", "d", values -> true, List.of(), 100);
    }

    @Test
    void twentyThousandPartitionsAreHeldAgainstThoseThatAreThere() {
        List<Folder<FolderSchema>> folders = new ArrayList<>();
        FolderSchema schema = csv("id:bigint n:string");
        for (int i = 0; i < 20_000; i++) {
            folders.add(folder("d=" + i, schema));
        }
        Set<String> locations = locations(folders);
        List<TableDraft> drafts = drafts(crawler, folders);
        catalog.write(
                transaction -> new CatalogChange(crawler, transaction, now).apply(drafts, locations, List.of(TARGET)));
        // Half of the folders are gone.
        List<Folder<FolderSchema>> half = folders.subList(0, 10_000);
        List<PlannedTable> planned = preview(half);
        assertThat(planned).singleElement().satisfies(table -> {
            assertThat(table.partitions().retired()).isEqualTo(10_000);
            assertThat(table.partitions().unchanged()).isEqualTo(10_000);
        });
    }

    @Test
    void combinesCompatibleSchemas() {
        List<Folder<FolderSchema>> folders = new ArrayList<>(
                List.of(folder("year=2017", json("a:int b:int")), folder("year=2018", json("c:int d:int"))));
        assertThat(drafts(crawler, folders))
                .extracting(TableDraft::location)
                .containsExactly("s3://b/d/year=2017/", "s3://b/d/year=2018/");
        configuration("{\"Grouping\": {\"TableGroupingPolicy\": \"CombineCompatibleSchemas\"}}");
        assertThat(drafts(crawler, folders))
                .singleElement()
                .satisfies(draft ->
                        assertThat(columns(draft.descriptor().columns())).isEqualTo("a:int b:int c:int d:int"));
        assertThat(TableRoots.find(
                                List.of(
                                        folder("y=1", csv("a:bigint b:bigint")),
                                        folder("y=2", csv("c:bigint d:bigint"))),
                                Grouping.COMPATIBLE_SCHEMAS)
                        .roots())
                .as("CSV columns are found by position")
                .hasSize(2);
        assertThat(TableRoots.find(
                                List.of(
                                        folder("y=1", csv("a:bigint b:bigint")),
                                        folder("y=2", csv("a:bigint b:date c:string d:string e:string"))),
                                Grouping.COMPATIBLE_SCHEMAS)
                        .roots())
                .hasSize(1);
    }
}
