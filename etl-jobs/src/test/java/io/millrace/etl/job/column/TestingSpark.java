package io.millrace.etl.job.column;

import org.apache.spark.sql.SparkSession;

/** A session with the settings of jobs, for what needs no storage. */
final class TestingSpark {
    private TestingSpark() {}

    static SparkSession start() {
        return SparkSession.builder()
                .master("local[1]")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.ui.enabled", "false")
                .config("spark.sql.session.timeZone", "UTC")
                .config("spark.sql.timestampType", "TIMESTAMP_NTZ")
                .config("spark.sql.ansi.enabled", "true")
                .config("spark.sql.datetime.java8API.enabled", "true")
                .config("spark.sql.shuffle.partitions", "1")
                .getOrCreate();
    }
}
