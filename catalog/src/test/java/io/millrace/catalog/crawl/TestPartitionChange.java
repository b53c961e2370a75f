package io.millrace.catalog.crawl;

import static io.millrace.catalog.crawl.TestingFolders.csv;
import static io.millrace.catalog.crawl.TestingFolders.folder;
import static io.millrace.catalog.crawl.TestingFolders.json;
import static io.millrace.catalog.crawl.TestingFolders.noted;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.classify.ColumnNote;
import io.millrace.catalog.crawl.CrawlExplanation.Action;
import io.millrace.catalog.layout.Folder;
import io.millrace.catalog.layout.TableRoots;
import io.millrace.catalog.layout.TableRoots.Grouping;
import io.millrace.catalog.store.CatalogTransaction;
import io.millrace.catalog.store.PartitionIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.UpdateBehavior;

/** What finding folders does to partitions and their keys in a real catalog, and what is told of it. */
class TestPartitionChange extends AbstractCatalogChangeTests {
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
    void anEmptyValueIsText() {
        crawl(folder("y=2024", csv("id:bigint")));
        assertThat(columns(table("d").partitionKeys())).isEqualTo("y:int");
        crawl(folder("y=2024", csv("id:bigint")), folder("y=", csv("id:bigint")));
        assertThat(columns(table("d").partitionKeys())).isEqualTo("y:string");
        assertThat(partitions("d")).extracting(Partition::values).containsExactly(List.of(""), List.of("2024"));
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
