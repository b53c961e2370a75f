import org.apache.spark.sql.SparkSession;

/**
 * Prints how many milliseconds Spark takes to infer the schema of each CSV folder given; started by {@code ci/bench crawl} as a source
 * file with the class path of jobs. The session's start and a warm-up on the first folder are not counted.
 */
public final class SparkInference {
    private SparkInference() {}

    public static void main(String[] folders) throws Exception {
        try (SparkSession spark = SparkSession.builder()
                .master("local[*]")
                .appName("bench")
                .config("spark.ui.enabled", "false")
                .getOrCreate()) {
            infer(spark, folders[0]);
            for (String folder : folders) {
                long start = System.nanoTime();
                int columns = infer(spark, folder);
                System.out.println("RESULT " + columns + " " + (System.nanoTime() - start) / 1e6);
            }
        }
    }

    private static int infer(SparkSession spark, String folder) {
        return spark.read()
                .option("header", "true")
                .option("inferSchema", "true")
                .csv(folder)
                .schema()
                .size();
    }
}
