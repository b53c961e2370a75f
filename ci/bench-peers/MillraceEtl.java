import io.millrace.etl.job.RawToParquetJob;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Runs Millrace's job several times in one process, as a driver that stays warm does; compiled and started by {@code ci/bench etl} with the class
 * path of jobs. Arguments: how often, then the job's, in which {@code RUN} stands for the run's number. Prints what {@link EtlPeers} prints.
 */
public final class MillraceEtl {
    private MillraceEtl() {}

    public static void main(String[] arguments) throws Exception {
        int runs = Integer.parseInt(arguments[0]);
        try (SparkSession spark = RawToParquetJob.startSpark("bench")) {
            for (int run = 0; run < runs; run++) {
                String number = Integer.toString(run);
                List<String> job = Arrays.stream(arguments)
                        .skip(1)
                        .map(argument -> argument.replace("RUN", number))
                        .toList();
                long start = System.nanoTime();
                RawToParquetJob.run(spark, job);
                System.out.println("RUN " + (System.nanoTime() - start) / 1e9);
            }
        }
        System.out.println(EtlPeers.end());
    }
}
