package io.millrace.server.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The commands that {@link ITAwsCli} runs with the right key and with wrong ones, each under its first two words. */
final class AwsCommands {
    private static final String ROLE = "arn:aws:iam::000000000000:role/cli";

    private AwsCommands() {}

    /**
     * The commands in the order in which they make sense.
     *
     * @param folder where {@code trips.csv} and {@code event.json} are and {@code answer.json} goes
     * @param id what stands where an earlier command printed an id: of a run or of a query
     */
    static Map<String, List<String>> of(Path folder, String id) {
        Map<String, List<String>> commands = new LinkedHashMap<>();
        addCrawls(commands, folder);
        addRunsAndQueries(commands, id);
        addFunctions(commands, folder);
        return commands;
    }

    private static void addCrawls(Map<String, List<String>> commands, Path folder) {
        put(commands, "s3 cp", folder.resolve("trips.csv").toString(), "s3://cli-raw/trips/trips.csv", "--no-progress");
        put(commands, "s3 ls", "s3://cli-raw/", "--recursive");
        put(commands, "glue create-database", "--database-input", "Name=cli,Description=größer  als");
        put(
                commands,
                "glue create-crawler",
                "--name",
                "cli-raw",
                "--role",
                ROLE,
                "--database-name",
                "cli",
                "--targets",
                "S3Targets=[{Path=s3://cli-raw/trips/}]");
        put(commands, "glue start-crawler", "--name", "cli-raw");
        put(commands, "glue get-crawler", "--name", "cli-raw");
        put(commands, "glue get-tables", "--database-name", "cli");
    }

    private static void addRunsAndQueries(Map<String, List<String>> commands, String id) {
        put(
                commands,
                "glue create-job",
                "--name",
                "cli-etl",
                "--role",
                ROLE,
                "--command",
                "Name=glueetl,ScriptLocation=s3://cli-raw/job.scala",
                "--default-arguments",
                "{\"--class\":\"io.millrace.etl.job.RawToParquetJob\",\"--source-database\":\"cli\",\"--source-table\":\"trips\","
                        + "\"--target-path\":\"s3://cli-lake/trips/\",\"--target-database\":\"cli\","
                        + "\"--target-table\":\"lake\",\"--partition-keys\":\"city\"}");
        put(commands, "glue start-job-run", "--job-name", "cli-etl");
        put(commands, "glue get-job-run", "--job-name", "cli-etl", "--run-id", id);
        put(commands, "glue get-partitions", "--database-name", "cli", "--table-name", "lake");
        put(
                commands,
                "athena start-query-execution",
                "--query-string",
                "SELECT city, sum(fare) AS fares FROM cli.lake GROUP BY city ORDER BY city",
                "--result-configuration",
                "OutputLocation=s3://cli-lake/results/");
        put(commands, "athena get-query-execution", "--query-execution-id", id);
        put(commands, "athena get-query-results", "--query-execution-id", id);
    }

    private static void addFunctions(Map<String, List<String>> commands, Path folder) {
        put(
                commands,
                "lambda create-function",
                "--function-name",
                "cli",
                "--runtime",
                "java17",
                "--role",
                ROLE,
                "--handler",
                "io.millrace.lambda.RawObjectHandler::handleRequest",
                "--timeout",
                "60",
                "--environment",
                "Variables={CRAWLER_NAME=cli-raw}",
                "--code",
                "S3Bucket=cli-raw,S3Key=handlers.jar");
        put(
                commands,
                "lambda invoke",
                "--function-name",
                "cli",
                "--payload",
                "fileb://" + folder.resolve("event.json"),
                folder.resolve("answer.json").toString());
    }

    private static void put(Map<String, List<String>> commands, String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of(name.split(" ")));
        command.addAll(List.of(arguments));
        commands.put(name, command);
    }
}
