package io.millrace.catalog.crawl;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.layout.BatchObjects;
import io.millrace.catalog.store.BookmarkName;
import io.millrace.catalog.store.TableRows.Archive;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/** Crawls of tables that jobs write in batches: what does not count is not there, and what says so stays. */
class TestBatchFolders extends AbstractCrawlTests {
    private static final String OLD = "00000000000000a1";
    private static final String NEW = "00000000000000a2";
    private static final String PENDING = "00000000000000a3";

    private void part(String day, String batch) {
        put("trips/day=%s/part-%s-00000.csv".formatted(day, batch), ROWS);
    }

    private void update(String key, String value) {
        catalog.write(tx -> {
            Table table = tx.tables().find("raw", "trips").orElseThrow();
            Map<String, String> parameters = new HashMap<>(table.parameters());
            parameters.put(key, value);
            return tx.tables()
                    .update(
                            table.toBuilder()
                                    .parameters(parameters)
                                    .versionId(TableChange.nextVersion(table))
                                    .build(),
                            table.versionId(),
                            Archive.SKIP);
        });
    }

    private void onlyNew(String day) {
        catalog.write(tx -> {
            Partition partition =
                    tx.partitions().find("raw", "trips", List.of(day)).orElseThrow();
            Map<String, String> parameters = new HashMap<>(partition.parameters());
            parameters.put(BatchObjects.ONLY, NEW);
            tx.partitions()
                    .update(
                            List.of(day),
                            partition.toBuilder().parameters(parameters).build());
            return true;
        });
    }

    private String objects(String day) {
        return partitions("trips").stream()
                .filter(partition -> partition.values().equals(List.of(day)))
                .map(partition -> partition.parameters().get("objectCount"))
                .findFirst()
                .orElse("no partition");
    }

    @Test
    void countsWhatCountsAndKeepsTheParameters() {
        part("1", OLD);
        part("2", OLD);
        createCrawler("c", "trips/");
        crawl("c");
        catalog.write(tx -> tx.bookmarks().insert(new BookmarkName("job", "raw", "trips"), 1, ""));
        part("1", NEW);
        part("1", PENDING);
        part("2", NEW);
        part("3", PENDING);
        update(BatchObjects.HIDDEN, PENDING);
        onlyNew("2");
        crawl("c");

        assertThat(objects("1")).isEqualTo("2");
        assertThat(objects("2")).isEqualTo("1");
        assertThat(objects("3")).isEqualTo("no partition");
        assertThat(table("trips").orElseThrow().parameters())
                .containsEntry(BatchObjects.HIDDEN, PENDING)
                .containsEntry("objectCount", "3");
        assertThat(partitions("trips"))
                .filteredOn(partition -> partition.values().equals(List.of("2")))
                .allMatch(partition -> NEW.equals(partition.parameters().get(BatchObjects.ONLY)));

        update(BatchObjects.HIDDEN, "");
        crawl("c");
        assertThat(objects("1")).isEqualTo("3");
        assertThat(objects("3")).isEqualTo("1");
    }
}
