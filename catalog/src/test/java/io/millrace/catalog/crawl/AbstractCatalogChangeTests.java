package io.millrace.catalog.crawl;

import static io.millrace.catalog.crawl.TestingFolders.folder;
import static io.millrace.catalog.crawl.TestingFolders.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.crawl.CrawlExplanation.Action;
import io.millrace.catalog.layout.Folder;
import io.millrace.catalog.layout.TableRoots;
import io.millrace.catalog.store.ChangeFilter;
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
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.UpdateBehavior;

/** A catalog in SQLite, and folders that a crawl finds. */
// Fields are set before each test.
@SuppressWarnings("NullAway.Init")
abstract class AbstractCatalogChangeTests {
    static final CrawlTarget TARGET =
            CrawlTarget.of(S3Target.builder().path("s3://b/d/").build());
    static final String MERGE = "{\"CrawlerOutput\": {\"Tables\": {\"AddOrUpdateBehavior\": \"MergeNewColumns\"}}}";

    @TempDir
    Path data;

    SqliteDatabase database;
    JdbcCatalogStore catalog;
    Instant now = Instant.parse("2026-11-22T10:00:00Z");
    Crawler crawler = Crawler.builder().name("c").databaseName("raw").build();

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

    void policy(UpdateBehavior update, DeleteBehavior delete) {
        crawler = crawler.toBuilder()
                .schemaChangePolicy(policy -> policy.updateBehavior(update).deleteBehavior(delete))
                .build();
    }

    void configuration(String json) {
        crawler = crawler.toBuilder().configuration(json).build();
    }

    static List<TableDraft> drafts(Crawler crawler, List<Folder<FolderSchema>> folders) {
        CrawlerConfiguration configuration = CrawlerConfiguration.parse(crawler.configuration());
        return TableRoots.find(folders, configuration.grouping()).roots().stream()
                .map(root -> TableDraft.of(crawler.name(), configuration.inference(), TARGET, root))
                .toList();
    }

    static Set<String> locations(List<Folder<FolderSchema>> folders) {
        return folders.stream()
                .map(folder -> TARGET.location(folder.path()))
                .collect(Collectors.toCollection(HashSet::new));
    }

    @SafeVarargs
    final List<PlannedTable> preview(Folder<FolderSchema>... found) {
        return preview(list(found));
    }

    @SafeVarargs
    static List<Folder<FolderSchema>> list(Folder<FolderSchema>... found) {
        List<Folder<FolderSchema>> folders = new ArrayList<>();
        for (Folder<FolderSchema> folder : found) {
            folders.add(folder);
        }
        return folders;
    }

    List<PlannedTable> preview(List<Folder<FolderSchema>> folders) {
        return catalog.read(transaction -> new CatalogChange(crawler, transaction, now)
                .plan(drafts(crawler, folders), locations(folders), List.of(TARGET)));
    }

    /** Crawls, and holds the preview against what the catalog has afterwards. */
    @SafeVarargs
    final CatalogChange.Counts crawl(Folder<FolderSchema>... found) {
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

    long changes() {
        return new JdbcChangeLog(database)
                .list(ChangeFilter.all(), Long.MAX_VALUE, 1000)
                .size();
    }

    Optional<Table> find(String name) {
        return catalog.read(transaction -> transaction.tables().find("raw", name));
    }

    Table table(String name) {
        return find(name).orElseThrow();
    }

    void change(String name, UnaryOperator<Table> change) {
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

    int archived(String name) {
        return catalog.read(transaction -> transaction.tables().listVersions("raw", name, Long.MAX_VALUE, 100))
                        .size()
                - 1;
    }

    List<Partition> partitions(String table) {
        return catalog.read(
                transaction -> transaction.partitions().list("raw", table, values -> true, List.of(), 10_000));
    }

    static String columns(List<Column> columns) {
        return columns.stream()
                .map(column -> column.name() + ":" + column.type())
                .collect(Collectors.joining(" "));
    }

    String columns(String table) {
        return columns(table(table).storageDescriptor().columns());
    }

    static Map<String, String> with(Map<String, String> map, String key, String value) {
        Map<String, String> changed = new LinkedHashMap<>(map);
        changed.put(key, value);
        return changed;
    }
}
