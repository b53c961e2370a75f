package io.millrace.server.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What others take to find the schema of the same files. */
final class CrawlPeers {
    private static final List<String> OPENED = List.of(
            "java.lang",
            "java.lang.invoke",
            "java.lang.reflect",
            "java.io",
            "java.net",
            "java.nio",
            "java.util",
            "java.util.concurrent",
            "java.util.concurrent.atomic");

    private CrawlPeers() {}

    /** DuckDB's {@code read_csv} over all files, in this process; milliseconds. */
    static double duckDb(Path folder) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            long start = System.nanoTime();
            int columns = 0;
            try (ResultSet rows = statement.executeQuery("DESCRIBE SELECT * FROM read_csv('" + folder
                    + "/**/*.csv', union_by_name = true, hive_partitioning = true)")) {
                while (rows.next()) {
                    columns++;
                }
            }
            requireColumns(columns);
            return (System.nanoTime() - start) / 1e6;
        }
    }

    /** Spark's {@code inferSchema} on each folder, in one process with a session that is warm; milliseconds. */
    static List<Double> spark(Path home, List<Path> folders) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        OPENED.forEach(name -> command.add("--add-opens=java.base/" + name + "=ALL-UNNAMED"));
        command.add("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
        command.add("--add-opens=java.base/sun.security.action=ALL-UNNAMED");
        command.add("-Xmx2g");
        command.add("-cp");
        command.add(
                Files.readString(home.resolve("etl-jobs/target/job.classpath")).strip());
        command.add(home.resolve("ci/bench-peers/SparkInference.java").toString());
        folders.forEach(folder -> command.add(folder.toString()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        List<Double> millis = new ArrayList<>();
        for (String line :
                output.lines().filter(text -> text.startsWith("RESULT ")).toList()) {
            String[] parts = line.split(" ");
            requireColumns(Integer.parseInt(parts[1]));
            millis.add(Double.parseDouble(parts[2]));
        }
        if (process.waitFor() != 0 || millis.size() != folders.size()) {
            throw new IOException("Spark failed: " + output);
        }
        return millis;
    }

    private static void requireColumns(int columns) {
        if (columns < 5) {
            throw new IllegalStateException("A peer found " + columns + " columns");
        }
    }
}
