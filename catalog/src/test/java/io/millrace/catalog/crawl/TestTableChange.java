package io.millrace.catalog.crawl;

import static io.millrace.catalog.crawl.TestingFolders.csv;
import static io.millrace.catalog.crawl.TestingFolders.folder;
import static io.millrace.catalog.crawl.TestingFolders.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.classify.Compression;
import io.millrace.catalog.classify.JsonDialect;
import io.millrace.catalog.crawl.CrawlExplanation.Action;
import io.millrace.catalog.layout.Folder;
import io.millrace.catalog.layout.TableNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.UpdateBehavior;

/** What finding folders does to tables of a real catalog, under each policy. */
class TestTableChange extends AbstractCatalogChangeTests {
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
    void nothingIsLeftOfHowOtherJsonLay() {
        JsonDialect list = new JsonDialect(
                JsonDialect.Layout.ARRAY, List.of("K", "s"), Map.of("k_1", "K"), List.of("s.Id"), "$.rows[*]");
        crawl(folder("t", TestingFolders.json("s:struct<id:int>", list)));
        assertThat(table("d").storageDescriptor().serdeInfo().parameters())
                .containsKeys("jsonPath", "mapping.k_1", "millrace.nested-paths", "millrace.json-layout");

        crawl(folder("t", json("s:struct<id:int>")));
        assertThat(table("d").storageDescriptor().serdeInfo().parameters()).isEqualTo(Map.of("paths", "s"));
    }

    @Test
    void aTableKeepsTheNameItTookBesideAnother() {
        policy(UpdateBehavior.UPDATE_IN_DATABASE, DeleteBehavior.DELETE_FROM_DATABASE);
        Folder<FolderSchema> first = folder("x/t", csv("id:bigint"));
        Folder<FolderSchema> besideFirst = folder("x/u", json("k:int"));
        Folder<FolderSchema> second = folder("y/t", csv("a:string b:string"));
        Folder<FolderSchema> besideSecond = folder("y/v", json("other:date"));
        crawl(first, besideFirst, second, besideSecond);
        String taken = TableNames.unambiguous("", "s3://b/d/y/t/");
        assertThat(find("t")).isPresent();
        assertThat(find(taken)).isPresent();

        crawl(besideFirst, second, besideSecond);
        assertThat(find("t")).isEmpty();
        crawl(besideFirst, second, besideSecond);
        assertThat(find("t")).isEmpty();
        assertThat(find(taken)).isPresent();
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
}
