package io.millrace.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.auth.Principal;
import io.millrace.server.wire.CallContext;
import io.millrace.server.wire.CallOutcome;
import io.millrace.server.wire.RefusedCall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.appender.AppenderLoggingException;
import org.apache.logging.log4j.core.config.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestAuditLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Principal ETL =
            new Principal("AKIAETL", "arn:aws:iam::000000000000:user/etl", "us-east-1", "glue");

    @TempDir
    private Path folder;

    private static CallOutcome outcome(String requestId, List<String> resources, Optional<String> error) {
        return new CallOutcome(
                new CallContext(requestId, ETL, "glue", "GetTable", "127.0.0.1"),
                resources,
                error.isPresent() ? 400 : 200,
                error,
                Duration.ofMillis(7));
    }

    private AuditLog open(long maxFileBytes) {
        return AuditLog.open(new AuditSettings(folder, 35, maxFileBytes), InstantSource.system());
    }

    private List<JsonNode> lines() throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(AuditLog.FILE_NAME))) {
            lines.add(JSON.readTree(line));
        }
        return lines;
    }

    @Test
    void writesALineForEveryCallBeforeItIsAnswered() throws IOException {
        Instant time = Instant.parse("2026-11-22T08:00:00.125987Z");
        try (AuditLog log = AuditLog.open(AuditSettings.in(folder, 35), () -> time)) {
            log.ended(outcome("id-1", List.of("arn:aws:glue:us-east-1:000000000000:catalog"), Optional.empty()));
            log.ended(outcome("id-2", List.of("a\"\n\\b"), Optional.of("AccessDeniedException")));
            log.refused(new RefusedCall("id-3", Optional.of("AKIAX"), "10.0.0.1", "InvalidSignatureException", 400));
            assertThat(Files.readAllLines(folder.resolve(AuditLog.FILE_NAME)).get(0))
                    .isEqualTo("{\"time\":\"2026-11-22T08:00:00.125Z\",\"requestId\":\"id-1\","
                            + "\"principal\":\"arn:aws:iam::000000000000:user/etl\",\"accessKeyId\":\"AKIAETL\","
                            + "\"sourceAddress\":\"127.0.0.1\",\"action\":\"glue:GetTable\","
                            + "\"resources\":[\"arn:aws:glue:us-east-1:000000000000:catalog\"],"
                            + "\"outcome\":\"ok\",\"status\":200,\"ms\":7}");
            List<JsonNode> lines = lines();
            assertThat(lines).hasSize(3);
            assertThat(lines.get(1).at("/resources/0").asText()).isEqualTo("a\"\n\\b");
            assertThat(lines.get(1).path("outcome").asText()).isEqualTo("AccessDeniedException");
            assertThat(lines.get(2).path("claimedAccessKeyId").asText()).isEqualTo("AKIAX");
            assertThat(lines.get(2).path("status").asInt()).isEqualTo(400);
            assertThat(lines.get(2).has("principal")).isFalse();
        }
    }

    @Test
    void isPrivateAndGoesOnAfterARestart() throws IOException {
        for (int start = 1; start <= 2; start++) {
            try (AuditLog log = open(1_000_000)) {
                log.ended(outcome("id-" + start, List.of(), Optional.empty()));
            }
        }
        assertThat(lines()).extracting(line -> line.path("requestId").asText()).containsExactly("id-1", "id-2");
        assertThat(Files.getPosixFilePermissions(folder.resolve(AuditLog.FILE_NAME)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void limitsWhatABatchMayFill() throws IOException {
        try (AuditLog log = open(1_000_000)) {
            log.ended(outcome("id", Collections.nCopies(250, "arn"), Optional.empty()));
        }
        assertThat(lines().get(0).path("resources")).hasSize(100);
        assertThat(lines().get(0).path("moreResources").asInt()).isEqualTo(150);
    }

    @Test
    void losesNoLineOfManyThreadsWhileItIsRotated() throws Exception {
        int threads = 4;
        int calls = 500;
        try (AuditLog log = open(20_000)) {
            ExecutorService pool = Executors.newFixedThreadPool(threads);
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                pool.execute(() -> {
                    for (int call = 0; call < calls; call++) {
                        log.ended(outcome(number + "-" + call, List.of("arn"), Optional.empty()));
                    }
                });
            }
            pool.shutdown();
            assertThat(pool.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(allRequestIds()).hasSize(threads * calls).doesNotHaveDuplicates());
        for (Path file : rotated()) {
            assertThat(Files.getPosixFilePermissions(file))
                    .as(file.toString())
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    private List<Path> rotated() throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".jsonl.gz")).toList();
        }
    }

    private List<String> allRequestIds() throws IOException {
        List<String> ids = new ArrayList<>();
        lines().forEach(line -> ids.add(line.path("requestId").asText()));
        assertThat(rotated()).hasSizeGreaterThan(3);
        for (Path file : rotated()) {
            try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                    ids.add(JSON.readTree(line).path("requestId").asText());
                }
            }
        }
        return ids;
    }

    @Test
    void removesWhatIsTooOldWhenItIsRotated() throws IOException {
        Path old = Files.writeString(folder.resolve("audit-2020-01-01-1.jsonl.gz"), "old");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(36))));
        Path young = Files.writeString(folder.resolve("audit-2020-01-02-1.jsonl.gz"), "young");
        Files.setLastModifiedTime(young, FileTime.from(Instant.now().minus(Duration.ofDays(34))));
        Path other = Files.writeString(folder.resolve("other.jsonl.gz"), "of somebody else");
        Files.setLastModifiedTime(other, FileTime.from(Instant.EPOCH));
        try (AuditLog log = open(10)) {
            for (int i = 0; i < 3; i++) {
                log.ended(outcome("id-" + i, List.of(), Optional.empty()));
            }
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(old).doesNotExist());
        }
        assertThat(young).exists();
        assertThat(other).exists();
    }

    @Test
    void foldersMayHaveAnyName() throws IOException {
        Path strange = folder.resolve("it's 100%d ${x}");
        try (AuditLog log = AuditLog.open(new AuditSettings(strange, 35, 10), InstantSource.system())) {
            log.ended(outcome("id-1", List.of(), Optional.empty()));
            log.ended(outcome("id-2", List.of(), Optional.empty()));
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                try (var files = Files.list(strange)) {
                    assertThat(files.map(file -> file.getFileName().toString()))
                            .anyMatch(name -> name.endsWith(".jsonl.gz"));
                }
            });
        }
    }

    @Test
    void aDiskThatTakesNothingFailsNoCall() {
        FullDisk disk = new FullDisk();
        AuditLog log = new AuditLog(disk, InstantSource.system());
        for (int i = 0; i < 3; i++) {
            log.ended(outcome("id-" + i, List.of(), Optional.empty()));
        }
        log.refused(new RefusedCall("id", Optional.empty(), "", "MissingAuthenticationTokenException", 403));
        assertThat(disk.asked).hasValue(4);
    }

    /** Fails as the file appender does when the device is full. */
    private static final class FullDisk extends AbstractAppender {
        private final AtomicInteger asked = new AtomicInteger();

        FullDisk() {
            super("full", null, null, false, Property.EMPTY_ARRAY);
        }

        @Override
        public void append(LogEvent event) {
            asked.incrementAndGet();
            throw new AppenderLoggingException("No space left on device");
        }
    }

    @Test
    void saysAtTheStartThatItCannotWrite() throws IOException {
        Files.createDirectory(folder.resolve(AuditLog.FILE_NAME));
        assertThatThrownBy(() -> open(1_000_000).close()).hasMessageContaining("audit.jsonl");
    }

    @Test
    void takesALineOfAnotherProcess() throws IOException {
        try (AuditLog log = open(1_000_000)) {
            log.ended(outcome("id-1", List.of(), Optional.empty()));
            AuditLog.append(
                    folder,
                    new LocalChange("local/root", "millrace:CreateAccessKey", List.of("AKIAX")),
                    InstantSource.system());
            log.ended(outcome("id-2", List.of(), Optional.empty()));
        }
        assertThat(lines()).hasSize(3);
        assertThat(lines().get(1).path("action").asText()).isEqualTo("millrace:CreateAccessKey");
    }
}
