package io.millrace.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.TestingServer;
import io.millrace.server.data.AdministratorKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roles and sessions as Debian's AWS CLI calls them. */
final class ITAwsCliRoles {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Principal": {"AWS": "000000000000"}, "Action": "sts:AssumeRole"}}""";
    private static final String READ = """
            {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "glue:GetDatabases", "Resource": "*"}}""";

    @TempDir
    private Path folder;

    @Test
    void makesARoleAndActsAsIt() throws Exception {
        try (TestingServer server = TestingServer.start(folder.resolve("data"))) {
            AdministratorKey key = server.server().administratorKey();
            AwsCli aws = new AwsCli(
                    server.server().endpoint(),
                    server.server().storageEndpoint(),
                    folder,
                    key.accessKeyId(),
                    key.secretAccessKey());
            JsonNode role = json(
                            aws, "iam", "create-role", "--role-name", "reader", "--assume-role-policy-document", TRUST)
                    .path("Role");
            assertThat(role.path("Arn").asText()).isEqualTo("arn:aws:iam::000000000000:role/reader");
            // The CLI decodes the document.
            assertThat(role.path("AssumeRolePolicyDocument")).isEqualTo(JSON.readTree(TRUST));
            aws.succeed(List.of(
                    "iam",
                    "put-role-policy",
                    "--role-name",
                    "reader",
                    "--policy-name",
                    "p",
                    "--policy-document",
                    READ));
            JsonNode session = json(
                            aws,
                            "sts",
                            "assume-role",
                            "--role-arn",
                            role.path("Arn").asText(),
                            "--role-session-name",
                            "me")
                    .path("Credentials");
            AwsCli reader = aws.withSession(
                    session.path("AccessKeyId").asText(),
                    session.path("SecretAccessKey").asText(),
                    session.path("SessionToken").asText());
            assertThat(json(reader, "glue", "get-databases").path("DatabaseList"))
                    .isEmpty();
            assertThat(reader.run(List.of("glue", "create-database", "--database-input", "Name=x"))
                            .err())
                    .contains("AccessDeniedException", "assumed-role/reader/me is not authorized");
            assertThat(json(reader, "sts", "get-caller-identity").path("Arn").asText())
                    .isEqualTo("arn:aws:sts::000000000000:assumed-role/reader/me");
            assertThat(aws.run(List.of("iam", "delete-role", "--role-name", "reader"))
                            .err())
                    .contains("(DeleteConflict)", "must delete policies first");
            assertThat(aws.run(List.of("iam", "get-role", "--role-name", "none"))
                            .err())
                    .contains("(NoSuchEntity)", "The role with name none cannot be found.");

            // What functions of a role rely on: the embedded store goes by the key and passes over a token.
            aws.withSession(
                            key.accessKeyId(),
                            key.secretAccessKey(),
                            session.path("SessionToken").asText())
                    .succeed(List.of("s3", "mb", "s3://lake"));
        }
    }

    private static JsonNode json(AwsCli aws, String... arguments) throws IOException, InterruptedException {
        return JSON.readTree(aws.succeed(List.of(arguments)));
    }
}
