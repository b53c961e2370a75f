package io.millrace.etl.job;

import io.millrace.catalog.layout.BatchObjects;
import io.millrace.etl.job.arguments.BatchArguments;
import io.millrace.etl.job.arguments.BatchArguments.WriteMode;
import io.millrace.etl.job.arguments.ErrorLimit;
import io.millrace.etl.job.arguments.FileLayout;
import io.millrace.etl.job.arguments.GlueArguments;
import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.arguments.JobArguments.Compression;
import io.millrace.etl.job.arguments.JobArguments.OnError;
import io.millrace.etl.job.arguments.JobArguments.TableName;
import io.millrace.etl.job.arguments.LaneMode;
import io.millrace.etl.job.arguments.PartitionKey;
import io.millrace.etl.job.arguments.RowSelection;
import io.millrace.etl.job.arguments.TargetFormat;
import io.millrace.etl.job.arguments.UnknownColumns;
import io.millrace.etl.job.catalog.RunStates;
import io.millrace.etl.job.lanes.LaneResult;
import io.millrace.etl.job.lanes.LaneResult.WrittenFile;
import io.millrace.etl.job.lanes.LaneTask;
import io.millrace.etl.job.run.RunSummary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;

/**
 * A table {@code raw.t} of text files and {@code lake.t} made of it by a lane that writes texts: what a run does, without Spark and in
 * milliseconds. Each line of a source file is a row, {@code <partition>:<value>}.
 */
final class TestingTable {
    private static final TableName SOURCE = new TableName("raw", "t");
    private static final TableName TARGET = new TableName("lake", "t");

    final InMemoryCatalog catalog = new InMemoryCatalog();
    private final Path folder;
    private final Configuration hadoop = new Configuration();
    private final String keys;

    /** @param keys {@code p} for a partitioned target, or empty */
    TestingTable(Path folder, String keys) throws IOException {
        this.folder = folder;
        this.keys = keys;
        hadoop.set("fs.file.impl", MortalFileSystem.class.getName());
        hadoop.setBoolean("fs.file.impl.disable.cache", true);
        Files.createDirectories(folder.resolve("raw"));
        catalog.put(InMemoryCatalog.crawled(
                "t",
                "file:" + folder.resolve("raw") + "/",
                Map.of("classification", "csv"),
                Map.of(),
                "p:string",
                "v:string"));
    }

    void put(String file, String... rows) throws IOException {
        Files.writeString(folder.resolve("raw").resolve(file), String.join("\n", rows) + "\n");
    }

    Path target() {
        return folder.resolve("lake");
    }

    JobArguments arguments(String runId, String... batch) {
        return argumentsOf("job", runId, batch);
    }

    JobArguments argumentsOf(String job, String runId, String... batch) {
        List<String> given = new ArrayList<>(List.of(batch));
        given.addAll(List.of("--JOB_NAME", job, "--JOB_RUN_ID", runId));
        return new JobArguments(
                SOURCE,
                "file:" + target() + "/",
                TARGET,
                PartitionKey.parseAll(keys),
                List.of(),
                Compression.SNAPPY,
                OnError.FAIL,
                UnknownColumns.REPORT,
                ErrorLimit.NONE,
                Optional.empty(),
                RowSelection.ALL,
                FileLayout.DEFAULT,
                LaneMode.SPARK,
                BatchArguments.of(GlueArguments.parse(given, BatchArguments.KNOWN), "own"),
                TargetFormat.PARQUET);
    }

    static WriteMode mode(JobArguments arguments) {
        return arguments.batch().writeMode();
    }

    RunSummary run(JobArguments arguments) {
        return run(arguments, MortalProcess.IMMORTAL, (job, run) -> false);
    }

    RunSummary run(JobArguments arguments, MortalProcess process, RunStates runs) {
        MortalBatches calls = new MortalBatches(catalog, process);
        RawToParquet job = new RawToParquet(catalog, calls, calls, runs, Instant::now);
        MortalFileSystem.PROCESS.set(process);
        try {
            return job.run(task -> write(task, process), hadoop, job.plan(arguments));
        } finally {
            MortalFileSystem.PROCESS.remove();
        }
    }

    /** One file for each partition and input; the "uploads" are completed one by one when the batch has begun. */
    private LaneResult write(LaneTask task, MortalProcess process) {
        Map<String, List<String>> files = new TreeMap<>();
        long rows = 0;
        try {
            for (int i = 0; i < task.inputs().size(); i++) {
                for (String row :
                        Files.readAllLines(path(task.inputs().get(i).object().uri()))) {
                    String name = "part-%s-%05d.parquet".formatted(task.output().batchId(), i);
                    String partition = keys.isEmpty() ? "" : "p=" + row.substring(0, row.indexOf(':')) + "/";
                    files.computeIfAbsent(partition + name, file -> new ArrayList<>())
                            .add(row);
                    rows++;
                }
            }
            task.output().beforeVisible();
            for (Map.Entry<String, List<String>> file : files.entrySet()) {
                process.step("complete " + file.getKey());
                Path path = target().resolve(file.getKey());
                Files.createDirectories(path.getParent());
                Files.write(path, file.getValue());
            }
            process.step("completed");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<WrittenFile> written = new ArrayList<>();
        files.forEach((file, lines) -> written.add(new WrittenFile(
                file.substring(0, Math.max(0, file.lastIndexOf('/'))),
                file.substring(file.lastIndexOf('/') + 1),
                OptionalLong.of(String.join("\n", lines).length() + 1L))));
        return new LaneResult(rows, 0, 0, rows, written);
    }

    private static Path path(String uri) {
        return Path.of(uri.replaceFirst("^file:/*", "/"));
    }

    /** The rows as every reader that knows batches finds them, in order. */
    List<String> rows() throws IOException {
        List<String> rows = new ArrayList<>();
        if (catalog.findTable("lake", "t").isEmpty()) {
            return rows;
        }
        Table table = catalog.loadTable("lake", "t");
        if (keys.isEmpty()) {
            read(path(table.storageDescriptor().location()), BatchObjects.of(table.parameters()), rows);
        }
        for (Partition partition : catalog.listPartitions("lake", "t")) {
            BatchObjects batches = BatchObjects.of(table.parameters(), partition.parameters());
            read(path(partition.storageDescriptor().location()), batches, rows);
        }
        rows.sort(null);
        return rows;
    }

    private static void read(Path folder, BatchObjects batches, List<String> rows) throws IOException {
        for (Path file : files(folder)) {
            if (batches.counts(file.toString())) {
                rows.addAll(Files.readAllLines(file));
            }
        }
    }

    /** All files below the target. */
    List<Path> files() throws IOException {
        return files(target());
    }

    private static List<Path> files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(folder)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** The batch parameters that table and partitions have. */
    List<String> marks() {
        List<String> marks = new ArrayList<>();
        catalog.findTable("lake", "t").ifPresent(table -> marks.addAll(marks(table.parameters())));
        catalog.listPartitions("lake", "t").forEach(partition -> marks.addAll(marks(partition.parameters())));
        return marks;
    }

    private static List<String> marks(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("millrace."))
                .map(Object::toString)
                .toList();
    }
}
