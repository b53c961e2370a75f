package io.millrace.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.catalog.crawl.CrawlProgress;
import io.millrace.catalog.crawl.CrawlProgress.Phase;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code millrace crawl} on a folder of this machine, without a server. */
final class TestCrawlCommand {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeEach
    void writeFiles() throws IOException {
        write("trips/month=1/a.csv", "id,fare\n1,3.5\n2,4\n");
        write("trips/month=2/a.csv", "id,fare\n3,7\n");
        write("trips/month=2/broken.bin", "\0\1\2");
        write("zones/a.json", "{\"id\":1,\"name\":\"x\"}\n");
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve("raw").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private int run(String... arguments) {
        out = new StringWriter();
        err = new StringWriter();
        CommandLine commandLine = MillraceCommand.commandLine();
        commandLine.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        List<String> all = new ArrayList<>(List.of("crawl"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", folder.resolve("data").toString()));
        return commandLine.execute(all.toArray(String[]::new));
    }

    private String raw() {
        return folder.resolve("raw").toString();
    }

    private JsonNode dryRun(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of(raw(), "--dry-run", "--json"));
        all.addAll(List.of(arguments));
        assertThat(run(all.toArray(String[]::new))).as(err.toString()).isZero();
        return JSON.readTree(out.toString());
    }

    @Test
    void explainsTablesColumnsFoldersAndWhatIsSkipped() {
        assertThat(run(raw(), "--explain", "--database", "lake"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("CREATE lake.trips  (csv, file://" + raw() + "/trips/)")
                .containsPattern("(?m)^  fare +\\w+")
                .containsPattern("(?m)^  month +\\w+ +partition key; ")
                .contains("Partitions: 2 added")
                .contains("CREATE lake.zones  (json, ")
                .containsPattern("(?m)^  table +file://.*/trips/: 2 of 2 folders are alike")
                .containsPattern("(?m)^  no table +file://.*/raw/: ")
                .containsPattern("(?m)^Skipped file://.*broken.bin: ")
                .contains("class C requests: 1")
                .contains("at Backblaze B2");
        assertThat(err.toString()).isEmpty();
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void aDryRunLeavesTheReasonsOut() {
        assertThat(run(raw(), "--dry-run")).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("CREATE default.trips", "Partitions: 2 added")
                .doesNotContain("Folders", "partition key");
    }

    @Test
    void givesTheSameAsData() throws IOException {
        JsonNode found = dryRun();
        assertThat(found.at("/tables").findValuesAsText("classification")).contains("csv", "json");
        JsonNode trips = found.at("/tables/0");
        assertThat(trips.at("/action").asText()).isEqualTo("CREATE");
        assertThat(trips.at("/columns").findValuesAsText("name")).containsExactly("id", "fare");
        assertThat(trips.at("/partitionKeys/0/name").asText()).isEqualTo("month");
        assertThat(trips.at("/partitions/added").asInt()).isEqualTo(2);
        assertThat(found.at("/groupings")).isNotEmpty();
        assertThat(found.at("/skipped/0").asText()).contains("broken.bin");
        assertThat(found.at("/cost/listRequests").asInt()).isEqualTo(1);
        assertThat(found.at("/cost/readRequests").asInt()).isEqualTo(4);
        // One LIST at $0.004 for 1,000 and four GETs at $0.004 for 10,000.
        assertThat(found.at("/cost/priceUsd/backblazeB2").decimalValue()).isEqualByComparingTo("0.0000056");
    }

    @Test
    void takesTheCrawlersOptions() throws IOException {
        JsonNode table = dryRun(
                        "--exclude", "zones/**", "--exclude", "**.bin", "--table-prefix", "x_", "--grouping", "combine")
                .at("/tables");
        assertThat(table).hasSize(1);
        assertThat(table.at("/0/name").asText()).startsWith("x_");
        assertThat(dryRun("--inference", "glue").at("/tables/0/columns/0/type").asText())
                .isEqualTo("bigint");
    }

    @Test
    void takesAFileAlone() throws IOException {
        write("one.csv", "id,fare\n1,2.5\n");
        assertThat(run(raw() + "/one.csv", "--explain")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("CREATE default.one_csv  (csv, file://" + raw() + "/one.csv/)");
    }

    @Test
    void saysInASentenceWhatCannotBe() {
        assertThat(run(raw())).isEqualTo(1);
        assertThat(err.toString()).contains("is a folder of this machine: look at it with --explain or --dry-run");
        assertThat(run(raw() + "/none", "--explain")).isEqualTo(1);
        assertThat(err.toString()).contains("There is no folder");
        assertThat(run("s3://lake/raw/", "--explain")).isEqualTo(1);
        assertThat(err.toString()).contains("There is no data folder");
        assertThat(run(raw(), "--explain", "--sample-size", "500")).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("millrace: The sample size must be between 1 and 249");
        assertThat(run(raw(), "--explain", "--inference", "guess")).isEqualTo(2);
    }

    @Test
    void showsProgressOnATerminalAndNowhereElse() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-22T10:00:30Z"));
        InstantSource clock = now::get;
        CrawlProgress progress = new CrawlProgress(Phase.SAMPLING, 10, 4, 1000, 40);
        try (ProgressLine none = ProgressLine.on(new PrintWriter(err), ProgressLine.Terminal.NONE, clock)) {
            none.progressed(progress);
        }
        assertThat(err.toString()).isEmpty();
        try (ProgressLine line = ProgressLine.on(new PrintWriter(err), ProgressLine.Terminal.INTERACTIVE, clock)) {
            line.progressed(progress);
            line.progressed(new CrawlProgress(Phase.SAMPLING, 10, 5, 1000, 50));
            now.updateAndGet(before -> before.plusSeconds(1));
            line.progressed(new CrawlProgress(Phase.WRITING, 10, 10, 1000, 100));
        }
        assertThat(err.toString())
                .contains("Reading: 4 of 10 folders, 1,000 objects, 40 opened", "Writing the catalog: 10 of 10")
                .doesNotContain("5 of 10")
                .endsWith("\r\u001b[K");
    }

    @Test
    void takesClassifiersAsJsonOrFromAFile() throws IOException {
        write("logs/app.log", "INFO 7 it begins\nWARN 8 it ends\n");
        write("trees/a.xml", "<all><tree id=\"1\"><h>3</h></tree></all>");
        Path file = Files.writeString(folder.resolve("grok.json"), """
                {"GrokClassifier": {"Name": "app", "Classification": "app",
                  "GrokPattern": "%{WORD:level} %{INT:code:int} %{GREEDYDATA:message}"}}
                """);
        JsonNode found = dryRun(
                "--classifier",
                file.toString(),
                "--classifier",
                "{\"XMLClassifier\":{\"Name\":\"t\",\"Classification\":\"trees\",\"RowTag\":\"tree\"}}");
        assertThat(found.toString())
                .contains("\"level\"", "\"code\"", "\"message\"")
                .contains("\"_id\"", "\"h\"");
    }

    @Test
    void saysWhichClassifierIsWrong() {
        assertThat(run(raw(), "--dry-run", "--classifier", "{\"JsonClassifier\":{\"Name\":\"x\"}}"))
                .isNotZero();
        assertThat(err.toString()).contains("JsonPath is missing");
        assertThat(run(
                        raw(),
                        "--dry-run",
                        "--classifier",
                        folder.resolve("none.json").toString()))
                .isNotZero();
        assertThat(err.toString()).contains("Cannot read the file of --classifier");
    }
}
