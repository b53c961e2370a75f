import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;

/**
 * What others take to turn trips into Parquet by year and month; compiled and started by {@code ci/bench etl} with the class path of jobs.
 *
 * <p>Arguments: engine ({@code spark-default}, {@code spark-tuned}, {@code duckdb}), format ({@code csv}, {@code quoted}, {@code json}), the input's
 * folder or URI, the output's, the columns as {@code name type,…} of SQL, and how often to run. Prints {@code RUN seconds} for each run, and {@code
 * END cpu-seconds peak-megabytes} of the process.
 */
public final class EtlPeers {
    private EtlPeers() {}

    public static void main(String[] arguments) throws Exception {
        String engine = arguments[0];
        int runs = Integer.parseInt(arguments[5]);
        try (Conversion conversion = engine.equals("duckdb")
                ? new DuckDb(arguments[1], arguments[2], arguments[4])
                : new Spark(engine.equals("spark-tuned"), arguments[1], arguments[2], arguments[4])) {
            for (int run = 0; run < runs; run++) {
                long start = System.nanoTime();
                conversion.run(arguments[3] + "/" + run);
                System.out.println("RUN " + (System.nanoTime() - start) / 1e9);
            }
        }
        System.out.println(end());
    }

    static String end() throws IOException {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        String peak = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .findFirst()
                .orElseThrow();
        return "END " + system.getProcessCpuTime() / 1e9 + " " + Double.parseDouble(peak.replaceAll("[^0-9]", "")) / 1024;
    }

    private interface Conversion extends AutoCloseable {
        void run(String output) throws Exception;

        @Override
        void close() throws SQLException;
    }

    /** {@code COPY … PARTITION_BY} with all columns' types given, as the catalog gives them to ours. */
    private static final class DuckDb implements Conversion {
        private final Connection connection;
        private final String source;

        DuckDb(String format, String input, String columns) throws SQLException {
            connection = DriverManager.getConnection("jdbc:duckdb:");
            StringBuilder types = new StringBuilder("{");
            for (String column : columns.split(",")) {
                String[] parts = column.split(" ");
                types.append(types.length() == 1 ? "" : ", ").append('\'').append(parts[0]).append("': '").append(parts[1]).append('\'');
            }
            source = format.equals("json")
                    ? "read_json('" + input + "/*', format = 'newline_delimited', columns = " + types + "})"
                    : "read_csv('" + input + "/*', header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', columns = "
                            + types + "})";
        }

        @Override
        public void run(String output) throws SQLException, IOException {
            Files.createDirectories(Path.of(output).getParent());
            try (Statement statement = connection.createStatement()) {
                statement.execute("COPY (SELECT *, year(tpep_pickup_datetime) AS year, month(tpep_pickup_datetime) AS month FROM " + source
                        + ") TO '" + output + "' (FORMAT parquet, COMPRESSION snappy, PARTITION_BY (year, month))");
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    /** Spark with a schema given. Tuned: as docs of Spark advise, by hand, for this input. */
    private static final class Spark implements Conversion {
        private final SparkSession spark;
        private final String format;
        private final String input;
        private final String columns;

        Spark(boolean tuned, String format, String input, String columns) {
            Map<String, Object> settings = new TreeMap<>();
            settings.put("spark.ui.enabled", "false");
            settings.put("spark.sql.session.timeZone", "UTC");
            if (tuned) {
                settings.put("spark.sql.timestampType", "TIMESTAMP_NTZ");
                settings.put("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
                settings.put("spark.sql.files.maxPartitionBytes", "256m");
                settings.put("spark.sql.maxConcurrentOutputFileWriters", "16");
                settings.put("spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version", "2");
            }
            System.getProperties().forEach((key, value) -> {
                if (key.toString().startsWith("spark.")) {
                    settings.put(key.toString(), value);
                }
            });
            this.spark = SparkSession.builder()
                    .master("local[*]")
                    .appName("bench")
                    .config(settings)
                    .getOrCreate();
            this.format = format;
            this.input = input;
            this.columns = columns;
        }

        @Override
        public void run(String output) {
            DataFrameReader reader = spark.read().schema(columns);
            if (format.equals("quoted")) {
                reader = reader.option("multiLine", "true").option("escape", "\"");
            }
            var rows = format.equals("json")
                    ? reader.json(input)
                    : reader.option("header", "true").csv(input);
            rows.withColumn("year", functions.year(functions.col("tpep_pickup_datetime")))
                    .withColumn("month", functions.month(functions.col("tpep_pickup_datetime")))
                    .write()
                    .partitionBy("year", "month")
                    .parquet(output);
        }

        @Override
        public void close() {
            spark.stop();
        }
    }
}
