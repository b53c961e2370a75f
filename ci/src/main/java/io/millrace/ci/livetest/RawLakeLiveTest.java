package io.millrace.ci.livetest;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.athena.AthenaClient;
import software.amazon.awssdk.services.glue.GlueClient;

/**
 * The pipeline's live test as a program: compares a stage's tables and ends with 0 only if they match. Endpoint, region and key
 * come from the SDK's own configuration ({@code AWS_ENDPOINT_URL}, {@code AWS_REGION}, …), so that it tests Millrace and AWS alike.
 */
public final class RawLakeLiveTest {
    private static final int MATCH = 0;
    private static final int DIFFERENT = 1;
    private static final int WRONG_USE = 2;
    private static final Duration QUERY_TIMEOUT = Duration.ofMinutes(5);

    private RawLakeLiveTest() {}

    /** Arguments: raw table, lake table (both {@code database.table}), the money column, the location of query results. */
    public static void main(String[] arguments) {
        System.exit(run(arguments, System.out, System.err));
    }

    static int run(String[] arguments, PrintStream out, PrintStream err) {
        if (arguments.length != 4) {
            err.println("Usage: RawLakeLiveTest RAW_DATABASE.TABLE LAKE_DATABASE.TABLE MONEY_COLUMN s3://RESULTS/");
            return WRONG_USE;
        }
        try (GlueClient glue = GlueClient.create();
                AthenaClient athena = AthenaClient.create()) {
            AthenaQueries queries =
                    new AthenaQueries(athena, arguments[3], QUERY_TIMEOUT, InstantSource.system(), Pause.blocking());
            ComparisonResult result = new RawLakeComparison(glue, queries)
                    .compare(TableName.parse(arguments[0]), TableName.parse(arguments[1]), arguments[2]);
            return report(result, out);
        } catch (LiveTestException | IllegalArgumentException | SdkException e) {
            err.println(e.getMessage());
            return DIFFERENT;
        }
    }

    static int report(ComparisonResult result, PrintStream out) {
        for (TableFigures figures : new TableFigures[] {result.raw(), result.lake()}) {
            out.printf(
                    "%s: %d rows, %d columns, %d partitions, sum %s%n",
                    figures.name(),
                    figures.rows(),
                    figures.columns(),
                    figures.partitions(),
                    figures.sum().toPlainString());
        }
        result.differences().forEach(out::println);
        out.println(result.matches() ? "The tables match" : "The tables differ");
        return result.matches() ? MATCH : DIFFERENT;
    }
}
