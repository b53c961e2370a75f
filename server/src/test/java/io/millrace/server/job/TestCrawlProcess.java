package io.millrace.server.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.crawl.FileCluster;
import io.millrace.catalog.crawl.FileRequestStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestCrawlProcess {
    @TempDir
    Path folder;

    /** What runs in the process: says its number and its variable, dies of one word, cannot answer another. */
    static final class Answering implements FileCluster {
        public static void main(String[] arguments) throws IOException {
            System.err.println("started");
            FileRequestStream.serve(System.in, System.out, new Answering());
        }

        @Override
        public int filesAtOnce() {
            return 1;
        }

        @Override
        public List<byte[]> answerAll(List<byte[]> requests) throws IOException {
            String text = new String(requests.get(0), UTF_8);
            if (text.equals("die")) {
                Runtime.getRuntime().halt(3);
            }
            if (text.equals("hang")) {
                new Scanner(System.in, UTF_8).nextLine();
            }
            if (text.equals("fail")) {
                throw new IOException("the bucket is away");
            }
            String answer = ProcessHandle.current().pid() + " " + System.getProperty("said") + " " + text;
            return List.of(answer.getBytes(UTF_8), requests.get(requests.size() - 1));
        }
    }

    private CrawlProcess process() {
        return new CrawlProcess(
                () -> List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Dsaid=hello",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Answering.class.getName()),
                Map.of("MILLRACE_S3_REGION", "us-east-1"),
                folder.resolve("logs/crawl.log"));
    }

    private static String[] ask(CrawlProcess process, String text) throws IOException {
        List<byte[]> answers = process.answerAll(List.of(text.getBytes(UTF_8), new byte[100_000]));
        assertThat(answers.get(1)).hasSize(100_000);
        return new String(answers.get(0), UTF_8).split(" ");
    }

    @Test
    void oneProcessAnswersUntilItIsReleased() throws Exception {
        try (CrawlProcess process = process()) {
            String[] first = ask(process, "one");
            assertThat(first).endsWith("hello", "one");
            assertThat(ask(process, "two")[0]).isEqualTo(first[0]);
            assertThatThrownBy(() -> ask(process, "fail")).hasMessage("the bucket is away");
            process.release();
            assertThat(ask(process, "three")[0]).isNotEqualTo(first[0]);
            assertThat(ProcessHandle.of(Long.parseLong(first[0])).filter(ProcessHandle::isAlive))
                    .isEmpty();
        }
    }

    @Test
    void aProcessWhoseAnswersNobodyWantsAnyMoreIsKilledAndReplaced() throws Exception {
        try (CrawlProcess process = process()) {
            String first = ask(process, "one")[0];
            assertThatThrownBy(() -> process.answerAll(List.of("hang".getBytes(UTF_8)), () -> true))
                    .isInstanceOf(IOException.class);
            assertThat(ProcessHandle.of(Long.parseLong(first)).filter(ProcessHandle::isAlive))
                    .isEmpty();
            assertThat(ask(process, "again")).endsWith("again");
        }
    }

    @Test
    void aDeadProcessIsToldWithItsLogAndReplaced() throws Exception {
        try (CrawlProcess process = process()) {
            assertThatThrownBy(() -> ask(process, "die"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("crawl.log");
            assertThat(Files.readString(folder.resolve("logs/crawl.log"))).contains("started");
            assertThat(ask(process, "again")).endsWith("again");
        }
    }
}
