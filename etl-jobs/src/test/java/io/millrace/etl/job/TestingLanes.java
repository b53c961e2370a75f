package io.millrace.etl.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.catalog.storage.S3Settings;
import io.millrace.etl.batch.InputObject;
import io.millrace.etl.job.arguments.JobArguments;
import io.millrace.etl.job.commit.BatchOutput;
import io.millrace.etl.job.commit.Quarantine;
import io.millrace.etl.job.lanes.ColumnarLane;
import io.millrace.etl.job.lanes.Lane;
import io.millrace.etl.job.lanes.LaneChoice;
import io.millrace.etl.job.lanes.LaneResult;
import io.millrace.etl.job.lanes.LaneTask;
import io.millrace.etl.job.lanes.SparkLane;
import io.millrace.etl.job.projection.Projection;
import io.millrace.etl.job.source.SourceObject;
import io.millrace.etl.job.source.SourceTable;
import io.millrace.etl.job.source.SourceTable.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import software.amazon.awssdk.services.glue.model.Table;

/** Runs of both lanes on local files, without a catalog service and without a store. */
final class TestingLanes implements AutoCloseable {
    private final Path folder;
    private final SparkSession spark;
    private int runs;

    TestingLanes(Path folder) {
        this.folder = folder;
        this.spark =
                SparkSessions.start("TestingLanes", new S3Settings(Optional.empty(), "us-east-1", Optional.empty()));
    }

    SparkSession spark() {
        return spark;
    }

    /** A folder for input files, whose URI ends with a slash. */
    Path input(String name) throws IOException {
        return Files.createDirectories(folder.resolve("in").resolve(name));
    }

    static String uri(Path folder) {
        return "file:" + folder.toAbsolutePath() + "/";
    }

    /** A table of the files of a folder, which bears its name. */
    static Table table(Path in, String format, String... columns) {
        return InMemoryCatalog.crawled(
                in.getFileName().toString(), uri(in), Map.of("classification", format), Map.of(), columns);
    }

    /** {@link #table} of files with a header, and commas between the fields. */
    static Table csv(Path in, String... columns) {
        return InMemoryCatalog.crawled(
                in.getFileName().toString(),
                uri(in),
                Map.of("classification", "csv", "skip.header.line.count", "1"),
                Map.of("field.delim", ","),
                columns);
    }

    /** What a run left. */
    record Run(LaneResult result, String location, String quarantine) {}

    /** Runs a lane on all files below the table's folders. */
    Run run(LaneChoice.Kind kind, Table table, List<Folder> folders, String... more) {
        SourceTable described = SourceTable.of(table, List.of());
        SourceTable source = new SourceTable(
                described.name(),
                described.format(),
                described.columns(),
                described.keys(),
                folders.isEmpty() ? described.folders() : folders,
                described.parameters());
        String name = "run" + runs++;
        List<String> arguments = new ArrayList<>(List.of(
                "--source-database=raw",
                "--source-table=t",
                "--target-path=s3://lake/" + name + "/",
                "--target-database=lake",
                "--target-table=t"));
        arguments.addAll(List.of(more));
        JobArguments parsed = JobArguments.parse(arguments);
        String location = uri(folder.resolve("out").resolve(name));
        Projection projection = Projection.resolve(source, parsed);
        Lane lane = kind == LaneChoice.Kind.COLUMNAR
                ? new ColumnarLane(spark, InstantSource.system())
                : new SparkLane(spark);
        try (BatchOutput output = BatchOutput.open(location, "0123456789abcdef", () -> {})) {
            LaneResult result = lane.write(new LaneTask(source, projection, objects(source), parsed, output));
            return new Run(result, location, Quarantine.beside(location));
        }
    }

    private static List<SourceObject> objects(SourceTable source) {
        List<SourceObject> objects = new ArrayList<>();
        for (Folder part : source.folders()) {
            try (Stream<Path> files = Files.walk(Path.of(part.location().substring("file:".length())))) {
                for (Path file : files.filter(Files::isRegularFile)
                        // As the job's own listing does.
                        .filter(found -> !found.getFileName().toString().startsWith("."))
                        .toList()) {
                    objects.add(new SourceObject(
                            new InputObject("file:" + file, "e", Files.size(file), Instant.EPOCH), part));
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        objects.sort(Comparator.comparing(object -> object.object().uri()));
        return objects;
    }

    /** The rows of a folder of Parquet files, partition keys as texts. */
    Dataset<Row> rows(String location) {
        return spark.read().option("basePath", location).parquet(location);
    }

    /** The files below a location. */
    static List<String> files(String location) throws IOException {
        Path root = Path.of(location.substring("file:".length()));
        if (!Files.exists(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            List<String> found = files.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(file -> !file.endsWith(".crc"))
                    .sorted()
                    .toList();
            assertThat(found).noneMatch(file -> file.contains("_temporary"));
            return found;
        }
    }

    @Override
    public void close() {
        spark.stop();
    }
}
