package io.millrace.etl.lane.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.RejectedRows;
import io.millrace.etl.lane.csv.CsvFormat.Header;
import io.millrace.etl.lane.csv.CsvFormat.Records;
import io.millrace.etl.lane.parse.CellParser;
import io.millrace.etl.lane.vector.Vector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestCsvReaderRandomCells {
    private static final List<LaneColumn> COLUMNS = TestingRows.columns(
            "int", "bigint", "double", "timestamp", "string", "decimal(9,2)", "date", "float", "boolean", "timestamp");
    private static final int ROWS = 40_000;
    private static final int FILES = 3000;

    @ParameterizedTest
    @CsvSource({"'\n',1000000", "'\r\n',1000000", "'\n',50"})
    void parsesInPassingWhatTheCellsParserParses(String lineEnd, int bufferBytes) throws IOException {
        Random random = new Random(41);
        StringBuilder text = new StringBuilder();
        List<List<String>> cells = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            List<String> row = new ArrayList<>();
            for (int column = 0; column < COLUMNS.size(); column++) {
                row.add(cell(random));
            }
            cells.add(row);
            text.append(String.join(",", row)).append(lineEnd);
        }
        try (CsvReader reader = open(text.toString().getBytes(UTF_8), Records.LINES, bufferBytes)) {
            List<List<String>> rows = TestingRows.all(reader, COLUMNS, 512);
            assertThat(rows).hasSize(ROWS);
            for (int i = 0; i < ROWS; i++) {
                assertThat(rows.get(i)).as("%s", cells.get(i)).isEqualTo(expected(cells.get(i)));
            }
        }
    }

    @Test
    @Timeout(value = 1, unit = TimeUnit.MINUTES)
    void readsAnyBytesToTheirEnd() throws IOException {
        Random random = new Random(42);
        byte[] alphabet = "0123456789-:. T,,,,\"\"\\\n\n\r\0ax\t".getBytes(ISO_8859_1);
        for (int i = 0; i < FILES; i++) {
            byte[] file = new byte[random.nextInt(400)];
            for (int j = 0; j < file.length; j++) {
                file[j] = random.nextInt(15) == 0 ? (byte) random.nextInt() : alphabet[random.nextInt(alphabet.length)];
            }
            for (Records records : Records.values()) {
                List<List<String>> whole;
                try (CsvReader reader = open(file, records, 1 << 12)) {
                    whole = TestingRows.all(reader, COLUMNS, 100);
                }
                try (CsvReader reader = open(file, records, random.nextInt(1, 30))) {
                    assertThat(TestingRows.all(reader, COLUMNS, 100)).isEqualTo(whole);
                }
            }
        }
    }

    private static CsvReader open(byte[] file, Records records, int bufferBytes) throws IOException {
        return CsvReader.open(
                "f",
                new ByteArrayInputStream(file),
                CsvFormat.of(',', Header.ABSENT, records),
                CsvColumns.all(COLUMNS),
                CsvPart.WHOLE,
                BadCells.NULL,
                RejectedRows.FAIL,
                new RecordBuffer.Size(bufferBytes, 1 << 20));
    }

    private static List<String> expected(List<String> cells) {
        VectorBatch batch = VectorBatch.of(COLUMNS, 1);
        for (int column = 0; column < cells.size(); column++) {
            byte[] cell = cells.get(column).getBytes(UTF_8);
            Vector vector = batch.vector(column);
            boolean parsed = CellParser.of(COLUMNS.get(column).type()).parse(cell, 0, cell.length, vector, 0);
            if (!parsed || cell.length == 0) {
                vector.setNull(0);
            }
        }
        batch.setRows(1);
        return TestingRows.of(batch).get(0);
    }

    /** Mostly of the lengths at which words of eight bytes end. */
    private static String cell(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> String.valueOf(random.nextLong() >> random.nextInt(64));
            case 1 -> random.nextInt(-2000, 2000) + "." + random.nextInt(2000);
            case 2 ->
                "%04d-%02d-%02d%s%02d:%02d:%02d%s"
                        .formatted(
                                random.nextInt(1, 3000),
                                random.nextInt(14),
                                random.nextInt(33),
                                random.nextBoolean() ? " " : "T",
                                random.nextInt(26),
                                random.nextInt(62),
                                random.nextInt(62),
                                List.of("", "", "", "Z", ".5", "x").get(random.nextInt(6)));
            case 3 ->
                List.of(
                                "", "-", ".", "-.", "5.", ".5", "-0", "+1", " 1", "1 ", "\\N", "true", "NaN", "ü",
                                "0x1", "1e5", "1:2")
                        .get(random.nextInt(17));
            default -> {
                StringBuilder text = new StringBuilder();
                int length = random.nextInt(12);
                for (int i = 0; i < length; i++) {
                    text.append("0123456789-.:/ xü".charAt(random.nextInt(random.nextInt(4) == 0 ? 17 : 12)));
                }
                yield text.toString();
            }
        };
    }
}
