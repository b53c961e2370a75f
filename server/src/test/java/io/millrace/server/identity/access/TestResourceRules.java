package io.millrace.server.identity.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.millrace.catalog.bookmark.BookmarkApi;
import io.millrace.catalog.sdkjson.WireRecord;
import io.millrace.server.identity.policy.ResourceArn;
import io.millrace.server.wire.CompatibilityTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.athena.model.GetQueryResultsRequest;
import software.amazon.awssdk.services.athena.model.StartQueryExecutionRequest;
import software.amazon.awssdk.services.glue.model.BatchDeleteTableRequest;
import software.amazon.awssdk.services.glue.model.BatchGetCrawlersRequest;
import software.amazon.awssdk.services.glue.model.BatchGetPartitionRequest;
import software.amazon.awssdk.services.glue.model.BatchStopJobRunRequest;
import software.amazon.awssdk.services.glue.model.CreateConnectionRequest;
import software.amazon.awssdk.services.glue.model.CreateDatabaseRequest;
import software.amazon.awssdk.services.glue.model.CreateSchemaRequest;
import software.amazon.awssdk.services.glue.model.CreateTableRequest;
import software.amazon.awssdk.services.glue.model.DeleteDatabaseRequest;
import software.amazon.awssdk.services.glue.model.GetClassifierRequest;
import software.amazon.awssdk.services.glue.model.GetConnectionsRequest;
import software.amazon.awssdk.services.glue.model.GetCrawlerMetricsRequest;
import software.amazon.awssdk.services.glue.model.GetDatabasesRequest;
import software.amazon.awssdk.services.glue.model.GetSchemaRequest;
import software.amazon.awssdk.services.glue.model.GetSchemaVersionRequest;
import software.amazon.awssdk.services.glue.model.GetTableRequest;
import software.amazon.awssdk.services.glue.model.GetTablesRequest;
import software.amazon.awssdk.services.glue.model.GetTagsRequest;
import software.amazon.awssdk.services.glue.model.GetUserDefinedFunctionsRequest;
import software.amazon.awssdk.services.glue.model.ListJobsRequest;
import software.amazon.awssdk.services.glue.model.SearchTablesRequest;
import software.amazon.awssdk.services.glue.model.StartTriggerRequest;
import software.amazon.awssdk.services.glue.model.UpdateTableRequest;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.ListFunctionsRequest;

final class TestResourceRules {
    private static final String REGION = "eu-west-1";

    /** The clients' packages of services with another signing name. */
    private static final Map<String, String> CLIENTS =
            Map.of("events", "eventbridge", "logs", "cloudwatchlogs", "monitoring", "cloudwatch");

    private final ResourceRules rules = new ResourceRules(REGION, WorkGroupsOfIds.none());

    @Test
    void everyServedOperationHasARule() throws IOException {
        // ITCompatibility holds the table against what a server has registered.
        Path table = Path.of(System.getProperty("millrace.home"), "COMPATIBILITY.md");
        Set<String> served = CompatibilityTable.parse(table).served();
        assertThat(served).contains("glue:GetTable", "athena:StartQueryExecution", "lambda:Invoke");
        assertThat(ResourceRules.operations()).containsAll(served);
    }

    /** A rule that names a member which the request does not have would throw. */
    @ParameterizedTest
    @MethodSource
    void everyRuleFitsItsRequest(String operation) throws ReflectiveOperationException {
        SdkPojo empty = emptyRequest(operation);
        assertThat(rules.resources(operation, empty)).isNotEmpty();
    }

    static Stream<String> everyRuleFitsItsRequest() {
        return ResourceRules.operations().stream();
    }

    private static SdkPojo emptyRequest(String operation) throws ReflectiveOperationException {
        String[] parts = operation.split(":", -1);
        for (Class<?> own : BookmarkApi.class.getClasses()) {
            if (own.getSimpleName().equals(parts[1])) {
                return WireRecord.builder(own.asSubclass(WireRecord.class));
            }
        }
        String client = CLIENTS.getOrDefault(parts[0], parts[0]);
        Class<?> type = Class.forName("software.amazon.awssdk.services." + client + ".model." + parts[1] + "Request");
        return (SdkPojo) ((SdkRequest.Builder) type.getMethod("builder").invoke(null)).build();
    }

    @Test
    void anOperationWithoutARuleNeedsTheStar() {
        assertThat(rules.resources(
                        "glue:CreateBlueprint", GetTagsRequest.builder().build()))
                .containsExactly(ResourceArn.ANY);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void namesWhatACallNeeds(String operation, SdkPojo request, List<String> resources) {
        List<String> expected = resources.stream()
                .map(resource -> resource.startsWith("arn:") || resource.equals("*")
                        ? resource
                        : "arn:aws:glue:eu-west-1:000000000000:" + resource)
                .toList();
        assertThat(rules.resources(operation, request))
                .extracting(ResourceArn::toString)
                .containsExactlyElementsOf(expected);
    }

    static Stream<Arguments> namesWhatACallNeeds() {
        return Stream.of(databaseCalls(), tableCalls(), catalogCalls(), etlCalls(), otherCalls())
                .flatMap(calls -> calls);
    }

    private static Stream<Arguments> databaseCalls() {
        return Stream.of(
                arguments("glue:GetDatabases", GetDatabasesRequest.builder().build(), List.of("catalog")),
                arguments(
                        "glue:CreateDatabase",
                        CreateDatabaseRequest.builder()
                                .databaseInput(input -> input.name("Sales"))
                                .build(),
                        List.of("catalog", "database/sales")),
                arguments(
                        "glue:DeleteDatabase",
                        DeleteDatabaseRequest.builder().name("sales").build(),
                        List.of("catalog", "database/sales", "table/sales/*", "userdefinedfunction/sales/*")));
    }

    private static Stream<Arguments> tableCalls() {
        return Stream.of(
                arguments(
                        "glue:GetTable",
                        GetTableRequest.builder()
                                .databaseName("SALES")
                                .name("Trips")
                                .build(),
                        List.of("catalog", "database/sales", "table/sales/trips")),
                arguments(
                        "glue:GetTables",
                        GetTablesRequest.builder().databaseName("sales").build(),
                        List.of("catalog", "database/sales", "table/sales/*")),
                arguments(
                        "glue:CreateTable",
                        CreateTableRequest.builder()
                                .databaseName("sales")
                                .tableInput(input -> input.name("trips"))
                                .build(),
                        List.of("catalog", "database/sales", "table/sales/trips")),
                arguments(
                        "glue:UpdateTable",
                        UpdateTableRequest.builder()
                                .databaseName("sales")
                                .name("old")
                                .tableInput(input -> input.name("new"))
                                .build(),
                        List.of("catalog", "database/sales", "table/sales/new", "table/sales/old")),
                arguments(
                        "glue:BatchDeleteTable",
                        BatchDeleteTableRequest.builder()
                                .databaseName("sales")
                                .tablesToDelete("a", "b")
                                .build(),
                        List.of("catalog", "database/sales", "table/sales/a", "table/sales/b")),
                arguments(
                        "glue:BatchGetPartition",
                        BatchGetPartitionRequest.builder()
                                .databaseName("sales")
                                .tableName("trips")
                                .build(),
                        List.of("catalog", "database/sales", "table/sales/trips")));
    }

    private static Stream<Arguments> catalogCalls() {
        return Stream.of(
                arguments(
                        "glue:SearchTables",
                        SearchTablesRequest.builder().build(),
                        List.of("catalog", "database/*", "table/*")),
                arguments(
                        "glue:GetUserDefinedFunctions",
                        GetUserDefinedFunctionsRequest.builder().pattern("*").build(),
                        List.of("catalog", "database/*", "userdefinedfunction/*")),
                arguments(
                        "glue:CreateConnection",
                        CreateConnectionRequest.builder()
                                .connectionInput(input -> input.name("Orders"))
                                .build(),
                        List.of("catalog", "connection/Orders")),
                arguments(
                        "glue:GetConnections",
                        GetConnectionsRequest.builder().build(),
                        List.of("catalog", "connection/*")),
                arguments(
                        "glue:GetTags",
                        GetTagsRequest.builder()
                                .resourceArn("arn:aws:glue:eu-west-1:000000000000:table/Sales/Trips")
                                .build(),
                        List.of("table/sales/trips")),
                arguments(
                        "glue:GetTags",
                        GetTagsRequest.builder()
                                .resourceArn("arn:aws:glue:eu-west-1:000000000000:job/Nightly")
                                .build(),
                        List.of("job/Nightly")));
    }

    private static Stream<Arguments> etlCalls() {
        return Stream.of(
                arguments(
                        "glue:StartTrigger",
                        StartTriggerRequest.builder().name("Nightly").build(),
                        List.of("trigger/Nightly")),
                arguments("glue:ListJobs", ListJobsRequest.builder().build(), List.of("job/*")),
                arguments(
                        "glue:BatchStopJobRun",
                        BatchStopJobRunRequest.builder().jobName("etl").build(),
                        List.of("job/etl")),
                arguments(
                        "glue:BatchGetCrawlers",
                        BatchGetCrawlersRequest.builder().crawlerNames("a", "b").build(),
                        List.of("crawler/a", "crawler/b")),
                arguments(
                        "glue:GetCrawlerMetrics",
                        GetCrawlerMetricsRequest.builder().build(),
                        List.of("crawler/*")),
                arguments("glue:GetClassifier", GetClassifierRequest.builder().build(), List.of("*")),
                arguments(
                        "glue:CreateSchema",
                        CreateSchemaRequest.builder().schemaName("order").build(),
                        List.of("registry/default-registry", "schema/default-registry/order")),
                arguments(
                        "glue:GetSchema",
                        GetSchemaRequest.builder()
                                .schemaId(id -> id.registryName("r").schemaName("order"))
                                .build(),
                        List.of("registry/r", "schema/r/order")),
                arguments(
                        "glue:GetSchema",
                        GetSchemaRequest.builder()
                                .schemaId(id -> id.schemaArn("arn:aws:glue:eu-west-1:000000000000:schema/r/order"))
                                .build(),
                        List.of("registry/r", "schema/r/order")),
                arguments(
                        "glue:GetSchemaVersion",
                        GetSchemaVersionRequest.builder().schemaVersionId("id").build(),
                        List.of("registry/*", "schema/*")));
    }

    private static Stream<Arguments> otherCalls() {
        String lambda = "arn:aws:lambda:eu-west-1:000000000000:function:";
        return Stream.of(
                arguments(
                        "lambda:Invoke",
                        InvokeRequest.builder().functionName("etl").build(),
                        List.of(lambda + "etl")),
                arguments(
                        "lambda:Invoke",
                        InvokeRequest.builder()
                                .functionName("000000000000:function:etl:$LATEST")
                                .build(),
                        List.of(lambda + "etl")),
                arguments(
                        "lambda:Invoke",
                        InvokeRequest.builder().functionName("not a name").build(),
                        List.of(lambda + "*")),
                arguments("lambda:ListFunctions", ListFunctionsRequest.builder().build(), List.of(lambda + "*")),
                arguments(
                        "athena:StartQueryExecution",
                        StartQueryExecutionRequest.builder().workGroup("other").build(),
                        List.of("arn:aws:athena:eu-west-1:000000000000:workgroup/other")),
                arguments(
                        "athena:GetQueryResults",
                        GetQueryResultsRequest.builder().queryExecutionId("id").build(),
                        List.of("arn:aws:athena:eu-west-1:000000000000:workgroup/primary")));
    }
}
