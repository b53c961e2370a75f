package io.millrace.etl.crawl;

import io.millrace.catalog.crawl.FileRequestStream;
import io.millrace.etl.job.storage.JobStorage;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Reads the files of one large crawl with Spark: requests come by standard input, answers go by standard output, and the input's end
 * ends it, and so does the end of the process that started it. The crawl itself (listing, ledger, tables, catalog) stays in the server.
 * Storage is read from the environment as by all jobs; {@code spark.master} may be given as a system property, {@code local[*]} else.
 */
public final class CrawlJob {
    private static final int ORPHANED = 1;

    private CrawlJob() {}

    /** Serves one crawl. */
    public static void main(String[] arguments) throws IOException {
        // What libraries print must not come between the answers.
        OutputStream answers = new FileOutputStream(FileDescriptor.out);
        System.setOut(System.err);
        ProcessHandle.current().parent().ifPresent(CrawlJob::endWith);
        serve(System.in, answers, CrawlStorage.of(JobStorage.ofProcess()));
    }

    /** A load may take minutes, and until its end nobody sees that the requests have ended. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it
    private static void endWith(ProcessHandle server) {
        server.onExit().thenRun(() -> Runtime.getRuntime().halt(ORPHANED));
    }

    static void serve(InputStream requests, OutputStream answers, CrawlStorage storage) throws IOException {
        SparkConf conf = new SparkConf().setAppName("CrawlJob");
        conf.setIfMissing("spark.master", "local[*]");
        conf.setIfMissing("spark.driver.host", "127.0.0.1");
        conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
        conf.setIfMissing("spark.ui.enabled", "false");
        try (JavaSparkContext spark = new JavaSparkContext(conf)) {
            FileRequestStream.serve(requests, answers, new SparkFileCluster(spark, storage));
        }
    }
}
