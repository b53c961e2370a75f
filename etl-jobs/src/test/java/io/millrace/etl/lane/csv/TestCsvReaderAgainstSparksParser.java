package io.millrace.etl.lane.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.univocity.parsers.csv.CsvParser;
import com.univocity.parsers.csv.CsvParserSettings;
import com.univocity.parsers.csv.UnescapedQuoteHandling;
import io.millrace.etl.lane.RejectedRows;
import io.millrace.etl.lane.csv.CsvFormat.Header;
import io.millrace.etl.lane.csv.CsvFormat.Records;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random texts of the characters that matter, against the parser that Spark uses, with Spark's settings. */
class TestCsvReaderAgainstSparksParser {
    private static final int TEXTS = 40_000;
    private static final int FIELDS = 30;

    @ParameterizedTest
    @CsvSource({"QUOTED_LINE_ENDS,\"", "QUOTED_LINE_ENDS,\\", "LINES,\"", "LINES,\\"})
    void findsTheSameCells(Records records, char escape) throws IOException {
        CsvFormat format = new CsvFormat(
                (byte) ',',
                (byte) '"',
                (byte) escape,
                List.of("<none>"),
                Header.ABSENT,
                records,
                StandardCharsets.UTF_8);
        CsvColumns columns = CsvColumns.all(TestingRows.columns(repeated("string")));
        Random random = new Random(21);
        for (int i = 0; i < TEXTS; i++) {
            String text = text(random, escape, records, i % 3 == 0 ? "\r\n" : "\n");
            CsvReader reader = CsvReader.open(
                    "f",
                    new ByteArrayInputStream(text.getBytes(UTF_8)),
                    format,
                    columns,
                    CsvPart.WHOLE,
                    BadCells.NULL,
                    RejectedRows.FAIL,
                    new RecordBuffer.Size(random.nextInt(1, 40), 1 << 20));
            assertThat(shown(TestingRows.all(reader, columns.columns(), random.nextInt(1, 5))))
                    .as(text.replace("\n", "\\n").replace("\r", "\\r"))
                    .isEqualTo(shown(expected(text, escape, records)));
        }
    }

    private static List<List<String>> expected(String text, char escape, Records records) {
        List<List<String>> rows = new ArrayList<>();
        if (records == Records.LINES) {
            for (String line : text.split("\r\n|\n|\r", -1)) {
                if (!line.trim().isEmpty()) {
                    rows.add(padded(parser(escape, false).parseLine(line)));
                }
            }
        } else {
            CsvParser parser = parser(escape, true);
            parser.beginParsing(new StringReader(text));
            for (String[] row = parser.parseNext(); row != null; row = parser.parseNext()) {
                rows.add(padded(row));
            }
        }
        return rows;
    }

    private static String shown(List<List<String>> rows) {
        return rows.stream()
                .map(row -> String.join("|", row).replaceAll("(\\|" + TestingRows.NULL + ")+$", ""))
                .toList()
                .toString();
    }

    private static CsvParser parser(char escape, boolean multiLine) {
        CsvParserSettings settings = new CsvParserSettings();
        settings.getFormat().setDelimiter(',');
        settings.getFormat().setQuote('"');
        settings.getFormat().setQuoteEscape(escape);
        settings.getFormat().setComment('\0');
        settings.setLineSeparatorDetectionEnabled(multiLine);
        settings.setNormalizeLineEndingsWithinQuotes(!multiLine);
        settings.setIgnoreLeadingWhitespaces(false);
        settings.setIgnoreTrailingWhitespaces(false);
        settings.setReadInputOnSeparateThread(false);
        settings.setInputBufferSize(1 << 10);
        settings.setNullValue(TestingRows.NULL);
        settings.setEmptyValue("");
        settings.setMaxCharsPerColumn(-1);
        settings.setUnescapedQuoteHandling(UnescapedQuoteHandling.STOP_AT_DELIMITER);
        return new CsvParser(settings);
    }

    private static List<String> padded(String[] row) {
        List<String> cells = new ArrayList<>(Arrays.asList(row));
        while (cells.size() < FIELDS) {
            cells.add(TestingRows.NULL);
        }
        return cells.subList(0, FIELDS);
    }

    private static String[] repeated(String type) {
        String[] types = new String[FIELDS];
        Arrays.fill(types, type);
        return types;
    }

    private static String text(Random random, char escape, Records records, String lineEnd) {
        StringBuilder text = new StringBuilder("h").append(lineEnd);
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            text.append(cell(random, escape, records == Records.LINES ? "" : lineEnd));
            text.append(random.nextInt(3) == 0 ? lineEnd : ",");
        }
        // A quote that nobody closes.
        return random.nextInt(5) > 0 ? text.toString() : text + "\"a,b";
    }

    /** Where several quotes are out of order in one cell, Spark's parser loses or doubles some of them; those are left out here. */
    private static String cell(Random random, char escape, String lineEnd) {
        String[] plain = {"", "a", "b c", " ", "ü", "a\"b\"\"", " \"a\"", "longer than eight", "1\\", "\\\"x"};
        String[] quoted = {"", "a", ",", " ", "ü", escape + "\"", escape + "\",", lineEnd, "longer, than eight", "\\n"};
        String[] behind = {"", "", " ", "\t ", "x,", " x y,"};
        if (random.nextBoolean()) {
            return plain[random.nextInt(plain.length)];
        }
        StringBuilder cell = new StringBuilder("\"");
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            cell.append(quoted[random.nextInt(quoted.length)]);
        }
        return cell.append('"').append(behind[random.nextInt(behind.length)]).toString();
    }
}
