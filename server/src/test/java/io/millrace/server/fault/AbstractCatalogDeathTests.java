package io.millrace.server.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.server.data.AdministratorKey;
import io.millrace.server.demo.MillraceProcess;
import io.millrace.server.fault.CatalogJournal.Expectation;
import io.millrace.server.fault.CatalogStep.TableState;
import java.io.BufferedWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;

/**
 * {@code kill -9} of a server while clients change its catalog. The operating system lives on, so that this says nothing of a
 * power cut.
 */
abstract class AbstractCatalogDeathTests {
    private static final Pattern SERVES = Pattern.compile("Millrace serves at (\\S+),");
    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final int FIRST_WRITES_BYTES = 200;
    private static final int SOME_DEATHS = 3;
    private static final int MANY_DEATHS = 50;
    private static final int LONGEST_LIFE_MILLIS = 2_000;
    private static final int LONGEST_START_MILLIS = 2_500;

    @TempDir
    private Path folder;

    private final Map<String, Optional<TableState>> settled = new HashMap<>();
    private Process writer;
    private MillraceProcess server;
    private URI endpoint;

    @AfterEach
    void end() throws Exception {
        if (server != null) {
            server.kill();
        }
        if (writer != null) {
            writer.destroyForcibly().waitFor();
        }
    }

    /** Sets a server's data folder up; called once. */
    abstract void configure(Path data) throws Exception;

    /** How many are enough for every build. */
    int someDeaths() {
        return SOME_DEATHS;
    }

    @Test
    void everyAcknowledgedWriteSurvivesSomeDeaths() throws Exception {
        surviveDeaths(someDeaths(), seed());
    }

    @Test
    @Tag("long")
    void everyAcknowledgedWriteSurvivesFiftyDeaths() throws Exception {
        surviveDeaths(MANY_DEATHS, seed());
    }

    /** Give the seed of a failure to replay its steps; the moments are as random as the machine. */
    private static long seed() {
        return Long.getLong("millrace.test.seed", System.nanoTime());
    }

    private void surviveDeaths(int deaths, long seed) throws Exception {
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        Path data = folder.resolve("data");
        Path journal = folder.resolve("journal");
        Files.createDirectories(data);
        configure(data);
        start(data);
        try (GlueClient glue = client(data)) {
            glue.createDatabase(request -> request.databaseInput(input -> input.name(CatalogTables.DATABASE)));
        }
        writer = startWriter(data, journal, seed);
        for (int death = 0; death < deaths; death++) {
            writeUntilDeath(data, journal, death, random);
            try (GlueClient glue = client(data)) {
                assertNothingIsLost(new CatalogTables(glue), CatalogJournal.read(journal), "seed " + seed);
            }
        }
        int acknowledged = CatalogJournal.read(journal).values().stream()
                .mapToInt(Expectation::acknowledgements)
                .sum();
        System.out.println(acknowledged + " acknowledged writes, " + deaths + " deaths");
        assertThat(acknowledged).as("writes").isGreaterThan(4 * deaths);
    }

    /** What was read after one death must be read the same after every later one. */
    private void assertNothingIsLost(CatalogTables tables, Map<String, Expectation> journal, String seed) {
        journal.forEach((name, expectation) -> {
            Optional<TableState> actual = tables.read(name);
            if (settled.containsKey(name)) {
                assertThat(actual).as(name + ", " + seed).isEqualTo(settled.get(name));
            } else {
                assertThat(expectation.allows(actual))
                        .as("%s: %s, but found %s, %s", name, expectation, actual, seed)
                        .isTrue();
                settled.put(name, actual);
            }
        });
    }

    private void writeUntilDeath(Path data, Path journal, int round, Random random) throws Exception {
        BufferedWriter out = writer.outputWriter();
        out.write(endpoint + " " + round + "\n");
        out.flush();
        long before = Files.size(journal);
        await().atMost(START_PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> Files.size(journal) > before + FIRST_WRITES_BYTES || !writer.isAlive());
        assertThat(writer.waitFor(random.nextInt(LONGEST_LIFE_MILLIS), TimeUnit.MILLISECONDS))
                .as("The writer has ended; its standard error says why")
                .isFalse();
        strike(data, round, random);
        assertThat(writer.inputReader().readLine()).isEqualTo("done " + round);
    }

    /** Does harm that breaks the connections of all writers, and returns when there is a server again. */
    void strike(Path data, int round, Random random) throws Exception {
        server.kill();
        if (random.nextInt(5) == 0) {
            dieWhileStarting(data, random.nextInt(LONGEST_START_MILLIS));
        }
        start(data);
    }

    private void dieWhileStarting(Path data, int lifeMillis) throws Exception {
        server = serve(data);
        server.handle()
                .onExit()
                .completeOnTimeout(server.handle(), lifeMillis, TimeUnit.MILLISECONDS)
                .get();
        server.kill();
    }

    private void start(Path data) throws Exception {
        server = serve(data);
        await().atMost(START_PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        SERVES.matcher(server.out()).find() || !server.handle().isAlive());
        Matcher line = SERVES.matcher(server.out());
        assertThat(line.find()).as(server.err()).isTrue();
        endpoint = URI.create(line.group(1));
    }

    private MillraceProcess serve(Path data) throws Exception {
        return MillraceProcess.start(folder, "serve", "--data", data.toString(), "--port", "0", "--storage-port", "0");
    }

    private Process startWriter(Path data, Path journal, long seed) throws Exception {
        Files.createFile(journal);
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TestingCatalogWriter.class.getName(),
                        data.toString(),
                        journal.toString(),
                        Long.toString(seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    final GlueClient client(Path data) {
        AdministratorKey key = AdministratorKey.loadOrCreate(data);
        return GlueClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())))
                .build();
    }
}
