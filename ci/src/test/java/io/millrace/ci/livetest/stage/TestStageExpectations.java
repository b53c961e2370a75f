package io.millrace.ci.livetest.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.ci.livetest.LiveTestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestStageExpectations {
    @TempDir
    private Path folder;

    @Test
    void readsTheFile() throws IOException {
        StageExpectations expected = read("""
                money-column: fare_amount
                partitions: {year: year(at), month: month(at)}
                min-median-object-bytes: 5000000000
                quarantined-rows: 3
                raw-columns: {at: string}
                """);

        assertThat(expected)
                .isEqualTo(new StageExpectations(
                        "fare_amount",
                        Map.of("year", "year(at)", "month", "month(at)"),
                        16,
                        5_000_000_000L,
                        3,
                        Map.of("at", "string"),
                        Map.of()));
    }

    @Test
    void keepsTheOrderOfPartitionKeys() throws IOException {
        assertThat(read("money-column: a\npartitions: {z: z, a: a, m: m}")
                        .partitions()
                        .keySet())
                .containsExactly("z", "a", "m");
    }

    @Test
    void saysWhatIsMalformed() {
        assertMalformed("money: a", "there is no key \"money\"; there are lake-columns, ");
        assertMalformed("quarantined-rows: 1", "money-column must name the column");
        assertMalformed(
                "money-column: a\nquarantined-rows: -1", "quarantined-rows must be a number of at least 0, but is -1");
        assertMalformed("money-column: a\npartitions: year", "partitions must be a mapping");
        assertMalformed("- a", "the file must be a mapping");
        assertMalformed("a: b: c", "is no YAML");
    }

    @Test
    void namesPartitionsWithTooManyObjectsAndTheMedian() {
        StageExpectations expected = new StageExpectations("a", Map.of(), 2, 100, 0, Map.of(), Map.of());
        LakeFiles files = new LakeFiles(Map.of("t/year=1", List.of(10L, 20L, 30L), "t/year=2", List.of(1_000L)));

        assertThat(files.differences(expected))
                .extracting(difference -> difference.text())
                .containsExactly(
                        "The partition t/year=1 has 3 objects, more than 2",
                        "The median of 4 objects is 30 bytes, less than 100");
        assertThat(new LakeFiles(Map.of()).differences(expected)).isEmpty();
    }

    private void assertMalformed(String text, String message) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(LiveTestException.class)
                .hasMessageContaining(folder.resolve("expectations.yaml").toString())
                .hasMessageContaining(message);
    }

    private StageExpectations read(String text) throws IOException {
        return StageExpectations.read(Files.writeString(folder.resolve("expectations.yaml"), text));
    }
}
