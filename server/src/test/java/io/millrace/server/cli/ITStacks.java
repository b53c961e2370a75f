package io.millrace.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.millrace.catalog.store.jdbc.SqliteDatabase;
import io.millrace.cloudformation.api.ChangeSetOperations;
import io.millrace.cloudformation.api.StackOperations;
import io.millrace.cloudformation.api.StackQueries;
import io.millrace.cloudformation.api.TemplateOperations;
import io.millrace.cloudformation.api.TemplateSource;
import io.millrace.cloudformation.evaluate.ValueSources;
import io.millrace.cloudformation.resource.Resource;
import io.millrace.cloudformation.resource.ResourceException;
import io.millrace.cloudformation.resource.ResourceHandler;
import io.millrace.cloudformation.resource.ResourceHandlers;
import io.millrace.cloudformation.resource.ResourceRequest;
import io.millrace.cloudformation.resource.SupportedProperties;
import io.millrace.cloudformation.stack.StackEngine;
import io.millrace.cloudformation.stack.StackEngineSettings;
import io.millrace.cloudformation.stack.StackNotifications;
import io.millrace.cloudformation.stack.StackRights;
import io.millrace.server.auth.AccessKey;
import io.millrace.server.auth.InMemoryAccessKeys;
import io.millrace.server.auth.SignatureVerifier;
import io.millrace.server.cloudformation.JdbcStackStore;
import io.millrace.server.cloudformation.StackServices;
import io.millrace.server.data.MasterKey;
import io.millrace.server.data.MasterKeyCipher;
import io.millrace.server.http.HttpServer;
import io.millrace.server.http.HttpSettings;
import io.millrace.server.service.CloudFormationService;
import io.millrace.server.wire.CallAuthorizer;
import io.millrace.server.wire.ServiceRegistry;
import io.millrace.server.wire.WireEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Stacks as Debian's AWS CLI deploys them, over the wire and a database, with one type of resource that the test keeps. */
@Tag("long") // the CLI asks only every 30 seconds whether a stack is complete
final class ITStacks {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AccessKey KEY = AccessKey.of("AKIASTACKS", "a secret of the tests");
    private static final String TEMPLATE = """
            AWSTemplateFormatVersion: "2010-09-09"
            Description: Two notes
            Parameters:
              Stage: {Type: String, AllowedValues: [test, prod], Default: test}
              Password: {Type: String, NoEcho: true}
            Resources:
              First:
                Type: Test::Notes::Note
                Properties: {Name: !Sub "${Stage}-first", Text: !Ref Password}
              Second:
                Type: Test::Notes::Note
                Properties: {Name: !Sub "${Stage}-second", Text: !GetAtt First.Arn}
            Outputs:
              Arn: {Description: Of the first, Value: !GetAtt First.Arn, Export: {Name: first-arn}}
            """;

    private final Map<String, String> notes = new ConcurrentHashMap<>();

    @TempDir
    private Path folder;

    private SqliteDatabase database;
    private StackEngine engine;
    private HttpServer server;
    private AwsCli aws;

    private final class Notes implements ResourceHandler {
        @Override
        public String type() {
            return "Test::Notes::Note";
        }

        @Override
        public SupportedProperties supported() {
            return new SupportedProperties(Set.of("Name", "Text"), Set.of("Name"), Set.of("Arn"));
        }

        @Override
        public Optional<String> plannedId(ResourceRequest request) {
            return Optional.of(request.properties().path("Name").asText());
        }

        @Override
        public boolean exists(String physicalId) {
            return notes.containsKey(physicalId);
        }

        @Override
        public Resource create(ResourceRequest request) {
            String name = request.properties().path("Name").asText();
            if (request.properties().path("Text").asText().contains("forbidden")) {
                throw new ResourceException("Text must not be forbidden; choose another");
            }
            notes.put(name, request.properties().path("Text").asText());
            return Resource.of(name, Map.of("Arn", TextNode.valueOf("arn:note:" + name)));
        }

        @Override
        public Resource update(ResourceRequest request, Resource current, ObjectNode before) {
            return create(request);
        }

        @Override
        public void delete(ResourceRequest request, Resource current) {
            notes.remove(current.physicalId());
        }
    }

    @BeforeEach
    void start() throws IOException {
        database = SqliteDatabase.open(folder.resolve("millrace.db"));
        database.migrate("io/millrace/server/migration", "server_schema_history");
        JdbcStackStore store = new JdbcStackStore(database.jdbi(), new MasterKeyCipher(MasterKey.loadOrCreate(folder)));
        ResourceHandlers handlers = ResourceHandlers.of(List.of(new Notes()));
        engine = new StackEngine(
                store,
                handlers,
                ValueSources.none(),
                StackRights.ofHandlers(),
                StackNotifications.none(),
                new StackEngineSettings("000000000000", "us-east-1", 4),
                InstantSource.system());
        TemplateSource source = url -> TEMPLATE;
        StackServices services = new StackServices(
                new StackOperations(engine, source),
                new ChangeSetOperations(engine, source),
                new StackQueries(engine, store),
                new TemplateOperations(engine, handlers, source));
        InMemoryAccessKeys keys = new InMemoryAccessKeys();
        keys.add(KEY);
        server = HttpServer.start(
                HttpSettings.on("127.0.0.1", 0),
                new WireEndpoint(
                        ServiceRegistry.of(CloudFormationService.of(services)),
                        new SignatureVerifier(keys, "us-east-1", InstantSource.system()),
                        CallAuthorizer.ALLOW_ALL,
                        List.of()));
        aws = new AwsCli(server.uri(), server.uri(), folder, KEY.id(), KEY.secret());
    }

    @AfterEach
    void stop() {
        engine.close();
        server.close();
        database.close();
    }

    private AwsCli.Outcome cloudformation(String... arguments) throws IOException, InterruptedException {
        return aws.run(
                Stream.concat(Stream.of("cloudformation"), Stream.of(arguments)).toList());
    }

    private AwsCli.Outcome deploy(String template, String password) throws IOException, InterruptedException {
        Path file = folder.resolve("template.yaml");
        Files.writeString(file, template);
        return cloudformation(
                "deploy",
                "--template-file",
                file.toString(),
                "--stack-name",
                "notes",
                "--parameter-overrides",
                "Password=" + password);
    }

    @Test
    void deploysChangesAndDeletesAStack() throws Exception {
        assertThat(deploy(TEMPLATE, "one").toString()).contains("Successfully created/updated stack - notes");
        assertThat(new TreeMap<>(notes)).isEqualTo(Map.of("test-first", "one", "test-second", "arn:note:test-first"));

        var stack = JSON.readTree(cloudformation("describe-stacks", "--stack-name", "notes")
                        .out())
                .path("Stacks")
                .path(0);
        assertThat(stack.path("StackStatus").asText()).isEqualTo("CREATE_COMPLETE");
        assertThat(stack.path("Outputs").toString())
                .isEqualTo("[{\"OutputKey\":\"Arn\",\"OutputValue\":\"arn:note:test-first\","
                        + "\"Description\":\"Of the first\",\"ExportName\":\"first-arn\"}]");
        assertThat(stack.path("Parameters").toString()).contains("****").doesNotContain("one");

        assertThat(deploy(TEMPLATE, "one").toString()).contains("No changes to deploy. Stack notes is up to date");
        assertThat(deploy(TEMPLATE, "two").exit()).isZero();
        assertThat(notes).containsEntry("test-first", "two");

        assertThat(deploy(TEMPLATE.replace("!GetAtt First.Arn}\nOutputs", "forbidden}\nOutputs"), "three")
                        .err())
                .contains("Failed to create/update the stack");
        assertThat(notes).isEqualTo(Map.of("test-first", "two", "test-second", "arn:note:test-first"));
        assertThat(cloudformation("describe-stack-events", "--stack-name", "notes")
                        .out())
                .contains("\"ResourceStatusReason\": \"Text must not be forbidden; choose another\"")
                .contains("\"ResourceStatus\": \"UPDATE_ROLLBACK_COMPLETE\"");

        assertThat(cloudformation("delete-stack", "--stack-name", "notes").exit())
                .isZero();
        assertThat(cloudformation("wait", "stack-delete-complete", "--stack-name", "notes")
                        .exit())
                .isZero();
        assertThat(notes).isEmpty();
        assertThat(cloudformation("describe-stacks", "--stack-name", "notes").err())
                .contains("(ValidationError)")
                .contains("Stack with id notes does not exist");
        assertThat(Files.readString(folder.resolve("millrace.db"), StandardCharsets.ISO_8859_1))
                .doesNotContain("\"one\"");
    }
}
