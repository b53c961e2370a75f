package io.millrace.server.identity.access;

import io.millrace.server.function.FunctionNames;
import io.millrace.server.identity.policy.ResourceArn;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

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
                        "Invoke")
                .add((request, arns) -> List.of(arns.allFunctions()), "ListFunctions")
                .rules();
    }

    private static List<ResourceArn> function(RequestMembers request, ServerArns arns) {
        Optional<String> name = request.text("FunctionName").flatMap(FunctionNames::nameIn);
        return List.of(name.map(arns::function).orElseGet(arns::allFunctions));
    }

    private static Map<String, ResourceRule> athena() {
        return new RuleTable("athena")
                .add(
                        (request, arns) ->
                                List.of(arns.workGroup(request.text("WorkGroup").orElse(PRIMARY))),
                        "StartQueryExecution",
                        "ListQueryExecutions",
                        "GetWorkGroup")
                // There is one work group, so every query is of it.
                .add(
                        (request, arns) -> List.of(arns.workGroup(PRIMARY)),
                        "GetQueryExecution",
                        "BatchGetQueryExecution",
                        "GetQueryResults",
                        "StopQueryExecution")
                .add((request, arns) -> List.of(arns.allWorkGroups()), "ListWorkGroups")
                .rules();
    }
}
