package io.millrace.server.fault;

import io.millrace.server.data.AdministratorKey;
import io.millrace.server.fault.CatalogStep.Kind;
import io.millrace.server.fault.CatalogStep.TableState;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.InternalServiceException;

/**
 * A program that changes the catalog as fast as it is answered, until the server is gone. It reads a line {@code ENDPOINT
 * ROUND} for each life of the server, and answers {@code done ROUND} when no call is under way any more. Whatever the server
 * refuses ends it.
 */
final class TestingCatalogWriter {
    private static final int THREADS = 4;
    private static final int BATCHES = 6;

    private final AdministratorKey key;
    private final CatalogJournal journal;
    private final long seed;

    private TestingCatalogWriter(AdministratorKey key, CatalogJournal journal, long seed) {
        this.key = key;
        this.journal = journal;
        this.seed = seed;
    }

    /** @param args the server's data folder, the journal, the seed */
    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (CatalogJournal journal = CatalogJournal.append(Path.of(args[1]))) {
            TestingCatalogWriter writer = new TestingCatalogWriter(
                    AdministratorKey.loadOrCreate(Path.of(args[0])), journal, Long.parseLong(args[2]));
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                writer.write(URI.create(words[0]), Integer.parseInt(words[1]));
                System.out.println("done " + words[1]);
            }
        }
    }

    private void write(URI endpoint, int round) throws IOException, InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (GlueClient glue = client(endpoint)) {
            CatalogTables tables = new CatalogTables(glue);
            List<Future<?>> writers = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                String table = "r%03d_t%d".formatted(round, thread);
                Random random = new Random(seed * 31 + round * 100L + thread);
                writers.add(threads.submit(() -> write(tables, table, random)));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    private GlueClient client(URI endpoint) {
        return GlueClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(key.accessKeyId(), key.secretAccessKey())))
                // A retry would hide whether the first try has landed.
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    private void write(CatalogTables tables, String table, Random random) {
        Optional<TableState> state = Optional.empty();
        try {
            while (true) {
                CatalogStep step = next(state, random);
                journal.begin(table, step);
                tables.make(table, step, state);
                journal.acknowledge(table);
                state = step.after(state);
            }
        } catch (SdkClientException e) {
            // The server is gone: whether the last step has landed is for the reader to find out.
        } catch (InternalServiceException e) {
            if (!e.awsErrorDetails().errorMessage().contains("may have been made or not")) {
                throw e;
            }
            // Its database is gone.
        }
    }

    static CatalogStep next(Optional<TableState> table, Random random) {
        if (table.isEmpty()) {
            return new CatalogStep(Kind.CREATE, 0);
        }
        int batch = 1 + random.nextInt(BATCHES);
        if (!table.get().batches().containsKey(batch)) {
            return new CatalogStep(Kind.ADD_BATCH, batch);
        }
        int dice = random.nextInt(20);
        if (dice < 8) {
            return new CatalogStep(Kind.UPDATE, 0);
        }
        if (dice < 12) {
            return new CatalogStep(Kind.REVISE_BATCH, batch);
        }
        if (dice < 16) {
            return new CatalogStep(Kind.PATCH_ONE, batch);
        }
        return dice < 19 ? new CatalogStep(Kind.DROP_BATCH, batch) : new CatalogStep(Kind.DELETE, 0);
    }
}
