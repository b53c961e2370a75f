package io.millrace.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.server.TestingServer;
import io.millrace.server.data.AdministratorKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every family of the catalog's operations as Debian's AWS CLI calls it, on one server. */
final class ITAwsCliCatalog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DATABASE_ARN = "arn:aws:glue:us-east-1:000000000000:database/sales";
    private static final int AT_ONCE = 3;

    @TempDir
    private static Path folder;

    private static TestingServer server;
    private static AwsCli aws;

    @BeforeAll
    static void start() throws Exception {
        server = TestingServer.start(folder.resolve("data"));
        AdministratorKey key = server.server().administratorKey();
        aws = new AwsCli(
                server.server().endpoint(),
                server.server().storageEndpoint(),
                folder,
                key.accessKeyId(),
                key.secretAccessKey());
        glue("create-database --database-input Name=sales --tags team=raw");
        glue("create-table --database-name sales --table-input", """
                {"Name": "orders", "Owner": "ann", "PartitionKeys": [{"Name": "day", "Type": "date"}],
                 "StorageDescriptor": {"Columns": [{"Name": "id", "Type": "bigint"}], "Location": "s3://lake/orders/"}}""");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The families know nothing of each other, and starting Python is most of the time: several at once. */
    @Test
    void servesEveryFamily() throws Exception {
        List<Callable<Void>> families = List.of(
                family(ITAwsCliCatalog::databasesAndTables),
                family(ITAwsCliCatalog::partitionsAndStatistics),
                family(ITAwsCliCatalog::functions),
                family(ITAwsCliCatalog::connections),
                family(ITAwsCliCatalog::classifiers),
                family(ITAwsCliCatalog::tagsAndSettings));
        ExecutorService some = Executors.newFixedThreadPool(AT_ONCE);
        try {
            for (Future<Void> family : some.invokeAll(families)) {
                family.get();
            }
        } finally {
            some.shutdownNow();
        }
    }

    private interface Family {
        void run() throws Exception;
    }

    private static Callable<Void> family(Family family) {
        return () -> {
            family.run();
            return null;
        };
    }

    private static void databasesAndTables() throws Exception {
        glue("create-database --database-input Name=Second,Description=d");
        glue("update-database --name second --database-input Name=second,Description=other");
        assertThat(glue("get-database --name second")
                        .at("/Database/Description")
                        .asText())
                .isEqualTo("other");
        assertThat(glue("get-databases --max-results 100").at("/DatabaseList").findValuesAsText("Name"))
                .contains("sales", "second");
        glue("create-table --database-name second --table-input Name=Items");
        glue("update-table --database-name second --version-id 0 --table-input Name=items,Owner=bob");
        refused(
                "ConcurrentModificationException",
                "update-table --database-name second --version-id 0 --table-input Name=items");
        glue("update-table --database-name second --skip-archive --table-input Name=items,Owner=eve");
        assertThat(glue("get-table --database-name second --name ITEMS")
                        .at("/Table/VersionId")
                        .asText())
                .isEqualTo("2");
        assertThat(glue("get-table-versions --database-name second --table-name items")
                        .at("/TableVersions")
                        .findValuesAsText("Owner"))
                .containsExactly("eve");
        glue("delete-table-version --database-name second --table-name items --version-id 0");
        assertThat(glue("batch-delete-table-version --database-name second --table-name items --version-ids 0 7")
                        .at("/Errors"))
                .hasSize(2);
        assertThat(glue("search-tables --search-text items")
                        .at("/TableList/0/DatabaseName")
                        .asText())
                .isEqualTo("second");
        assertThat(glue("search-tables --filters Key=Owner,Value=eve --sort-criteria FieldName=Name,Sort=DESC")
                        .at("/TableList"))
                .hasSize(1);
        assertThat(glue("batch-delete-table --database-name second --tables-to-delete items never")
                        .at("/Errors/0/ErrorDetail/ErrorCode")
                        .asText())
                .isEqualTo("EntityNotFoundException");
        glue("delete-database --name second");
        refused("EntityNotFoundException", "get-tables --database-name second");
    }

    private static void partitionsAndStatistics() throws Exception {
        glue("create-partition --database-name sales --table-name orders --partition-input Values=2026-11-22");
        glue("batch-create-partition --database-name sales --table-name orders"
                + " --partition-input-list Values=2026-11-23 Values=2026-11-24");
        assertThat(glue("get-partitions --database-name sales --table-name orders --expression", "day > '2026-11-22'")
                        .at("/Partitions"))
                .hasSize(2);
        glue("create-partition-index --database-name sales --table-name orders"
                + " --partition-index Keys=day,IndexName=by-day");
        assertThat(glue("get-partition-indexes --database-name sales --table-name orders")
                        .at("/PartitionIndexDescriptorList/0/IndexStatus")
                        .asText())
                .isEqualTo("ACTIVE");
        glue("delete-partition-index --database-name sales --table-name orders --index-name by-day");
        String statistics = """
                [{"ColumnName": "id", "ColumnType": "bigint", "AnalyzedTime": "2026-11-22T05:00:00Z",
                  "StatisticsData": {"Type": "LONG", "LongColumnStatisticsData":
                    {"MinimumValue": 1, "MaximumValue": 9, "NumberOfNulls": 0, "NumberOfDistinctValues": 9}}}]""";
        glue(
                "update-column-statistics-for-table --database-name sales --table-name orders --column-statistics-list",
                statistics);
        JsonNode found = glue(
                "get-column-statistics-for-table --database-name sales --table-name orders --column-names id none");
        assertThat(found.at("/ColumnStatisticsList/0/StatisticsData/LongColumnStatisticsData/MaximumValue")
                        .asLong())
                .isEqualTo(9);
        assertThat(found.at("/Errors/0/ColumnName").asText()).isEqualTo("none");
        glue("delete-column-statistics-for-table --database-name sales --table-name orders --column-name id");
        String partition = "--database-name sales --table-name orders --partition-values 2026-11-22";
        glue("update-column-statistics-for-partition " + partition + " --column-statistics-list", statistics);
        assertThat(glue("get-column-statistics-for-partition " + partition + " --column-names id")
                        .at("/ColumnStatisticsList"))
                .hasSize(1);
        glue("delete-column-statistics-for-partition " + partition + " --column-name id");
        glue("delete-partition " + partition);
        assertThat(glue("batch-delete-partition --database-name sales --table-name orders"
                                + " --partitions-to-delete Values=2026-11-22 Values=2026-11-23")
                        .at("/Errors"))
                .hasSize(1);
    }

    private static void functions() throws Exception {
        glue("create-user-defined-function --database-name sales --function-input"
                + " FunctionName=Twice,ClassName=x.Twice,OwnerType=USER");
        glue("update-user-defined-function --database-name sales --function-name twice --function-input"
                + " FunctionName=twice,ClassName=x.Other");
        assertThat(glue("get-user-defined-function --database-name sales --function-name TWICE")
                        .at("/UserDefinedFunction/ClassName")
                        .asText())
                .isEqualTo("x.Other");
        assertThat(glue("get-user-defined-functions --pattern", "tw*").at("/UserDefinedFunctions"))
                .hasSize(1);
        glue("delete-user-defined-function --database-name sales --function-name twice");
        refused("EntityNotFoundException", "get-user-defined-function --database-name sales --function-name twice");
    }

    private static void connections() throws Exception {
        String input = "Name=db,ConnectionType=JDBC,ConnectionProperties={USERNAME=me,PASSWORD=geheim-4711}";
        glue("create-connection --connection-input " + input);
        refused("AlreadyExistsException", "create-connection --connection-input " + input);
        assertThat(glue("get-connection --name db")
                        .at("/Connection/ConnectionProperties/PASSWORD")
                        .asText())
                .isEqualTo("geheim-4711");
        assertThat(aws.succeed(List.of("glue", "get-connection", "--name", "db", "--hide-password")))
                .contains("USERNAME")
                .doesNotContain("PASSWORD");
        glue("update-connection --name db --connection-input " + input + ",Description=new");
        assertThat(glue("get-connections --filter ConnectionType=JDBC --hide-password")
                        .at("/ConnectionList/0/Description")
                        .asText())
                .isEqualTo("new");
        assertThat(glue("batch-delete-connection --connection-name-list never")
                        .at("/Errors/never/ErrorCode")
                        .asText())
                .isEqualTo("EntityNotFoundException");
        glue("delete-connection --connection-name db");
    }

    private static void classifiers() throws Exception {
        glue("create-classifier --json-classifier", "{\"Name\": \"events\", \"JsonPath\": \"$.events[*]\"}");
        glue("update-classifier --json-classifier Name=events,JsonPath=$.other");
        JsonNode classifier = glue("get-classifier --name events").at("/Classifier/JsonClassifier");
        assertThat(classifier.at("/JsonPath").asText()).isEqualTo("$.other");
        assertThat(classifier.at("/Version").asInt()).isEqualTo(2);
        assertThat(glue("get-classifiers").at("/Classifiers")).hasSize(1);
        glue("delete-classifier --name events");
        refused("EntityNotFoundException", "delete-classifier --name events");
    }

    private static void tagsAndSettings() throws Exception {
        glue("tag-resource --resource-arn " + DATABASE_ARN + " --tags-to-add stage=prod");
        glue("untag-resource --resource-arn " + DATABASE_ARN + " --tags-to-remove team");
        assertThat(glue("get-tags --resource-arn " + DATABASE_ARN).at("/Tags").toString())
                .isEqualTo("{\"stage\":\"prod\"}");
        refused("EntityNotFoundException", "get-tags --resource-arn " + DATABASE_ARN + "x");
        assertThat(glue("get-catalog-import-status")
                        .at("/ImportStatus/ImportCompleted")
                        .asBoolean())
                .isTrue();
        glue(
                "put-data-catalog-encryption-settings --data-catalog-encryption-settings",
                "ConnectionPasswordEncryption={ReturnConnectionPasswordEncrypted=false}");
        assertThat(glue("get-data-catalog-encryption-settings")
                        .at("/DataCatalogEncryptionSettings/EncryptionAtRest/CatalogEncryptionMode")
                        .asText())
                .isEqualTo("DISABLED");
        String hash = glue("put-resource-policy --policy-exists-condition NOT_EXIST --policy-in-json", """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Principal": {"AWS": "*"},
                         "Action": "glue:DeleteTable", "Resource": "*"}]}""")
                .at("/PolicyHash")
                .asText();
        refused("ConditionCheckFailureException", "delete-resource-policy --policy-hash-condition other");
        assertThat(glue("get-resource-policy").at("/PolicyHash").asText()).isEqualTo(hash);
        assertThat(glue("get-resource-policies").at("/GetResourcePoliciesResponseList"))
                .hasSize(1);
        glue("delete-resource-policy --policy-hash-condition " + hash);
    }

    /** Words without spaces, then arguments that may have some; null where the CLI prints nothing. */
    private static JsonNode glue(String words, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("glue"));
        command.addAll(List.of(words.split(" ")));
        command.addAll(List.of(arguments));
        return JSON.readTree(aws.succeed(command));
    }

    private static void refused(String error, String words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("glue"));
        command.addAll(List.of(words.split(" ")));
        AwsCli.Outcome outcome = aws.run(command);
        assertThat(outcome.exit()).as(words).isNotZero();
        assertThat(outcome.err()).as(words).contains("(" + error + ")");
    }
}
