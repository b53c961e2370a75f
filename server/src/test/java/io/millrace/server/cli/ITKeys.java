package io.millrace.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.catalog.storage.S3Clients;
import io.millrace.catalog.storage.S3Settings;
import io.millrace.server.audit.AuditLog;
import io.millrace.server.cli.TestingKeys.ShownKey;
import io.millrace.server.data.AdministratorKey;
import io.millrace.server.data.MasterKey;
import io.millrace.server.data.ServerNote;
import io.millrace.server.demo.MillraceProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.athena.model.QueryExecutionStatus;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AccessDeniedException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.InvalidInputException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.s3.S3Client;

/** {@code millrace keys} as processes beside a running server, and what the keys may do there. */
final class ITKeys {

    /** The server asks after half a second (TestAccessKeyOperations); the rest is for a machine that is busy. */
    private static final Duration FOLLOWED = Duration.ofSeconds(2);

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ARNS = "arn:aws:glue:us-east-1:000000000000:";
    private static final String ONE_TABLE = """
            {
              "Version": "2012-10-17",
              "Statement": {
                "Sid": "OneTable",
                "Effect": "Allow",
                "Action": ["glue:Get*", "glue:UpdateTable"],
                "Resource": ["%1$scatalog", "%1$sdatabase/sales", "%1$stable/sales/trips"]
              }
            }
            """.formatted(ARNS);

    @TempDir
    private Path folder;

    private TestingKeys cli;

    @BeforeEach
    void nameTheDataFolder() {
        cli = new TestingKeys(folder, folder.resolve("data"));
    }

    @AfterEach
    void kill() throws InterruptedException {
        cli.kill();
    }

    private static void makeTables(GlueClient glue) {
        glue.createDatabase(create -> create.databaseInput(input -> input.name("sales")));
        glue.createDatabase(create -> create.databaseInput(input -> input.name("other")));
        for (String table : List.of("trips", "salaries")) {
            glue.createTable(create -> create.databaseName("sales").tableInput(input -> input.name(table)));
        }
    }

    private static String denial(Supplier<?> call) {
        return catchThrowableOfType(AccessDeniedException.class, call::get)
                .awsErrorDetails()
                .errorMessage();
    }

    @Test
    void keysAndPoliciesOfARunningServer() throws Exception {
        Files.createDirectories(cli.data());
        // A folder of the time before policies has this file and nothing else.
        AdministratorKey older = AdministratorKey.loadOrCreate(cli.data());
        ShownKey administrator = new ShownKey(older.accessKeyId(), older.secretAccessKey());
        MillraceProcess server = cli.serve();
        try (GlueClient glue = cli.glue(administrator)) {
            makeTables(glue);
            refusesForgedPageTokens(glue);
        }
        Path policy = Files.writeString(folder.resolve("one-table.json"), ONE_TABLE);
        ShownKey reader = cli.key(cli.keys("create", "--name", "reader", "--policy", policy.toString(), "--json"));
        try (GlueClient glue = cli.glue(reader)) {
            // A server may go on for half a second with what it knows.
            await().atMost(FOLLOWED).ignoreExceptions().until(() -> reads(glue));
            readsOneTableAndNothingElse(glue);
            followsEveryChangeWithinASecond(reader, glue);
        }
        readsOneTableWithTheAwsCli();
        queriesReadWhatTheirCallerMayRead(administrator);
        cli.noteCommandLine(server);
        showsNoSecretAnywhere(server, administrator);
        recordsWhoDidWhat(reader, administrator);
    }

    private static boolean reads(GlueClient glue) {
        return glue.getTable(get -> get.databaseName("sales").name("trips"))
                .table()
                .name()
                .equals("trips");
    }

    private static void readsOneTableAndNothingElse(GlueClient glue) {
        String user = "User: arn:aws:iam::000000000000:user/reader is not authorized to perform: ";
        assertThat(reads(glue)).isTrue();
        assertThat(denial(() -> glue.getTable(get -> get.databaseName("sales").name("SALARIES"))))
                .isEqualTo(user + "glue:GetTable on resource: " + ARNS + "table/sales/salaries"
                        + " because no identity-based policy allows the glue:GetTable action");
        assertThat(denial(() -> glue.getTables(get -> get.databaseName("sales"))))
                .contains("glue:GetTables on resource: " + ARNS + "table/sales/*");
        assertThat(denial(() -> glue.getDatabase(get -> get.name("other")))).contains(ARNS + "database/other");
        assertThat(denial(() ->
                        glue.deleteTable(delete -> delete.databaseName("sales").name("trips"))))
                .contains("glue:DeleteTable on resource: " + ARNS + "catalog");
        assertThat(denial(() -> glue.listJobs(list -> {}))).contains("glue:ListJobs on resource: " + ARNS + "job/*");
    }

    private void followsEveryChangeWithinASecond(ShownKey reader, GlueClient glue) throws Exception {
        cli.keys("disable", reader.id());
        await().atMost(FOLLOWED).until(() -> isUnknown(glue));
        cli.keys("enable", reader.id());
        await().atMost(FOLLOWED).ignoreExceptions().until(() -> reads(glue));

        Path more = Files.writeString(
                folder.resolve("more.json"),
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"},"
                        + "{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"" + ARNS + "table/*/salaries\"}]}");
        cli.keys("policy", reader.id(), more.toString());
        assertThat(cli.keys("policy", reader.id())).contains("table/*/salaries");
        await().atMost(FOLLOWED)
                .ignoreExceptions()
                .until(() -> glue.getDatabases(get -> {}).databaseList().size() == 2);
        assertThat(denial(() -> glue.getTable(get -> get.databaseName("sales").name("salaries"))))
                .endsWith("table/sales/salaries with an explicit deny in an identity-based policy");
        cli.keys("policy", reader.id(), folder.resolve("one-table.json").toString());

        ShownKey next = cli.key(cli.keys("rotate", reader.id(), "--json"));
        await().atMost(FOLLOWED).until(() -> isUnknown(glue));
        try (GlueClient rotated = cli.glue(next);
                LambdaClient lambda = cli.as(next, LambdaClient.builder()).build();
                AthenaClient athena = cli.as(next, AthenaClient.builder()).build()) {
            readsOneTableAndNothingElse(rotated);
            assertThatThrownBy(lambda::listFunctions)
                    .isInstanceOfSatisfying(
                            LambdaException.class,
                            e -> assertThat(e.statusCode()).isEqualTo(403))
                    .hasMessageContaining("lambda:ListFunctions on resource: arn:aws:lambda:us-east-1:000000000000:"
                            + "function:* because no identity-based policy allows");
            assertThatThrownBy(() -> athena.startQueryExecution(start -> start.queryString("SELECT 1")))
                    .isInstanceOfSatisfying(
                            AwsServiceException.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDeniedException"))
                    .hasMessageContaining("workgroup/primary");
        }
        cli.keys("delete", next.id());
        try (GlueClient deleted = cli.glue(next)) {
            await().atMost(FOLLOWED).until(() -> isUnknown(deleted));
        }
    }

    private static boolean isUnknown(GlueClient glue) {
        try {
            glue.getDatabases(get -> {});
            return false;
        } catch (GlueException e) {
            return e.awsErrorDetails().errorCode().equals("UnrecognizedClientException");
        }
    }

    private void readsOneTableWithTheAwsCli() throws Exception {
        ShownKey key = cli.key(
                cli.keys("create", "--policy", folder.resolve("one-table.json").toString(), "--json"));
        ServerNote note = ServerNote.read(cli.data()).orElseThrow();
        AwsCli aws = new AwsCli(note.endpoint(), note.storageEndpoint(), folder, key.id(), key.secret());
        assertThat(aws.succeed(List.of("glue", "get-table", "--database-name", "sales", "--name", "trips")))
                .contains("\"Name\": \"trips\"");
        AwsCli.Outcome denied = aws.run(List.of("glue", "get-table", "--database-name", "sales", "--name", "salaries"));
        assertThat(denied.exit()).isNotZero();
        assertThat(denied.err())
                .contains("(AccessDeniedException)", "user/" + key.id() + " is not authorized to perform");
        cli.commandLines().addAll(List.of(denied.err()));
    }

    private void queriesReadWhatTheirCallerMayRead(ShownKey administrator) throws Exception {
        Path policy = Files.writeString(
                folder.resolve("analyst.json"),
                "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"athena:*\",\"Resource\":\"*\"},"
                        + ONE_TABLE.substring(ONE_TABLE.indexOf("{", 1), ONE_TABLE.lastIndexOf("}"))
                        + "]}");
        ShownKey analyst = cli.key(cli.keys("create", "--name", "analyst", "--policy", policy.toString(), "--json"));
        S3Settings store = new S3Settings(
                Optional.of(ServerNote.read(cli.data()).orElseThrow().storageEndpoint()),
                "us-east-1",
                Optional.of(new S3Settings.Credentials(administrator.id(), administrator.secret())));
        try (S3Client s3 = S3Clients.create(store);
                AthenaClient athena = cli.as(analyst, AthenaClient.builder()).build();
                AthenaClient all = cli.as(administrator, AthenaClient.builder()).build()) {
            s3.createBucket(create -> create.bucket("results"));
            assertThat(outcome(athena, "WITH salaries AS (SELECT 7 AS a) SELECT a FROM salaries"))
                    .isEqualTo("SUCCEEDED null");
            assertThat(outcome(athena, "SELECT * FROM trips, salaries"))
                    .startsWith("FAILED PERMISSION_DENIED: User: arn:aws:iam::000000000000:user/analyst is not")
                    .contains("glue:GetTable on resource: " + ARNS + "table/sales/salaries");
            // The tables have no cli.data(), which is found only once they may be read.
            assertThat(outcome(athena, "SELECT * FROM trips")).doesNotContain("PERMISSION_DENIED");
            assertThat(outcome(all, "SELECT * FROM salaries")).doesNotContain("PERMISSION_DENIED");
        }
    }

    private static String outcome(AthenaClient athena, String sql) {
        String id = athena.startQueryExecution(start -> start.queryString(sql)
                        .queryExecutionContext(context -> context.database("sales"))
                        .resultConfiguration(result -> result.outputLocation("s3://results/")))
                .queryExecutionId();
        QueryExecutionStatus status = await().atMost(TestingKeys.PATIENCE)
                .until(
                        () -> athena.getQueryExecution(get -> get.queryExecutionId(id))
                                .queryExecution()
                                .status(),
                        last -> last.completionDateTime() != null);
        return status.stateAsString() + " " + status.stateChangeReason();
    }

    private static void refusesForgedPageTokens(GlueClient glue) {
        String token = glue.getDatabases(get -> get.maxResults(1)).nextToken();
        assertThat(glue.getDatabases(get -> get.nextToken(token)).databaseList())
                .extracting(database -> database.name())
                .containsExactly("sales");
        byte[] forged = Base64.getUrlDecoder().decode(token);
        // The key of the last item is "other": with another one the list would go on elsewhere.
        String text = new String(forged, StandardCharsets.ISO_8859_1);
        byte[] elsewhere = text.replace("other", "a0000").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(elsewhere).isNotEqualTo(forged);
        assertThatThrownBy(() -> glue.getDatabases(get ->
                        get.nextToken(Base64.getUrlEncoder().withoutPadding().encodeToString(elsewhere))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Invalid NextToken");
    }

    private void showsNoSecretAnywhere(MillraceProcess server, ShownKey administrator) throws Exception {
        String master =
                Files.readString(cli.data().resolve(MasterKey.FILE_NAME)).strip();
        assertThat(cli.secrets()).hasSize(4);
        assertThat(cli.commandLines())
                .hasSizeGreaterThan(8)
                .allSatisfy(
                        line -> assertThat(line).doesNotContain(cli.secrets()).doesNotContain(administrator.secret()));
        assertThat(server.out() + server.err())
                .doesNotContain(cli.secrets())
                .doesNotContain(administrator.secret(), master);
        List<Path> scanned = new ArrayList<>();
        try (var files = Files.walk(cli.data())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                String name = file.getFileName().toString();
                assertThat(bytes.contains(administrator.secret())).as(name).isEqualTo(name.equals("credentials"));
                assertThat(bytes.contains(master)).as(name).isEqualTo(name.equals(MasterKey.FILE_NAME));
                assertThat(cli.secrets()).as(name).noneMatch(bytes::contains);
                scanned.add(file);
            }
        }
        assertThat(scanned)
                .extracting(file -> file.getFileName().toString())
                .contains("millrace.db", "millrace.db-wal", "server.log", AuditLog.FILE_NAME);
    }

    private void recordsWhoDidWhat(ShownKey reader, ShownKey administrator) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(cli.data().resolve(AuditLog.FILE_NAME))) {
            lines.add(JSON.readTree(line));
        }
        assertThat(lines).anySatisfy(line -> {
            assertThat(line.path("accessKeyId").asText()).isEqualTo(administrator.id());
            assertThat(line.path("principal").asText()).isEqualTo("arn:aws:iam::000000000000:user/administrator");
            assertThat(line.path("action").asText()).isEqualTo("glue:CreateTable");
            assertThat(line.path("outcome").asText()).isEqualTo("ok");
            assertThat(line.path("sourceAddress").asText()).isEqualTo("127.0.0.1");
            assertThat(line.path("resources")).hasSize(3);
        });
        assertThat(lines).anySatisfy(line -> {
            assertThat(line.path("principal").asText()).isEqualTo("arn:aws:iam::000000000000:user/reader");
            assertThat(line.path("outcome").asText()).isEqualTo("AccessDeniedException");
            assertThat(line.path("status").asInt()).isEqualTo(400);
            assertThat(line.at("/resources/2").asText()).isEqualTo(ARNS + "table/sales/salaries");
        });
        assertThat(lines).anySatisfy(line -> {
            assertThat(line.path("claimedAccessKeyId").asText()).isEqualTo(reader.id());
            assertThat(line.path("outcome").asText()).isEqualTo("UnrecognizedClientException");
        });
        assertThat(lines)
                .extracting(line -> line.path("action").asText())
                .contains("millrace:CreateAccessKey", "millrace:DisableAccessKey", "millrace:RotateAccessKey");
    }

    @Test
    void theAdministratorsKeyIsRotatedWhileNoServerRuns() throws Exception {
        MillraceProcess server = cli.serve();
        AdministratorKey first = AdministratorKey.loadOrCreate(cli.data());
        for (String command : List.of("disable", "delete", "rotate")) {
            MillraceProcess refused = cli.run(command, first.accessKeyId());
            assertThat(refused.await(TestingKeys.PATIENCE)).isEqualTo(1);
            assertThat(refused.err()).contains("to its jobs and functions");
        }
        server.handle().destroy();
        server.await(TestingKeys.PATIENCE);
        ShownKey next = cli.key(cli.keys("rotate", first.accessKeyId(), "--json"));
        AdministratorKey kept = AdministratorKey.loadOrCreate(cli.data());
        assertThat(kept.accessKeyId()).isEqualTo(next.id()).isNotEqualTo(first.accessKeyId());
        cli.serve();
        try (GlueClient glue = cli.glue(next);
                GlueClient old = cli.glue(new ShownKey(first.accessKeyId(), first.secretAccessKey()))) {
            assertThat(glue.getDatabases(get -> {}).databaseList()).isEmpty();
            assertThat(isUnknown(old)).isTrue();
        }
        assertThat(cli.keys("list")).contains(next.id(), "administrator").doesNotContain(first.accessKeyId());
    }
}
