package io.millrace.server.demo;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Table;

/** A demo's summary for people. */
public final class DemoReport {
    private static final int COLUMNS_A_LINE = 4;

    private final DemoResult result;
    private final Demo demo;
    private final DemoOptions options;

    /** The summary of what {@code demo} found. */
    public DemoReport(DemoResult result, Demo demo, DemoOptions options) {
        this.result = result;
        this.demo = demo;
        this.options = options;
    }

    /** Prints tables, counts, seconds, and what differs if anything does. */
    public void print(PrintStream out) {
        out.println();
        printTable(out, "raw ", result.raw().definition(), result.raw().rows() + " rows");
        printTable(
                out,
                "lake",
                result.lake().definition(),
                result.lake().rows() + " rows in " + result.lake().partitions() + " partitions");
        DemoResult.Seconds seconds = result.seconds();
        out.printf(
                Locale.ROOT,
                "seconds: start %.1f, crawl %.1f, job %.1f, query %.1f, total %.1f%n",
                seconds.start(),
                seconds.crawl(),
                seconds.job(),
                seconds.query(),
                seconds.total());
        if (result.match()) {
            out.println("match: both tables have the same rows and the same sum of fares.");
        } else {
            out.println("NO MATCH:");
            result.differences().forEach(difference -> out.println("  " + difference));
        }
        if (options.inputs().isEmpty()) {
            out.println("The trips are made up (seed " + options.seed() + "); --input takes real files.");
        }
        out.flush();
    }

    private static void printTable(PrintStream out, String kind, Table table, String size) {
        out.printf("%s %s.%s: %s%n", kind, table.databaseName(), table.name(), size);
        List<String> columns = Stream.concat(
                        table.storageDescriptor().columns().stream().map(DemoReport::describe),
                        table.partitionKeys().stream().map(key -> describe(key) + " (partition)"))
                .toList();
        for (int i = 0; i < columns.size(); i += COLUMNS_A_LINE) {
            out.println(columns.subList(i, Math.min(columns.size(), i + COLUMNS_A_LINE)).stream()
                    .collect(Collectors.joining(", ", "       ", "")));
        }
    }

    private static String describe(Column column) {
        return column.name() + " " + column.type();
    }

    /** Prints how to go on while the server keeps running: endpoint, key and lines to paste. */
    public void printKept(PrintStream out) {
        String data = options.dataFolder().toAbsolutePath().toString();
        String aws = "aws --endpoint-url " + demo.endpoint();
        out.printf("%nThe server runs until Ctrl-C at %s (objects at %s).%n", demo.endpoint(), demo.storageEndpoint());
        out.println("In another terminal, with the AWS CLI:");
        out.printf("  eval \"$(./millrace env --data %s)\"%n", data);
        out.printf(
                "  %s glue get-tables --database-name %s%n", aws, result.lake().database());
        out.printf(
                "  %s glue get-partitions --database-name %s --table-name %s%n",
                aws, result.lake().database(), result.lake().table());
        out.printf("  %s glue start-crawler --name %s%n", aws, DemoStage.RAW_CRAWLER);
        out.printf(
                "  %s athena start-query-execution --query-string 'SELECT year, month, count(*) AS trips FROM %s.%s GROUP BY year, month ORDER BY 1, 2' --result-configuration OutputLocation=%s%n",
                aws, result.lake().database(), result.lake().table(), DemoStage.RESULT_LOCATION);
        out.printf("  %s athena get-query-results --query-execution-id ID%n", aws);
        out.printf(
                "  aws --endpoint-url %s s3 ls s3://%s/ --recursive%n", demo.storageEndpoint(), DemoStage.LAKE_BUCKET);
        out.flush();
    }

    /** Prints how to approve what the pipeline waits with, if it does. */
    public void printHowToApprove(PrintStream out) {
        if (result.waitsForApproval()) {
            out.printf(
                    "The pipeline waits for an approval. To give it and go on:%n  ./millrace demo --pipeline --approve --data %s%n",
                    options.dataFolder().toAbsolutePath());
            out.flush();
        }
    }

    /** Prints how to go on after the server has stopped. */
    public void printHowToGoOn(PrintStream out) {
        out.println("To look around with the AWS CLI, run it again with --keep.");
        out.flush();
    }
}
