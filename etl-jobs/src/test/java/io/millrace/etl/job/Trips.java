package io.millrace.etl.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.services.glue.model.Table;

/** The real taxi trips and the table that a crawler makes of them. */
public final class Trips {
    static final String[] COLUMNS = {
        "vendor_id:bigint",
        "pickup_datetime:timestamp",
        "dropoff_datetime:timestamp",
        "passenger_count:bigint",
        "trip_distance:double",
        "rate_code_id:bigint",
        "store_and_fwd_flag:string",
        "pickup_location_id:bigint",
        "dropoff_location_id:bigint",
        "payment_type:bigint",
        "fare_amount:double",
        "extra:double",
        "mta_tax:double",
        "tip_amount:double",
        "tolls_amount:double",
        "improvement_surcharge:double",
        "total_amount:double",
        "congestion_surcharge:double"
    };

    private Trips() {}

    public static Table table(String location) {
        return InMemoryCatalog.crawled(
                "trips",
                location,
                Map.of("classification", "csv", "skip.header.line.count", "1"),
                Map.of("field.delim", ","),
                COLUMNS);
    }

    static List<Path> files() throws IOException {
        Path folder = Path.of(System.getProperty("millrace.home"), "../shared/data/nyc-taxi");
        assertThat(folder)
                .as("the real taxi trips, without which this test cannot be run")
                .isDirectory();
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
    }
}
