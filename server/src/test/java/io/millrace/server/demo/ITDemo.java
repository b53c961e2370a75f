package io.millrace.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job: {@code millrace demo} as a user runs it. */
final class ITDemo {
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Path TRIPS =
            Path.of(System.getProperty("millrace.home")).resolve("../shared/data/nyc-taxi");

    @TempDir
    private Path folder;

    @Test
    void realTripsMatchInRawAndLakeAndASecondRunOnTheSameFolderDoublesNothing() throws Exception {
        assertThat(TRIPS).as("the real trips beside the clone").isDirectory();
        Path data = folder.resolve("data");
        assertRealTripsMatch(demo("--input", TRIPS.toString(), "--data", data.toString()));
        assertRealTripsMatch(demo("--input", TRIPS.toString(), "--data", data.toString()));
    }

    private static void assertRealTripsMatch(JsonNode result) {
        assertThat(result.at("/raw/rows").asLong()).isEqualTo(70_000);
        assertThat(result.at("/lake/rows").asLong()).isEqualTo(70_000);
        assertThat(result.at("/raw/columns").asInt()).isEqualTo(18);
        assertThat(result.at("/lake/partitions").asInt()).isGreaterThanOrEqualTo(7);
        assertThat(result.at("/match").asBoolean()).isTrue();
        assertThat(result.at("/raw/database").asText()).isEqualTo("nycitytaxi_test");
        assertThat(result.at("/lake/table").asText()).isEqualTo("datalake");
    }

    @Test
    void missingInputIsOneSentenceAndExitCodeOne() throws Exception {
        MillraceProcess process = MillraceProcess.start(
                folder, "demo", "--input", folder.resolve("none").toString(), "--json");
        assertThat(process.await(PATIENCE)).isEqualTo(1);
        assertThat(process.out()).isEmpty();
        assertThat(process.err()).contains("does not exist").doesNotContain("\tat ");
    }

    private JsonNode demo(String... options) throws Exception {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "demo";
        arguments[1] = "--json";
        System.arraycopy(options, 0, arguments, 2, options.length);
        MillraceProcess process = MillraceProcess.start(folder, arguments);
        assertThat(process.await(PATIENCE)).as(process.err()).isZero();
        System.out.println(process.err());
        System.out.println(process.out());
        assertThat(Files.exists(folder)).isTrue();
        return new ObjectMapper().readTree(process.out());
    }
}
