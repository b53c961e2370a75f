package io.millrace.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.server.demo.TripGenerator.Month;
import io.millrace.server.demo.TripGenerator.Trips;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestTripGenerator {
    @TempDir
    private Path folder;

    @Test
    void writesTwelveMonthsWithAsManyRowsAsAsked() throws IOException {
        List<Month> months = new TripGenerator(1_003, 1).writeTo(folder);

        assertThat(months)
                .hasSize(12)
                .extracting(Month::file)
                .startsWith("yellow_tripdata_2023-01.csv")
                .endsWith("yellow_tripdata_2023-12.csv");
        assertThat(TripGenerator.total(months).rows()).isEqualTo(1_003);
        assertThat(rows(months))
                .hasSize(1_003)
                .allSatisfy(row -> assertThat(row).hasSize(18));
    }

    @Test
    void hasTheHeaderOfThePublicDataSet() throws IOException {
        new TripGenerator(12, 1).writeTo(folder);
        String header = Files.readAllLines(folder.resolve("yellow_tripdata_2023-07.csv"))
                .get(0);

        assertThat(header).startsWith("vendor_id,pickup_datetime,").endsWith(",total_amount,congestion_surcharge");
        assertThat(header.split(",")).hasSize(18);
    }

    @Test
    void reportsTheExactSumOfTheFares() throws IOException {
        List<Month> months = new TripGenerator(5_000, 2).writeTo(folder);
        BigDecimal sum =
                rows(months).stream().map(row -> new BigDecimal(row.get(10))).reduce(BigDecimal.ZERO, BigDecimal::add);

        assertThat(BigDecimal.valueOf(TripGenerator.total(months).fareCents(), 2))
                .isEqualTo(sum);
    }

    @Test
    void leavesTheRecordedValuesOutTogether() throws IOException {
        List<List<String>> rows = rows(new TripGenerator(20_000, 3).writeTo(folder));
        List<List<String>> incomplete =
                rows.stream().filter(row -> row.get(0).isEmpty()).toList();

        assertThat(incomplete.size()).isBetween(400, 800);
        assertThat(incomplete)
                .allSatisfy(row -> assertThat(List.of(row.get(3), row.get(5), row.get(6), row.get(9)))
                        .containsOnly(""));
        assertThat(rows.stream().filter(row -> row.contains("")).count()).isEqualTo(incomplete.size());
    }

    @Test
    void quotesAFieldWithACommaInIt() throws IOException {
        List<List<String>> rows = rows(new TripGenerator(5_000, 4).writeTo(folder));

        assertThat(rows).extracting(row -> row.get(6)).contains("N", "Y, held in vehicle", "");
        assertThat(Files.readString(folder.resolve("yellow_tripdata_2023-01.csv")))
                .contains(",\"N\",");
    }

    @Test
    void keepsPickUpsInTheFilesMonthAndTotalsRight() throws IOException {
        List<Month> months = new TripGenerator(2_400, 5).writeTo(folder);
        for (Month month : months) {
            String yearMonth = month.file().substring("yellow_tripdata_".length(), "yellow_tripdata_2023-01".length());
            assertThat(rows(List.of(month))).allSatisfy(row -> {
                assertThat(row.get(1)).startsWith(yearMonth);
                assertThat(row.get(2)).isGreaterThan(row.get(1));
                BigDecimal parts = row.subList(10, 16).stream()
                        .map(BigDecimal::new)
                        .reduce(new BigDecimal(row.get(17)), BigDecimal::add);
                assertThat(new BigDecimal(row.get(16))).isEqualByComparingTo(parts);
            });
        }
    }

    @Test
    void repeatsItselfByteForByte() throws IOException, NoSuchAlgorithmException {
        assertThat(digest(new TripGenerator(10_000, 42)))
                .isEqualTo(digest(new TripGenerator(10_000, 42)))
                .isEqualTo("554bd69279b7dbab0d9e7eff40347b77a5c9f7cbdd67d0e4ce29a877938e0746")
                .isNotEqualTo(digest(new TripGenerator(10_000, 43)));
    }

    @Test
    void refusesFewerRowsThanMonths() {
        assertThatThrownBy(() -> new TripGenerator(11, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static String digest(TripGenerator generator) throws IOException, NoSuchAlgorithmException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Trips trips = new Trips(0, 0);
        for (int month = 1; month <= 12; month++) {
            trips = trips.plus(generator.writeMonth(month, out));
        }
        assertThat(trips.rows()).isEqualTo(10_000);
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(out.toByteArray()));
    }

    private List<List<String>> rows(List<Month> months) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (Month month : months) {
            List<String> lines = Files.readAllLines(folder.resolve(month.file()), StandardCharsets.US_ASCII);
            lines.subList(1, lines.size()).forEach(line -> rows.add(fields(line)));
        }
        return rows;
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
