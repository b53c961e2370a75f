package io.millrace.etl.lane.csv;

import static io.millrace.etl.lane.csv.TestingRows.NULL;
import static io.millrace.etl.lane.csv.TestingRows.columns;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.etl.lane.BadRowException;
import io.millrace.etl.lane.LaneColumn;
import io.millrace.etl.lane.RejectedRow;
import io.millrace.etl.lane.RejectedRows;
import io.millrace.etl.lane.csv.CsvFormat.Header;
import io.millrace.etl.lane.csv.CsvFormat.Records;
import io.millrace.etl.lane.vector.BytesVector;
import io.millrace.etl.lane.vector.VectorBatch;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestCsvReader {
    private static final CsvFormat PLAIN = CsvFormat.of(',', Header.ABSENT, Records.LINES);
    private static final CsvFormat QUOTED = CsvFormat.of(',', Header.ABSENT, Records.QUOTED_LINE_ENDS);
    private static final CsvFormat WITH_HEADER = CsvFormat.of(',', Header.PRESENT, Records.QUOTED_LINE_ENDS);

    private final List<RejectedRow> rejected = new ArrayList<>();

    @Test
    void readsEveryTypeAndSkipsWhatIsNotWanted() throws IOException {
        String text = """
                1,x,-2.5,2020-01-02 03:04:05,true,12.345,2020-01-02,9000000000,7
                1234567890,"long, text",1234567.875,2020-01-02T03:04:05.5Z,FALSE,0,1969-12-31,-1,8
                ,,,,,,,,
                """;
        List<LaneColumn> columns =
                columns("int", "string", "double", "timestamp", "boolean", "decimal(9,2)", "date", "bigint", "tinyint");
        assertThat(read(text, PLAIN, CsvColumns.all(columns)))
                .containsExactly(
                        List.of("1", "x", "-2.5", "1577934245000000", "true", "1235", "18263", "9000000000", "7"),
                        List.of(
                                "1234567890",
                                "long, text",
                                "1234567.875",
                                "1577934245500000",
                                "false",
                                "0",
                                "-1",
                                "-1",
                                "8"),
                        List.of(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL));
        CsvColumns some =
                CsvColumns.byPlace(columns("bigint", "string", "string"), List.of(7, 1, CsvColumns.ABSENT), 9);
        assertThat(read(text, PLAIN, some))
                .containsExactly(
                        List.of("9000000000", "x", NULL), List.of("-1", "long, text", NULL), List.of(NULL, NULL, NULL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void knowsEveryLineEndAndEmptyLines(String lineEnd) throws IOException {
        String text = String.join(lineEnd, "", "a,1", "", "\"b" + lineEnd + "\"\"b\"\"\",2", "c ,3", "", "");
        assertThat(read(text, QUOTED, CsvColumns.all(columns("string", "int"))))
                .containsExactly(List.of("a", "1"), List.of("b" + lineEnd + "\"b\"", "2"), List.of("c ", "3"));
        assertThat(read(text.replace("b" + lineEnd, "b"), PLAIN, CsvColumns.all(columns("string", "int"))))
                .containsExactly(List.of("a", "1"), List.of("b\"b\"", "2"), List.of("c ", "3"));
    }

    @Test
    void takesTheLastLineWithoutLineEnd() throws IOException {
        assertThat(read("a,1\nb,", PLAIN, CsvColumns.all(columns("string", "int"))))
                .containsExactly(List.of("a", "1"), List.of("b", NULL));
        assertThat(read("", WITH_HEADER, CsvColumns.all(columns("string")))).isEmpty();
        assertThat(read("name", WITH_HEADER, CsvColumns.all(columns("string")))).isEmpty();
    }

    @Test
    void findsColumnsByTheNamesOfTheHeader() throws IOException {
        String text = "\ufeffC2, C0 ,\"other\r\ncolumn\",c2\r\n2,0,x,3\r\n";
        CsvColumns byName = CsvColumns.byName(columns("int", "int", "int"), CsvColumns.Match.NAME_OR_NULL);
        assertThat(read(text, WITH_HEADER, byName)).containsExactly(List.of("0", NULL, "2"));
        CsvColumns needed = CsvColumns.byName(columns("int", "int", "int"), CsvColumns.Match.NAME);
        assertThatThrownBy(() -> read(text, WITH_HEADER, needed))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("s3://b/f.csv has no column c1");
        assertThat(CsvReader.header("f", new ByteArrayInputStream(text.getBytes(UTF_8)), WITH_HEADER))
                .containsExactly("C2", " C0 ", "other\r\ncolumn", "c2");
    }

    @Test
    void rejectsRowsWithLineTextColumnAndReason() throws IOException {
        String text = "h,i\n1,a\n\n\"x\n\",b\n2\n3,c,\"d\ne\"\n4,\"e\n";
        CsvColumns columns = CsvColumns.all(columns("int", "string"));
        assertThat(read(text, WITH_HEADER, columns)).containsExactly(List.of("1", "a"), List.of("4", "e\n"));
        assertThat(rejected)
                .containsExactly(
                        new RejectedRow("s3://b/f.csv", 4, "\"x\n\",b", "c0", "'x\n' is no int"),
                        new RejectedRow("s3://b/f.csv", 6, "2", "", "the row has 1 field and not 2"),
                        new RejectedRow("s3://b/f.csv", 7, "3,c,\"d\ne\"", "", "the row has 3 fields and not 2"));
        assertThatThrownBy(() -> TestingRows.all(
                        open(text, WITH_HEADER, columns, BadCells.REJECT, RejectedRows.FAIL, 1 << 10),
                        columns.columns(),
                        10))
                .isInstanceOf(BadRowException.class)
                .hasMessage("s3://b/f.csv, line 4, column c0: 'x\n' is no int; the row is: \"x\n\",b");
    }

    @Test
    void makesBadCellsNull() throws IOException {
        CsvColumns columns = CsvColumns.all(columns("int", "double", "string"));
        CsvReader reader = open("x,1.5,a\n1\n2,y,b,c\n", PLAIN, columns, BadCells.NULL, RejectedRows.FAIL, 1 << 10);
        assertThat(TestingRows.all(reader, columns.columns(), 2))
                .containsExactly(List.of(NULL, "1.5", "a"), List.of("1", NULL, NULL), List.of("2", NULL, "b"));
    }

    @Test
    void knowsNullMarkers() throws IOException {
        CsvFormat marked = CsvFormat.ofOptions(Map.of("sep", ",", "quote", "\"", "escape", "\\", "nullValue", "-1"));
        assertThat(read(
                        "-1,-1,\"\"\n1,\"-1\",\"a\\\"\"\n,-12,\n",
                        marked,
                        CsvColumns.all(columns("int", "double", "string"))))
                .containsExactly(List.of(NULL, NULL, ""), List.of("1", NULL, "a\""), List.of(NULL, "-12.0", NULL));
        assertThat(read("\"\",\\N\n", PLAIN, CsvColumns.all(columns("string", "int"))))
                .containsExactly(List.of(NULL, NULL));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "ISO-8859-1", "windows-1252", "Shift_JIS", "GB18030"})
    void readsOtherEncodings(String charset) throws IOException {
        CsvFormat format = CsvFormat.ofOptions(
                Map.of("sep", ";", "quote", "\"", "escape", "\"", "encoding", charset, "multiLine", "true"));
        StringBuilder text = new StringBuilder(charset.equals("UTF-16LE") ? "\ufeff" : "");
        String word = charset.matches("UTF.*|GB.*") ? "Größe\n😀" : charset.equals("Shift_JIS") ? "漢字\n" : "Größe\n";
        List<List<String>> expected = new ArrayList<>();
        for (int i = 0; i < 30_000; i++) {
            text.append(i).append(";\"").append(word).append("\"\r\n");
            expected.add(List.of(String.valueOf(i), word));
        }
        CsvColumns columns = CsvColumns.all(columns("int", "string"));
        CsvReader reader = CsvReader.open(
                "f",
                new ByteArrayInputStream(text.toString().getBytes(Charset.forName(charset))),
                format,
                columns,
                CsvPart.WHOLE,
                BadCells.REJECT,
                RejectedRows.FAIL);
        assertThat(TestingRows.all(reader, columns.columns(), 100)).isEqualTo(expected);
    }

    @Test
    void endsWithASentenceIfARowIsTooLong() {
        CsvColumns columns = CsvColumns.all(columns("string"));
        String text = "a\n\"b" + "c\n".repeat(2_000_000);
        assertThatThrownBy(() -> {
                    try (CsvReader reader = CsvReader.open(
                            "f.csv",
                            new ByteArrayInputStream(text.getBytes(UTF_8)),
                            QUOTED,
                            columns,
                            CsvPart.WHOLE,
                            BadCells.NULL,
                            RejectedRows.FAIL,
                            new RecordBuffer.Size(1 << 10, 1 << 20))) {
                        TestingRows.all(reader, columns.columns(), 10);
                    }
                })
                .isInstanceOf(IOException.class)
                .hasMessage("f.csv, line 2: the row is longer than 1 MB; is a quote missing?");
    }

    @Test
    void keepsBytesThatAreNoText() throws IOException {
        assertThat(read("a\0b,\0\n", PLAIN, CsvColumns.all(columns("string", "string"))))
                .containsExactly(List.of("a\0b", "\0"));
    }

    @Test
    void saysWhatFormatsAreNotForIt() {
        assertThat(CsvFormat.unsupported(Map.of("sep", "||")))
                .hasValueSatisfying(
                        reason -> assertThat(reason).isEqualTo("the delimiter '||' is no single ASCII character"));
        assertThat(CsvFormat.unsupported(Map.of("sep", ",", "quote", "§"))).isPresent();
        assertThat(CsvFormat.unsupported(Map.of("sep", ",", "encoding", "klingon")))
                .isPresent();
        assertThat(CsvFormat.unsupported(Map.of("sep", "\\t", "quote", "\"", "escape", "\\")))
                .isEmpty();
    }

    /** In one piece, and again with a buffer that every row is longer than; both must agree. */
    private List<List<String>> read(String text, CsvFormat format, CsvColumns columns) throws IOException {
        List<List<String>> rows = TestingRows.all(
                open(text, format, columns, BadCells.REJECT, rejected::add, 1 << 16), columns.columns(), 3);
        List<RejectedRow> again = new ArrayList<>();
        assertThat(TestingRows.all(
                        open(text, format, columns, BadCells.REJECT, again::add, 1), columns.columns(), 1000))
                .isEqualTo(rows);
        assertThat(again).isEqualTo(rejected);
        return rows;
    }

    @Test
    void aBatchOfLongTextsEndsBeforeItIsFullOfRows() throws IOException {
        List<LaneColumn> columns = columns("string");
        VectorBatch batch = VectorBatch.of(columns, 100);
        List<Integer> rows = new ArrayList<>();
        String text = ("x".repeat(3 << 20) + "\n").repeat(7);
        try (CsvReader reader = open(text, PLAIN, CsvColumns.all(columns), BadCells.REJECT, rejected::add, 1 << 18)) {
            while (reader.read(batch)) {
                rows.add(batch.rows());
                assertThat(((BytesVector) batch.vector(0)).lengths()[0]).isEqualTo(3 << 20);
            }
        }
        assertThat(rows).containsExactly(3, 3, 1);
        assertThat(VectorBatch.capacityFor(20)).isEqualTo(VectorBatch.DEFAULT_CAPACITY);
        assertThat(VectorBatch.capacityFor(5_000)).isBetween(64, 256);
    }

    private static CsvReader open(
            String text, CsvFormat format, CsvColumns columns, BadCells badCells, RejectedRows rejected, int bytes)
            throws IOException {
        return CsvReader.open(
                "s3://b/f.csv",
                new ByteArrayInputStream(text.getBytes(UTF_8)),
                format,
                columns,
                CsvPart.WHOLE,
                badCells,
                rejected,
                new RecordBuffer.Size(bytes, 1 << 27));
    }
}
