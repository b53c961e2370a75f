package io.millrace.server.bench;

import io.millrace.catalog.storage.S3Settings;
import io.millrace.catalog.storage.S3aSettings;
import io.millrace.etl.worker.ClassSharing;
import io.millrace.etl.worker.WorkerCommand;
import io.millrace.server.bench.EtlTrips.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.SerDeInfo;

/** The engines as processes: ours as the server starts its jobs, the others as their users start them. */
final class EtlEngines {
    /** Who takes part. */
    enum Engine {
        MILLRACE,
        SPARK_DEFAULT,
        SPARK_TUNED,
        DUCKDB;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final String DATABASE = "bench";

    private final Path classes;
    private final Path java;
    private final String classPath;
    private final ServeProcess server;
    private final Path archive;

    /** Compiles the programs of {@code ci/bench-peers}. */
    EtlEngines(Path home, Path folder, ServeProcess server) throws IOException {
        this.server = server;
        this.classes = Files.createDirectories(folder.resolve("classes"));
        this.java = Path.of(System.getProperty("java.home"));
        String jobs =
                Files.readString(home.resolve("etl-jobs/target/job.classpath")).strip();
        this.classPath = jobs + ":" + classes;
        this.archive = home.resolve("etl-jobs/target/job.jsa");
        int failed = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-nowarn",
                        "-cp",
                        jobs,
                        "-d",
                        classes.toString(),
                        home.resolve("ci/bench-peers/EtlPeers.java").toString(),
                        home.resolve("ci/bench-peers/LaneFloors.java").toString(),
                        home.resolve("ci/bench-peers/MillraceEtl.java").toString());
        if (failed != 0) {
            throw new IOException("The programs in ci/bench-peers do not compile");
        }
        try (GlueClient glue = glue()) {
            glue.createDatabase(request -> request.databaseInput(input -> input.name(DATABASE)));
        }
    }

    private GlueClient glue() {
        return GlueClient.builder()
                .httpClientBuilder(ApacheHttpClient.builder())
                .endpointOverride(server.endpoint())
                .region(Region.of(server.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(server.accessKeyId(), server.secretAccessKey())))
                .build();
    }

    /** Tells the catalog of a folder of trips. */
    void createTable(String name, String location, Format format) {
        List<Column> columns = EtlTrips.COLUMNS.stream()
                .map(column -> column.split(" "))
                .map(parts -> Column.builder().name(parts[0]).type(parts[1]).build())
                .toList();
        SerDeInfo serde = switch (format) {
            case CSV, CSV_GZ ->
                SerDeInfo.builder()
                        .serializationLibrary("org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe")
                        .parameters(Map.of("field.delim", ","))
                        .build();
            case QUOTED ->
                SerDeInfo.builder()
                        .serializationLibrary("org.apache.hadoop.hive.serde2.OpenCSVSerde")
                        .parameters(Map.of("separatorChar", ",", "quoteChar", "\""))
                        .build();
            case JSON ->
                SerDeInfo.builder()
                        .serializationLibrary("org.openx.data.jsonserde.JsonSerDe")
                        .build();
        };
        Map<String, String> parameters = format == Format.JSON
                ? Map.of("classification", "json")
                : Map.of("classification", "csv", "skip.header.line.count", "1");
        try (GlueClient glue = glue()) {
            glue.createTable(request -> request.databaseName(DATABASE)
                    .tableInput(table -> table.name(name)
                            .tableType("EXTERNAL_TABLE")
                            .parameters(parameters)
                            .storageDescriptor(storage ->
                                    storage.location(location).columns(columns).serdeInfo(serde))));
        }
    }

    /** Converts so often in one process; each run's output is {@code output/<run>}. */
    EtlProcess run(Engine engine, String table, Format format, String input, String output, int runs) throws Exception {
        return engine == Engine.MILLRACE ? ours(table, output, runs) : peer(engine, format, input, output, runs);
    }

    private EtlProcess ours(String table, String output, int runs) throws Exception {
        String target = output.replaceFirst("^/", "file:///");
        List<String> arguments = List.of(
                Integer.toString(runs),
                "--source-database=" + DATABASE,
                "--source-table=" + table,
                "--target-path=" + target + "/RUN/",
                "--target-database=" + DATABASE,
                "--target-table=" + table + "_" + Integer.toHexString(output.hashCode()) + "_RUN",
                "--partition-keys=year=year(tpep_pickup_datetime),month=month(tpep_pickup_datetime)");
        List<String> command = new ArrayList<>(
                WorkerCommand.of(java, classPath, "MillraceEtl", arguments, ClassSharing.reading(archive)));
        // Without the worker around it, which knows nothing of figures.
        command.remove(WorkerCommand.MAIN_CLASS);
        return EtlProcess.run(command, server.jobEnvironment());
    }

    private EtlProcess peer(Engine engine, Format format, String input, String output, int runs) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(java.resolve("bin/java").toString());
        command.add("-Xmx" + (engine == Engine.DUCKDB ? "512m" : "4g"));
        WorkerCommand.jvmOptions().stream()
                .filter(option -> option.startsWith("--add-opens") || option.startsWith("-Dlog4j"))
                .forEach(command::add);
        if (engine == Engine.SPARK_TUNED) {
            command.add("-XX:+UseParallelGC");
        }
        if (input.startsWith("s3a:")) {
            // The key goes through the environment, which other users of the machine cannot read.
            S3aSettings.properties(
                            new S3Settings(Optional.of(server.storageEndpoint()), server.region(), Optional.empty()))
                    .forEach((key, value) -> command.add("-Dspark.hadoop." + key + "=" + value));
            command.add("-Dspark.hadoop.fs.s3a.aws.credentials.provider="
                    + "software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider");
        }
        command.addAll(List.of("-cp", classPath, "EtlPeers", engine.toString(), peerFormat(format), input, output));
        command.add(EtlTrips.COLUMNS.stream().collect(Collectors.joining(",")));
        command.add(Integer.toString(runs));
        return EtlProcess.run(command, server.jobEnvironment());
    }

    /** What a part of the lane takes at least: {@code read}, {@code parse} or {@code write}. */
    EtlProcess floor(String part, Path input, Path output, long rows, int runs)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(java.resolve("bin/java").toString(), "-Xmx1g", "-XX:+UseParallelGC"));
        command.addAll(List.of("-cp", classPath, "LaneFloors", part, input.toString(), output.toString()));
        command.add(String.join(",", EtlTrips.COLUMNS));
        command.addAll(List.of(Integer.toString(runs), Long.toString(rows)));
        return EtlProcess.run(command, Map.of());
    }

    private static String peerFormat(Format format) {
        return switch (format) {
            case CSV, CSV_GZ -> "csv";
            case QUOTED -> "quoted";
            case JSON -> "json";
        };
    }

    /** Whether the engine can read and write there, that is, whether this build of it can. */
    static Optional<String> cannot(Engine engine, String input) {
        return engine == Engine.DUCKDB && input.startsWith("s3a:")
                ? Optional.of("DuckDB's Java package has no httpfs")
                : Optional.empty();
    }
}
