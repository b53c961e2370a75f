package io.millrace.etl.lane.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.type.HiveType;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.etl.lane.BadRowException;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.RejectedRow;
import io.millrace.etl.lane.RejectedRows;
import io.millrace.etl.lane.csv.BadCells;
import io.millrace.etl.lane.csv.CsvPart;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.IntVector;
import io.millrace.etl.lane.vector.LongVector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TestJsonLinesReader {
    private static final List<LaneColumn> COLUMNS = List.of(
            new LaneColumn("id", Primitive.INT),
            new LaneColumn("name", Primitive.STRING),
            new LaneColumn("at", Primitive.TIMESTAMP),
            new LaneColumn("price", new HiveType.Decimal(6, 2)));
    private static final List<String> KEYS = List.of("Id", "name", "at", "price");

    private final List<RejectedRow> rejected = new ArrayList<>();

    private List<String> read(byte[] file, CsvPart part, BadCells badCells, int capacity, int maxBytes)
            throws IOException {
        byte[] rest = Arrays.copyOfRange(file, (int) part.streamStart(), file.length);
        VectorBatch batch = VectorBatch.of(COLUMNS, capacity);
        List<String> rows = new ArrayList<>();
        try (JsonLinesReader reader = JsonLinesReader.open(
                "file:/x.json",
                new ByteArrayInputStream(rest),
                COLUMNS,
                new JsonMembers(KEYS, other -> {}),
                part,
                badCells,
                rejected::add,
                maxBytes)) {
            while (reader.read(batch)) {
                for (int row = 0; row < batch.rows(); row++) {
                    rows.add(shown(batch, row));
                }
            }
        }
        return rows;
    }

    private static String shown(VectorBatch batch, int row) {
        List<String> values = new ArrayList<>();
        for (int column = 0; column < COLUMNS.size(); column++) {
            if (batch.vector(column).isNull(row)) {
                values.add("-");
            } else if (batch.vector(column) instanceof BytesVector bytes) {
                values.add(new String(bytes.data(), bytes.starts()[row], bytes.lengths()[row], StandardCharsets.UTF_8));
            } else if (batch.vector(column) instanceof IntVector ints) {
                values.add(Integer.toString(ints.values()[row]));
            } else {
                values.add(Long.toString(((LongVector) batch.vector(column)).values()[row]));
            }
        }
        return String.join("|", values);
    }

    private List<String> read(String text, BadCells badCells) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8), CsvPart.WHOLE, badCells, 3, 1 << 20);
    }

    @Test
    void readsMembersByTheirKeys() throws IOException {
        assertThat(read("""
                        {"Id": 1, "name": "Zoë \\u00fc \\ud83d\\ude00", "at": "1970-01-01 00:00:01", "price": 12.345}
                        {"price": "1.5", "other": {"Id": 9, "x": [1, {}]}, "id": 5, "name": null}

                        {"name": "first", "name": "last", "Id": 3, "Id": null} behind
                        \t
                        {}
                        """, BadCells.REJECT))
                .containsExactly("1|Zoë ü 😀|1000000|1235", "-|-|-|150", "-|last|-|-", "-|-|-|-");
        assertThat(rejected).isEmpty();
    }

    @Test
    void columnsOfTextsTakeAnyValueAsItIsWritten() throws IOException {
        assertThat(read("""
                        {"name": 1.50}
                        {"name": -7, "Id": 1}
                        {"name":true}
                        {"name": {"a" : [1,  2.0, "x\\n"]} , "Id": 2}
                        {"name": [ ]}
                        """, BadCells.REJECT))
                .containsExactly(
                        "-|1.50|-|-", "1|-7|-|-", "-|true|-|-", "2|{\"a\" : [1,  2.0, \"x\\n\"]}|-|-", "-|[ ]|-|-");
    }

    @Test
    void rejectsWhatDoesNotFitWithLineColumnAndReason() throws IOException {
        assertThat(read("""
                        {"Id": 1}
                        {"Id": "2"}

                        {"Id": 99999999999, "name": "x"}
                        {"Id": 1.5}
                        {"at": "yesterday"}
                        {"price": 123456}
                        {"Id": {"a": 1}}
                        {"Id": 3, "name": "x"
                        [1]
                        {"Id": 4}
                        """, BadCells.REJECT)).containsExactly("1|-|-|-", "4|-|-|-");
        assertThat(rejected)
                .extracting(row -> row.line() + " " + row.column() + " " + row.reason())
                .satisfiesExactly(
                        row -> assertThat(row).isEqualTo("2 id '2' is no int"),
                        row -> assertThat(row).isEqualTo("4 id '99999999999' is no int"),
                        row -> assertThat(row).isEqualTo("5 id '1.5' is no int"),
                        row -> assertThat(row).isEqualTo("6 at 'yesterday' is no timestamp"),
                        row -> assertThat(row).isEqualTo("7 price '123456' is no decimal(6,2)"),
                        row -> assertThat(row).isEqualTo("8 id an object is no int"),
                        row -> assertThat(row).startsWith("9  the line is no valid JSON: Unexpected end-of-input"),
                        row -> assertThat(row).isEqualTo("10  the line is no JSON object"));
        assertThat(rejected.get(6).text()).isEqualTo("{\"Id\": 3, \"name\": \"x\"");
    }

    @Test
    void makesWhatDoesNotFitNull() throws IOException {
        assertThat(read("""
                        {"Id": "2", "name": "kept"}
                        {"Id": [1, [2]], "name": "kept too"}
                        {"Id": 3, "name": "x"
                        nonsense
                        """, BadCells.NULL)).containsExactly("-|kept|-|-", "-|kept too|-|-", "-|-|-|-", "-|-|-|-");
    }

    @Test
    void takesEveryLineEndAndLeavesTheMarkOut() throws IOException {
        assertThat(read("\ufeff{\"Id\":1}\r\n{\"Id\":2}\r{\"Id\":3}\n\r\n{\"Id\":4}", BadCells.REJECT))
                .containsExactly("1|-|-|-", "2|-|-|-", "3|-|-|-", "4|-|-|-");
    }

    @Test
    void rejectsLinesThatAreTooLong() throws IOException {
        String file =
                "{\"Id\":1}\n{\"name\":\"" + "x".repeat(1000) + "\"}\r\n{\"Id\":2}\n{\"name\":\"" + "y".repeat(500);

        assertThat(read(file.getBytes(StandardCharsets.UTF_8), CsvPart.WHOLE, BadCells.NULL, 3, 64))
                .containsExactly("1|-|-|-", "2|-|-|-");
        assertThat(rejected)
                .extracting(row -> row.line() + " " + row.reason())
                .containsExactly("2 the line is longer than 64 bytes", "4 the line is longer than 64 bytes");
    }

    @Test
    void rejectsBytesThatAreNoText() throws IOException {
        byte[] file = "{\"name\":\"x?\"}\n{\"Id\":2}\n".getBytes(StandardCharsets.ISO_8859_1);
        file[10] = (byte) 0xff;

        assertThat(read(file, CsvPart.WHOLE, BadCells.REJECT, 3, 100)).containsExactly("2|-|-|-");
        assertThat(rejected)
                .singleElement()
                .satisfies(row -> assertThat(row.reason()).contains("Invalid UTF-8"));
    }

    @Test
    void endsTheReadingWhereRowsMustFit() {
        assertThatThrownBy(() -> {
                    try (JsonLinesReader reader = JsonLinesReader.open(
                            "file:/x.json",
                            new ByteArrayInputStream("{\"Id\":\"a\"}".getBytes(StandardCharsets.UTF_8)),
                            COLUMNS,
                            new JsonMembers(KEYS, other -> {}),
                            CsvPart.WHOLE,
                            BadCells.REJECT,
                            RejectedRows.FAIL)) {
                        reader.read(VectorBatch.of(COLUMNS, 2));
                    }
                })
                .isInstanceOf(BadRowException.class)
                .hasMessageContaining("file:/x.json, line 1, column id: 'a' is no int");
    }

    @Test
    void partsHaveEachLineOnce() throws IOException {
        Random random = new Random(5);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40; i++) {
            text.append("{\"Id\":")
                    .append(random.nextInt(3) == 0 ? "\"bad\"" : Integer.toString(i))
                    .append("}")
                    .append(List.of("\n", "\r\n", "\r", "\n\n").get(random.nextInt(4)));
        }
        byte[] file = text.toString().getBytes(StandardCharsets.UTF_8);
        List<String> whole = read(file, CsvPart.WHOLE, BadCells.REJECT, 7, 100);
        List<RejectedRow> wholeRejected = List.copyOf(rejected);
        for (int cut = 1; cut < file.length; cut++) {
            rejected.clear();
            int place = cut;
            CsvPart second = new CsvPart(cut, file.length, () -> linesBefore(file, place - 1));
            List<String> parts = new ArrayList<>(read(file, new CsvPart(0, cut, () -> 0), BadCells.REJECT, 7, 100));
            parts.addAll(read(file, second, BadCells.REJECT, 7, 100));

            assertThat(parts).as("cut at %d", cut).isEqualTo(whole);
            assertThat(rejected).as("cut at %d", cut).isEqualTo(wholeRejected);
        }
    }

    private static long linesBefore(byte[] file, int end) {
        long lines = 0;
        for (int at = 0; at < end; at++) {
            boolean pair = file[at] == '\r' && at + 1 < file.length && file[at + 1] == '\n';
            lines += file[at] == '\n' || (file[at] == '\r' && !pair) ? 1 : 0;
        }
        return lines;
    }

    @Test
    void aBatchOfLongTextsEndsBeforeItIsFullOfRows() throws IOException {
        String line = "{\"name\":\"" + "x".repeat(3 << 20) + "\"}\n";
        VectorBatch batch = VectorBatch.of(COLUMNS, 100);
        List<Integer> rows = new ArrayList<>();
        try (JsonLinesReader reader = JsonLinesReader.open(
                "file:/x.json",
                new ByteArrayInputStream(line.repeat(7).getBytes(StandardCharsets.UTF_8)),
                COLUMNS,
                new JsonMembers(KEYS, other -> {}),
                CsvPart.WHOLE,
                BadCells.REJECT,
                RejectedRows.FAIL)) {
            while (reader.read(batch)) {
                rows.add(batch.rows());
                assertThat(((BytesVector) batch.vector(1)).lengths()[0]).isEqualTo(3 << 20);
            }
        }
        assertThat(rows).containsExactly(3, 3, 1);
    }

    @Test
    void reasonsDoNotTellOfTheParser() throws IOException {
        byte[] file = "{\"Id\":1\n".getBytes(StandardCharsets.UTF_8);
        assertThat(read(file, CsvPart.WHOLE, BadCells.REJECT, 10, 1 << 20)).isEmpty();
        assertThat(rejected)
                .extracting(RejectedRow::reason)
                .containsExactly(
                        "the line is no valid JSON: Unexpected end-of-input: expected close marker for Object");
    }
}
