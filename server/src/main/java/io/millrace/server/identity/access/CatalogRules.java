package io.millrace.server.identity.access;

import io.millrace.server.identity.policy.ResourceArn;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Glue's Data Catalog: a call needs permission for the object and for all that it is in, up to the catalog; what deletes or
 * lists whole objects needs it for all that is below, too (Glue developer guide, "Specifying AWS Glue resource ARNs"). Only
 * the names of databases are listed for the catalog alone.
 */
final class CatalogRules {
    private static final String DATABASE = "DatabaseName";

    private CatalogRules() {}

    static Map<String, ResourceRule> rules() {
        RuleTable table = new RuleTable("glue");
        addDatabases(table);
        addTables(table);
        addBookmarks(table);
        addFunctions(table);
        addConnections(table);
        addSettings(table);
        return table.rules();
    }

    private static void addDatabases(RuleTable table) {
        table.add((request, arns) -> List.of(arns.catalog()), "GetDatabases", "GetCatalogImportStatus")
                .add(database("Name"), "GetDatabase", "UpdateDatabase")
                .add(database("DatabaseInput.Name"), "CreateDatabase")
                .add(CatalogRules::wholeDatabase, "DeleteDatabase");
    }

    private static void addTables(RuleTable table) {
        table.add(tables("TableInput.Name"), "CreateTable")
                .add(tables("TableInput.Name", "Name"), "UpdateTable")
                .add(tables("Name"), "GetTable", "DeleteTable")
                .add(tables("TablesToDelete"), "BatchDeleteTable")
                .add(tables(), "GetTables")
                .add(CatalogRules::everyTable, "SearchTables")
                .add(
                        tables("TableName"),
                        "GetTableVersion",
                        "GetTableVersions",
                        "DeleteTableVersion",
                        "BatchDeleteTableVersion",
                        "CreatePartition",
                        "GetPartition",
                        "GetPartitions",
                        "UpdatePartition",
                        "DeletePartition",
                        "BatchCreatePartition",
                        "BatchGetPartition",
                        "BatchUpdatePartition",
                        "BatchDeletePartition",
                        "CreatePartitionIndex",
                        "GetPartitionIndexes",
                        "DeletePartitionIndex",
                        "GetColumnStatisticsForTable",
                        "UpdateColumnStatisticsForTable",
                        "DeleteColumnStatisticsForTable",
                        "GetColumnStatisticsForPartition",
                        "UpdateColumnStatisticsForPartition",
                        "DeleteColumnStatisticsForPartition");
    }

    /** Millrace's own operations: progress of a job into a table belongs to both. */
    private static void addBookmarks(RuleTable table) {
        table.add(
                (request, arns) -> {
                    List<ResourceArn> needed =
                            new ArrayList<>(tables("TableName").resources(request, arns));
                    needed.addAll(arns.ofType("job", request.texts("JobName")));
                    return needed;
                },
                "GetBookmark",
                "FindUnprocessed",
                "FindProcessed",
                "AddBatchInputs",
                "BeginBatch",
                "CommitBatch",
                "AbandonBatch");
    }

    private static void addFunctions(RuleTable table) {
        table.add(functions("FunctionInput.FunctionName"), "CreateUserDefinedFunction")
                .add(functions("FunctionName", "FunctionInput.FunctionName"), "UpdateUserDefinedFunction")
                .add(functions("FunctionName"), "GetUserDefinedFunction", "DeleteUserDefinedFunction")
                .add(functions(), "GetUserDefinedFunctions");
    }

    private static void addConnections(RuleTable table) {
        table.add(connections("ConnectionInput.Name"), "CreateConnection")
                .add(connections("Name", "ConnectionInput.Name"), "UpdateConnection")
                .add(connections("Name"), "GetConnection")
                .add(connections("ConnectionName"), "DeleteConnection")
                .add(connections("ConnectionNameList"), "BatchDeleteConnection")
                .add(connections(), "GetConnections");
    }

    private static void addSettings(RuleTable table) {
        table.add(
                        (request, arns) -> List.of(arns.catalog()),
                        "GetDataCatalogEncryptionSettings",
                        "PutDataCatalogEncryptionSettings",
                        "GetResourcePolicies")
                .add(CatalogRules::catalogAndGiven, "GetResourcePolicy", "PutResourcePolicy", "DeleteResourcePolicy")
                .add(CatalogRules::given, "TagResource", "UntagResource", "GetTags");
    }

    private static ResourceRule database(String path) {
        return (request, arns) -> {
            List<ResourceArn> needed = catalog(arns);
            needed.addAll(arns.databases(request.texts(path)));
            return needed;
        };
    }

    /** Its tables and functions go with it. */
    private static List<ResourceArn> wholeDatabase(RequestMembers request, ServerArns arns) {
        List<ResourceArn> needed = catalog(arns);
        List<String> names = request.texts("Name");
        needed.addAll(arns.databases(names));
        for (String name : names) {
            needed.addAll(arns.tables(name, List.of()));
            needed.addAll(arns.functions(name, List.of()));
        }
        return needed;
    }

    private static ResourceRule tables(String... paths) {
        return (request, arns) -> {
            List<ResourceArn> needed = catalog(arns);
            List<String> databases = request.texts(DATABASE);
            needed.addAll(arns.databases(databases));
            for (String database : databases) {
                needed.addAll(arns.tables(database, request.texts(paths)));
            }
            return needed;
        };
    }

    private static List<ResourceArn> everyTable(RequestMembers request, ServerArns arns) {
        List<ResourceArn> needed = catalog(arns);
        needed.addAll(arns.databases(List.of()));
        needed.add(arns.allGlue("table/").caseless());
        return needed;
    }

    /** A database is not always asked for: without one, functions are listed of all. */
    private static ResourceRule functions(String... paths) {
        return (request, arns) -> {
            List<ResourceArn> needed = catalog(arns);
            List<String> databases = request.texts(DATABASE);
            needed.addAll(arns.databases(databases));
            for (String database : databases) {
                needed.addAll(arns.functions(database, request.texts(paths)));
            }
            if (databases.isEmpty()) {
                needed.add(arns.allGlue("userDefinedFunction/").caseless());
            }
            return needed;
        };
    }

    private static ResourceRule connections(String... paths) {
        return (request, arns) -> {
            List<ResourceArn> needed = catalog(arns);
            needed.addAll(arns.ofType("connection", request.texts(paths)));
            return needed;
        };
    }

    private static List<ResourceArn> catalogAndGiven(RequestMembers request, ServerArns arns) {
        List<ResourceArn> needed = catalog(arns);
        request.text("ResourceArn").map(arns::given).ifPresent(needed::add);
        return needed;
    }

    private static List<ResourceArn> given(RequestMembers request, ServerArns arns) {
        return List.of(request.text("ResourceArn").map(arns::given).orElse(ResourceArn.ANY));
    }

    private static List<ResourceArn> catalog(ServerArns arns) {
        List<ResourceArn> needed = new ArrayList<>();
        needed.add(arns.catalog());
        return needed;
    }
}
