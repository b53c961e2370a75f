package io.millrace.catalog.crawl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.glue.model.Crawler;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.S3Target;
import software.amazon.awssdk.services.glue.model.Table;

/** Folders that may not be opened (a user that is root may open all, so the refusal is the test's), and targets that may not be listed. */
class TestRefusedFolders extends AbstractCrawlTests {
    private final Set<String> refused = new HashSet<>();
    private FolderObjectReader files;

    @BeforeEach
    @SuppressWarnings("StreamResourceLeak") // the reader closes what it is given
    void readAFolder() throws IOException {
        Path root = folder.resolve("data");
        for (String path : List.of("t/p=1/q=1", "t/p=2/q=1", "t/p=2/q=2", "u/p=1")) {
            write(path);
        }
        files = new FolderObjectReader(root, opened -> {
            if (refused.contains(root.relativize(opened).toString())) {
                throw new AccessDeniedException(opened.toString());
            }
            return Files.newDirectoryStream(opened);
        });
        engine.close();
        useReader(files);
    }

    private void write(String path) throws IOException {
        Path made = Files.createDirectories(folder.resolve("data").resolve(path));
        Files.write(made.resolve("a.csv"), ROWS);
    }

    private CrawlReport crawlAll(String... targets) throws Exception {
        return engine.crawl(crawler(List.of(), targets), List.of(), CrawlMonitor.NONE);
    }

    private Crawler crawler(List<String> exclusions, String... targets) {
        return Crawler.builder()
                .name("c")
                .databaseName("raw")
                .targets(all -> all.s3Targets(Arrays.stream(targets)
                        .map(target -> S3Target.builder()
                                .path("s3://" + bucket + "/" + target)
                                .exclusions(exclusions)
                                .build())
                        .toList()))
                .build();
    }

    private List<List<String>> live(String table) {
        return partitions(table).stream()
                .filter(partition -> !CrawlerParameters.isDeprecated(partition.parameters()))
                .map(Partition::values)
                .toList();
    }

    @Test
    void aFolderThatCannotBeOpenedIsNamedAndTheRestIsCrawled() throws Exception {
        refused.add("t/p=2");
        CrawlReport report = crawlAll("t/");
        assertThat(report.skipped()).containsExactly("Cannot list s3://%s/t/p=2/: access is denied".formatted(bucket));
        assertThat(live("t")).containsExactly(List.of("1", "1"));

        refused.clear();
        assertThat(crawlAll("u/").skipped()).isEmpty();
    }

    @Test
    void whatIsInItStaysAsItWasUntilItCanBeOpenedAgain() throws Exception {
        crawlAll("t/");
        List<List<String>> all = live("t");
        assertThat(all).hasSize(3);
        String version = table("t").orElseThrow().versionId();
        refused.add("t/p=2");
        assertThat(crawlAll("t/").skipped()).hasSize(1);
        assertThat(live("t")).isEqualTo(all);
        assertThat(table("t").orElseThrow().versionId()).isEqualTo(version);

        // Of another crawler definition nothing of the ledger is believed, and still nobody says that they are gone.
        Crawler other = crawler(List.of("nothing/**"), "t/");
        assertThat(engine.crawl(other, List.of(), CrawlMonitor.NONE).skipped()).hasSize(1);
        assertThat(live("t")).isEqualTo(all);

        refused.clear();
        Files.delete(folder.resolve("data/t/p=2/q=2/a.csv"));
        assertThat(engine.crawl(other, List.of(), CrawlMonitor.NONE).skipped()).isEmpty();
        assertThat(live("t")).hasSize(2);
    }

    @Test
    void aTargetThatMayNotBeListedIsNamedBesideOthersAndFailsTheCrawlAlone() throws Exception {
        crawlAll("t/", "u/");
        refused.add("u");
        write("t/p=3/q=1");
        CrawlReport report = crawlAll("t/", "u/");
        assertThat(report.skipped()).containsExactly("Cannot list s3://%s/u/: access is denied".formatted(bucket));
        assertThat(report.partitionsAdded()).isEqualTo(1);
        assertThat(table("u").map(Table::parameters))
                .hasValueSatisfying(parameters ->
                        assertThat(CrawlerParameters.isDeprecated(parameters)).isFalse());
        assertThat(live("u")).hasSize(1);

        assertThatThrownBy(() -> crawlAll("u/"))
                .isInstanceOf(CrawlFailedException.class)
                .hasMessage("Cannot list s3://%s/u/: access is denied".formatted(bucket));
    }
}
