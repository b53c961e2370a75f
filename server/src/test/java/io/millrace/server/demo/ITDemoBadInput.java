package io.millrace.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code millrace demo} with options and files that are of no use: a sentence, exit code 1, and nothing on standard output. */
class ITDemoBadInput {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    private String failure(String... options) throws IOException, InterruptedException {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "demo";
        arguments[1] = "--json";
        System.arraycopy(options, 0, arguments, 2, options.length);
        MillraceProcess process = MillraceProcess.start(folder, arguments);
        int code = process.await(PATIENCE);
        assertThat(code).as(process.err()).isEqualTo(1);
        assertThat(process.out()).isEmpty();
        assertThat(process.err()).doesNotContain("\tat ").doesNotContain("Exception");
        String last = process.err().lines().reduce("", (earlier, later) -> later);
        System.out.println(last);
        assertThat(last).startsWith("millrace: ");
        return last;
    }

    private Path input(String name, String content) throws IOException {
        return Files.writeString(
                Files.createDirectories(folder.resolve("input")).resolve(name), content);
    }

    @Test
    void refusesNumbersOfRowsThatCannotBe() throws Exception {
        assertThat(failure("--rows", "-5"))
                .isEqualTo("millrace: --rows must be from 12 (a trip a month) to 1000000000, but is -5");
        assertThat(failure("--rows", "1000000001")).contains("--rows must be").contains("1000000001");
    }

    @Test
    void refusesAFolderWithoutFiles() throws Exception {
        Path empty = Files.createDirectories(folder.resolve("input/below"));
        Files.writeString(empty.resolve(".hidden"), "not for us");

        assertThat(failure("--input", folder.resolve("input").toString()))
                .startsWith("millrace: --input names no file that is not hidden")
                .contains("input");
    }

    @Test
    void namesTheFilesThatCannotBeRead() throws Exception {
        input("a.csv", "");
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(zipped)) {
            out.write("fare_amount,pickup\n1.5,2023-01-01 00:00:00\n".getBytes(StandardCharsets.US_ASCII));
        }
        Files.write(folder.resolve("input/b.csv.gz"), Arrays.copyOf(zipped.toByteArray(), zipped.size() - 9));
        byte[] noise = new byte[5_000];
        new Random(1).nextBytes(noise);
        Files.write(folder.resolve("input/c.bin"), noise);

        assertThat(failure("--input", folder.resolve("input").toString()))
                .startsWith("millrace: The crawl of millrace-test-raw ended FAILED: No object in ")
                .contains("data/a.csv: the file is empty")
                .contains("data/b.csv.gz: the gzip file is truncated")
                .contains("data/c.bin: the file has no known format (CSV, JSON, Parquet, ORC, Avro, XML or a log)");
    }

    @Test
    @Tag("long")
    void saysThatThereIsNoColumnOfFares() throws Exception {
        Path file = input("a.csv", "id,pickup\n1,2023-01-01 00:00:00\n2,2023-02-01 00:00:00\n");

        assertThat(failure("--input", file.toString()))
                .isEqualTo("millrace: The input has no column of fares (fare_amount), whose sums the demo compares;"
                        + " its columns are id (int), pickup (timestamp)");
    }

    @Test
    @Tag("long")
    void saysThatThereIsNoColumnOfTimestamps() throws Exception {
        Path file = input("a.csv", "id,fare_amount\n1,2.5\n2,3.5\n");

        assertThat(failure("--input", file.toString()))
                .startsWith("millrace: The input has no column of timestamps or dates")
                .endsWith("its columns are id (int), fare_amount (double)");
    }
}
