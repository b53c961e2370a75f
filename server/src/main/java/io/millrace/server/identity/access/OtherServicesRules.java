package io.millrace.server.identity.access;

import io.millrace.server.function.FunctionNames;
import io.millrace.server.identity.policy.ResourceArn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;

/** Lambda's functions and Athena's work groups. */
final class OtherServicesRules {
    private static final String PRIMARY = "primary";

    private OtherServicesRules() {}

    static Map<String, ResourceRule> rules() {
        Map<String, ResourceRule> rules = new TreeMap<>(lambda());
        rules.putAll(athena());
        return rules;
    }

    private static Map<String, ResourceRule> lambda() {
        return new RuleTable("lambda")
                .add(
                        OtherServicesRules::function,
                        "CreateFunction",
                        "GetFunction",
                        "GetFunctionConfiguration",
                        "UpdateFunctionCode",
                        "UpdateFunctionConfiguration",
                        "DeleteFunction",
                        "Invoke",
                        "PublishVersion",
                        "ListVersionsByFunction",
                        "CreateAlias",
                        "GetAlias",
                        "UpdateAlias",
                        "DeleteAlias",
                        "ListAliases",
                        "AddPermission",
                        "RemovePermission",
                        "GetPolicy",
                        "PutFunctionConcurrency",
                        "GetFunctionConcurrency",
                        "DeleteFunctionConcurrency",
                        "PutFunctionEventInvokeConfig",
                        "UpdateFunctionEventInvokeConfig",
                        "GetFunctionEventInvokeConfig",
                        "DeleteFunctionEventInvokeConfig",
                        "ListFunctionEventInvokeConfigs")
                .add(OtherServicesRules::taggedFunction, "TagResource", "UntagResource", "ListTags")
                .add(OtherServicesRules::function, "CreateEventSourceMapping", "ListEventSourceMappings")
                .add(
                        (request, arns) -> List.of(arns.allFunctions()),
                        "ListFunctions",
                        "GetAccountSettings",
                        "GetEventSourceMapping")
                .rules();
    }

    private static List<ResourceArn> taggedFunction(RequestMembers request, ServerArns arns) {
        return function(request.text("Resource"), arns);
    }

    private static List<ResourceArn> function(RequestMembers request, ServerArns arns) {
        return function(request.text("FunctionName"), arns);
    }

    private static List<ResourceArn> function(Optional<String> text, ServerArns arns) {
        Optional<String> name = text.flatMap(FunctionNames::nameIn);
        return List.of(name.map(arns::function).orElseGet(arns::allFunctions));
    }

    private static Map<String, ResourceRule> athena() {
        return new RuleTable("athena")
                .add(
                        (request, arns) ->
                                List.of(arns.workGroup(request.text("WorkGroup").orElse(PRIMARY))),
                        "StartQueryExecution",
                        "ListQueryExecutions",
                        "CreateNamedQuery",
                        "ListNamedQueries",
                        "GetWorkGroup",
                        "UpdateWorkGroup",
                        "DeleteWorkGroup")
                .add(
                        ids("QueryExecutionId", WorkGroupsOfIds::ofQueryExecution),
                        "GetQueryExecution",
                        "GetQueryResults",
                        "StopQueryExecution")
                .add(ids("QueryExecutionIds", WorkGroupsOfIds::ofQueryExecution), "BatchGetQueryExecution")
                .add(
                        ids("NamedQueryId", WorkGroupsOfIds::ofNamedQuery),
                        "GetNamedQuery",
                        "UpdateNamedQuery",
                        "DeleteNamedQuery")
                .add(ids("NamedQueryIds", WorkGroupsOfIds::ofNamedQuery), "BatchGetNamedQuery")
                .add(
                        (request, arns) ->
                                List.of(arns.workGroup(request.text("Name").orElse(PRIMARY))),
                        "CreateWorkGroup")
                .add((request, arns) -> List.of(arns.allWorkGroups()), "ListWorkGroups")
                .add(
                        (request, arns) -> List.of(request.text("ResourceARN")
                                .map(ResourceArn::one)
                                .orElse(ResourceArn.ANY)),
                        "TagResource",
                        "UntagResource",
                        "ListTagsForResource")
                .add(catalog("CatalogName"), "ListDatabases", "GetDatabase", "ListTableMetadata", "GetTableMetadata")
                .add(catalog("Name"), "GetDataCatalog")
                .add((request, arns) -> List.of(arns.allOf("athena", "datacatalog/")), "ListDataCatalogs")
                .rules();
    }

    /** What has an id belongs to a work group; of an unknown id it does not matter to which. */
    private static ResourceRule ids(String member, BiFunction<WorkGroupsOfIds, String, Optional<String>> group) {
        return (request, arns) -> {
            List<String> names = request.texts(member).stream()
                    .map(id -> group.apply(arns.queries(), id).orElse(PRIMARY))
                    .distinct()
                    .toList();
            return (names.isEmpty() ? List.of(PRIMARY) : names)
                    .stream().map(arns::workGroup).toList();
        };
    }

    private static ResourceRule catalog(String member) {
        return (request, arns) ->
                List.of(arns.of("athena", "datacatalog/" + request.text(member).orElse("AwsDataCatalog")));
    }
}
