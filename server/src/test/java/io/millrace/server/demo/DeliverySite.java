package io.millrace.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.millrace.server.MillraceHome;
import io.millrace.server.TestingServer;
import io.millrace.server.pipeline.view.ExecutionView;
import io.millrace.server.pipeline.view.ExecutionView.ActionView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.codepipeline.CodePipelineClient;
import software.amazon.awssdk.services.codepipeline.model.ApprovalStatus;
import software.amazon.awssdk.services.codepipeline.model.PipelineExecutionStatus;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** A server with the taxi stage's repository, real trips in it, and the pipeline that delivers it. */
final class DeliverySite implements AutoCloseable {
    /** Rows of each file of trips, whose header comes on top. */
    static final int ROWS_PER_FILE = 1000;

    static final int FILES = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(8);

    private final MillraceHome home = MillraceHome.fromSystemProperty();
    private final Path data;
    private final DeliveryRepository repository;
    private final TestingServer server;
    private final CloudFormationClient stacks;
    private final CodePipelineClient pipelines;
    private final String pipeline;
    private String execution = "";

    DeliverySite(Path folder) throws IOException {
        this.data = folder.resolve("data");
        this.repository = new DeliveryRepository(folder.resolve("taxi"), data.resolve("repositories/taxi.git"));
        this.server = TestingServer.start(data);
        this.stacks = server.configure(CloudFormationClient.builder()).build();
        this.pipelines = server.configure(CodePipelineClient.builder()).build();
        repository.fill(home, trips(folder));
        change("parameters/prod.json", "\"ENABLED\"", "\"ENABLED\", \"ScheduleExpression\": \"rate(1 minute)\"");
        repository.push("The taxi stage");
        try (SecretsManagerClient secrets =
                server.configure(SecretsManagerClient.builder()).build()) {
            this.pipeline = new DeliveryPipeline(stacks, secrets)
                    .deploy(home, server.server().storageSettings());
        }
        awaitNext();
    }

    private SortedMap<String, Path> trips(Path folder) throws IOException {
        SortedMap<String, Path> trips = new TreeMap<>();
        for (int month = 1; month <= FILES; month++) {
            String name = "yellow_tripdata_2020-0" + month + ".csv";
            Path part = folder.resolve(name);
            try (Stream<String> lines =
                    Files.lines(home.root().resolve("../shared/data/nyc-taxi").resolve(name))) {
                Files.write(part, lines.limit(ROWS_PER_FILE + 1).toList());
            }
            trips.put(name, part);
        }
        return trips;
    }

    TestingServer server() {
        return server;
    }

    CloudFormationClient stacks() {
        return stacks;
    }

    CodePipelineClient pipelines() {
        return pipelines;
    }

    String pipeline() {
        return pipeline;
    }

    Path tripFile() {
        return repository.files().resolve("data/yellow_tripdata_2020-01.csv");
    }

    /** Changes a file of the repository; what is replaced must be in it. */
    void change(String file, String from, String to) throws IOException {
        Path path = repository.files().resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }

    /** Undoes every change of the stage's template; that goes with the next push. */
    void restoreTemplate() throws IOException {
        Files.copy(
                home.stageTemplate(),
                repository.files().resolve("etl-stage.yaml"),
                StandardCopyOption.REPLACE_EXISTING);
    }

    /** Commits, pushes, and returns when the pipeline has begun with it. */
    void push(String message) {
        repository.push(message);
        awaitNext();
    }

    private void awaitNext() {
        String last = execution;
        execution = await().atMost(Duration.ofSeconds(60))
                .until(() -> DemoExecution.newest(pipelines, pipeline).orElse(last), newest -> !newest.equals(last));
    }

    ExecutionView view() {
        return ExecutionView.of(pipelines, pipeline, execution);
    }

    String status(String action) {
        return action(action).status();
    }

    ActionView action(String name) {
        return view().stages().stream()
                .flatMap(stage -> stage.actions().stream())
                .filter(action -> action.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private PipelineExecutionStatus status() {
        return pipelines
                .getPipelineExecution(request -> request.pipelineName(pipeline).pipelineExecutionId(execution))
                .pipelineExecution()
                .status();
    }

    void awaitApproval() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> view().approval().isPresent() || status() != PipelineExecutionStatus.IN_PROGRESS);
        assertThat(view().approval()).as(this::story).isPresent();
    }

    void decide(ApprovalStatus decision) {
        ExecutionView.Approval approval = view().approval().orElseThrow();
        pipelines.putApprovalResult(request -> request.pipelineName(pipeline)
                .stageName(approval.stage())
                .actionName(approval.action())
                .token(approval.token())
                .result(result -> result.status(decision).summary("Seen")));
    }

    void awaitEnd(PipelineExecutionStatus expected) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> status() != PipelineExecutionStatus.IN_PROGRESS);
        assertThat(status()).as(this::story).isEqualTo(expected);
    }

    /** For a failed assertion. */
    String story() {
        return String.join("\n", view().lines("%-10s"::formatted)) + "\n"
                + newestLog().orElse("");
    }

    /** The log of the build that wrote last. */
    Optional<String> newestLog() {
        try (Stream<Path> logs = Files.walk(data.resolve("builds"))) {
            Optional<Path> newest = logs.filter(Files::isRegularFile)
                    .max((one, other) -> Long.compare(
                            one.toFile().lastModified(), other.toFile().lastModified()));
            return newest.isPresent() ? Optional.of(Files.readString(newest.get())) : Optional.empty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        pipelines.close();
        stacks.close();
        server.close();
    }
}
