package io.millrace.server.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.catalog.page.PageTokens;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.server.auth.Principal;
import io.millrace.server.source.GitRepositories;
import io.millrace.server.wire.CallContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.codebuild.model.BatchGetBuildsRequest;
import software.amazon.awssdk.services.codebuild.model.Build;
import software.amazon.awssdk.services.codebuild.model.BuildPhase;
import software.amazon.awssdk.services.codebuild.model.CreateProjectRequest;
import software.amazon.awssdk.services.codebuild.model.EnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.ExportedEnvironmentVariable;
import software.amazon.awssdk.services.codebuild.model.StartBuildRequest;
import software.amazon.awssdk.services.codebuild.model.StatusType;
import software.amazon.awssdk.services.codebuild.model.StopBuildRequest;
import software.amazon.awssdk.services.s3.S3Client;

/** Builds of real buildspecs by real bash, within what this machine allows. */
final class TestBuildRunner {
    private static final CallContext CALL = new CallContext(
            "id",
            new Principal("key", "arn:aws:iam::000000000000:user/u", "us-east-1", "codebuild"),
            "codebuild",
            "StartBuild");
    private static final BuildLimits LIMITS = new BuildLimits(60, 1L << 30, 1 << 20, 200_000, Duration.ofSeconds(30));

    private static final Path WORK = Path.of("/tmp/millrace-test-builds");

    private final List<String> events = new CopyOnWriteArrayList<>();

    @TempDir
    private Path data;

    private SqliteDatabase database;
    private CodeBuild codeBuild;
    private BuildLimits limits = LIMITS;

    @BeforeEach
    void open() throws IOException {
        database = SqliteDatabase.open(data.resolve("millrace.db"));
        database.migrate("io/millrace/server/migration", "server_schema_history");
        codeBuild = start();
        codeBuild
                .projects()
                .createProject(CreateProjectRequest.builder()
                        .name("any")
                        .source(source -> source.type("NO_SOURCE").buildspec("version: 0.2"))
                        .artifacts(artifacts -> artifacts.type("NO_ARTIFACTS"))
                        .environment(environment -> environment
                                .type("LINUX_CONTAINER")
                                .image("any")
                                .computeType("BUILD_GENERAL1_SMALL")
                                .environmentVariables(EnvironmentVariable.builder()
                                        .name("STAGE")
                                        .value("test")
                                        .build()))
                        .serviceRole("arn:aws:iam::000000000000:role/build")
                        .build());
    }

    private CodeBuild start() {
        BuildRunnerSettings settings = new BuildRunnerSettings(
                data, data.resolve("builds"), WORK, 2, 879_100, "/usr/bin:/bin:/usr/sbin:/sbin", build -> limits);
        return CodeBuild.of(
                new BuildStore(database.jdbi(), this::note),
                // These builds have neither sources nor artifacts.
                S3Client.builder().region(Region.US_EAST_1).build(),
                new GitRepositories(data.resolve("repositories")),
                (role, build, duration) -> Map.of(
                        "AWS_REGION",
                        "us-east-1",
                        "AWS_ACCESS_KEY_ID",
                        "ASIATEST",
                        "AWS_SECRET_ACCESS_KEY",
                        "k3y-of-the-role"),
                settings,
                PageTokens.withChecksum(),
                "us-east-1",
                InstantSource.system());
    }

    private void note(String source, String type, String resource, ObjectNode detail) {
        String phase = detail.path("completed-phase").asText() + " "
                + detail.path("completed-phase-status").asText();
        events.add(type + " " + detail.path("build-status").asText(phase));
    }

    @AfterEach
    void close() {
        codeBuild.runner().close();
        database.close();
    }

    private Build begin(String buildspec) {
        return codeBuild
                .builds()
                .startBuild(
                        CALL,
                        StartBuildRequest.builder()
                                .projectName("any")
                                .buildspecOverride(buildspec)
                                .build())
                .build();
    }

    private Build find(String id) {
        return codeBuild
                .builds()
                .batchGetBuilds(BatchGetBuildsRequest.builder().ids(id).build())
                .builds()
                .get(0);
    }

    private Build run(String buildspec) {
        String id = begin(buildspec).id();
        await().atMost(Duration.ofSeconds(60)).until(() -> find(id).buildComplete());
        return find(id);
    }

    private String log(Build build) throws IOException {
        return String.join("\n", BuildLog.read(codeBuild.runner().log(build.id())));
    }

    private static List<String> phases(Build build) {
        return build.phases().stream()
                .map(BuildPhase::phaseTypeAsString)
                .filter(phase -> !phase.equals("DOWNLOAD_SOURCE"))
                .toList();
    }

    @Test
    void phasesShareVariablesFoldersAndFunctions() throws IOException {
        Build build = run("""
                version: 0.2
                env:
                  variables: {GREETING: "it's fine"}
                  exported-variables: [ANSWER, MISSING]
                phases:
                  install:
                    commands:
                      - export ANSWER=42 && mkdir sub && cd sub
                      - hello() { echo "hello $1 from $(basename "$PWD")"; }
                  build:
                    commands:
                      - hello "$GREETING $STAGE $ANSWER"
                    finally:
                      - echo always
                """);
        assertThat(build.buildStatus()).as(log(build)).isEqualTo(StatusType.SUCCEEDED);
        assertThat(log(build)).contains("hello it's fine test 42 from sub", "always");
        assertThat(phases(build)).containsExactly("INSTALL", "BUILD", "UPLOAD_ARTIFACTS");
        assertThat(events)
                .containsExactly(
                        "CodeBuild Build State Change IN_PROGRESS",
                        "CodeBuild Build Phase Change DOWNLOAD_SOURCE SUCCEEDED",
                        "CodeBuild Build Phase Change INSTALL SUCCEEDED",
                        "CodeBuild Build Phase Change BUILD SUCCEEDED",
                        "CodeBuild Build Phase Change UPLOAD_ARTIFACTS SUCCEEDED",
                        "CodeBuild Build State Change SUCCEEDED");
        assertThat(build.exportedEnvironmentVariables())
                .extracting(ExportedEnvironmentVariable::name, ExportedEnvironmentVariable::value)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("ANSWER", "42"));
    }

    @Test
    void afterAFailedBuildOnlyPostBuildRuns() throws IOException {
        Build build = run("""
                version: 0.2
                phases:
                  build:
                    commands: ["false", echo never]
                    finally: [echo finally]
                  post_build:
                    commands: [echo "succeeding=$CODEBUILD_BUILD_SUCCEEDING"]
                """);
        assertThat(build.buildStatus()).isEqualTo(StatusType.FAILED);
        assertThat(phases(build)).containsExactly("BUILD", "POST_BUILD");
        assertThat(log(build)).contains("finally\n", "succeeding=0").doesNotContain("\nnever");
        Build aborted = run("""
                version: 0.2
                phases:
                  pre_build:
                    commands: [exit 3]
                  build:
                    commands: [echo never]
                """);
        assertThat(phases(aborted)).containsExactly("PRE_BUILD");
        assertThat(aborted.phases().get(1).contexts().get(0).message()).contains("exit status 3");
    }

    @Test
    void hostileCommandsStayInTheirFolderAndLimits() throws IOException {
        Files.writeString(data.resolve("master.key"), "the server's secret");
        Files.setPosixFilePermissions(
                data.resolve("master.key"), java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
        Build build = run("""
                version: 0.2
                phases:
                  build:
                    commands:
                      - cat %s/master.key || echo "secret refused"
                      - echo evil > /etc/millrace-evil || echo "etc refused"
                      - echo evil > %s/../evil || echo "outside refused"
                      - ls -d /proc/[0-9]* | wc -l | awk '{ if ($1 < 20) print "few processes seen" }'
                      - env | sort
                      - kill -9 -1
                """.formatted(data, "/var/lib"));
        assertThat(printed(build))
                .contains("secret refused", "etc refused", "outside refused", "few processes seen", "STAGE=test");
        assertThat(String.join("\n", printed(build))).doesNotContain("the server's secret", "k3y-of-the-role");
        assertThat(Path.of("/etc/millrace-evil")).doesNotExist();
        assertThat(Path.of("/var/evil")).doesNotExist();
    }

    /** What commands printed: the log has the commands themselves, too. */
    private List<String> printed(Build build) throws IOException {
        return BuildLog.read(codeBuild.runner().log(build.id())).stream()
                .filter(line -> !line.startsWith("[Container]"))
                .toList();
    }

    @Test
    void aForkBombRunsIntoItsLimitAndTheServerGoesOn() throws IOException {
        limits = new BuildLimits(60, 1L << 30, 1 << 20, 200_000, Duration.ofSeconds(4));
        Build build = run("""
                version: 0.2
                phases:
                  build:
                    commands: ["bomb() { bomb | bomb & }; bomb; sleep 60"]
                """);
        assertThat(build.buildStatus()).isIn(StatusType.TIMED_OUT, StatusType.FAILED);
        assertThat(log(build)).containsIgnoringCase("resource temporarily unavailable");
        await().atMost(Duration.ofSeconds(10)).until(() -> processesOf(879_100) + processesOf(879_101) == 0);
        limits = LIMITS;
        assertThat(run("{version: 0.2, phases: {build: {commands: [echo fine]}}}\n")
                        .buildStatus())
                .isEqualTo(StatusType.SUCCEEDED);
    }

    private static long processesOf(int user) throws IOException {
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.filter(path -> path.getFileName().toString().matches("\\d+"))
                    .filter(path -> {
                        try {
                            return Integer.valueOf(user).equals(Files.getAttribute(path, "unix:uid"));
                        } catch (IOException e) {
                            return false;
                        }
                    })
                    .count();
        }
    }

    @Test
    void endlessOutputEndsTheBuildAndTheLogSaysSo() throws IOException {
        Build build = run("{version: 0.2, phases: {build: {commands: ['yes']}}}\n");
        assertThat(build.buildStatus()).isEqualTo(StatusType.FAILED);
        assertThat(Files.size(codeBuild.runner().log(build.id()))).isLessThan(201_000);
        assertThat(log(build)).contains("The log has reached its limit", "Build ended: FAILED");
    }

    @Test
    void aStoppedBuildEndsWithAllItsProcesses() throws IOException {
        String id = begin("{version: 0.2, phases: {build: {commands: ['sleep 1000 & sleep 1000']}}}\n")
                .id();
        await().until(() -> find(id).currentPhase().equals("BUILD"));
        codeBuild.builds().stopBuild(StopBuildRequest.builder().id(id).build());
        await().atMost(Duration.ofSeconds(20)).until(() -> find(id).buildStatus() == StatusType.STOPPED);
        assertThat(processesOf(879_100) + processesOf(879_101)).isZero();
        assertThat(log(find(id))).contains("Message: The build was stopped.", "Build ended: STOPPED");
    }

    @Test
    void whatADeadServerLeftIsAFault() throws IOException {
        String id = begin("{version: 0.2, phases: {build: {commands: ['sleep 1000']}}}\n")
                .id();
        await().until(() -> find(id).currentPhase().equals("BUILD"));
        codeBuild.runner().close();
        // Where there are no namespaces, what a build has started outlives its server.
        Files.createDirectories(WORK);
        ProcessBuilder left = new ProcessBuilder("sleep", "1000");
        left.environment().put(BuildRun.STATE_VARIABLE, WORK + "/build-1/state");
        Process process = left.start();
        codeBuild = start();
        codeBuild.runner().recover();
        Build build = find(id);
        assertThat(build.buildStatus()).isEqualTo(StatusType.FAULT);
        assertThat(build.phases()).last().satisfies(phase -> {
            assertThat(phase.phaseTypeAsString()).isEqualTo("BUILD");
            assertThat(phase.contexts().get(0).message()).isEqualTo(BuildJournal.SERVER_ENDED);
        });
        assertThat(log(build)).contains("Build ended: FAULT in the phase BUILD: The server stopped while it ran.");
        assertThat(events).last().isEqualTo("CodeBuild Build State Change FAULT");
        assertThat(process.isAlive()).isFalse();
        assertThat(WORK).doesNotExist();
    }

    @Test
    void aTokenStartsOneBuild() {
        StartBuildRequest request = StartBuildRequest.builder()
                .projectName("any")
                .idempotencyToken("once")
                .buildspecOverride("{version: 0.2, phases: {build: {commands: ['true']}}}\n")
                .build();
        String first = codeBuild.builds().startBuild(CALL, request).build().id();
        assertThat(codeBuild.builds().startBuild(CALL, request).build().id()).isEqualTo(first);
    }
}
