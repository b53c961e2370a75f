package io.millrace.etl.lane.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.etl.lane.RejectedRow;
import io.millrace.etl.lane.csv.CsvFormat.Header;
import io.millrace.etl.lane.csv.CsvFormat.Records;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TestCsvSplits {
    private static final CsvFormat PLAIN = CsvFormat.of(',', Header.PRESENT, Records.LINES);
    private static final CsvFormat LATIN =
            new CsvFormat((byte) ',', (byte) '"', (byte) '"', List.of(""), Header.PRESENT, Records.LINES, ISO_8859_1);
    private static final CsvFormat QUOTED = CsvFormat.of(',', Header.PRESENT, Records.QUOTED_LINE_ENDS);
    private static final CsvColumns COLUMNS = CsvColumns.all(TestingRows.columns("int", "string"));
    private static final int FILES = 2000;

    @Test
    void readsEachRowOnceWhereverAFileIsCut() throws IOException {
        Random random = new Random(31);
        for (int i = 0; i < FILES; i++) {
            compare(PLAIN, file(random), random.nextInt(1, 40));
            compare(LATIN, file(random), random.nextInt(1, 40));
        }
    }

    /** Quotes that hold line ends, delimiters and quotes; that are doubled, escaped, out of order or never closed; and none at all. */
    @Test
    void cutsNoRecordInItsQuotes() throws IOException {
        Random random = new Random(57);
        int parts = 0;
        for (int i = 0; i < 6 * FILES; i++) {
            CsvFormat format = quoted(random);
            parts += compare(format, quotedFile(random, (char) format.escape()), random.nextInt(1, 60)) - 1;
        }
        assertThat(parts).as("cuts that were found").isGreaterThan(3 * FILES);
    }

    @Test
    void findsARecordSoonWhereThereAreQuotes() throws IOException {
        StringBuilder text = new StringBuilder("number,text\n");
        for (int i = 0; i < 20_000; i++) {
            text.append(i).append(",\"a, \"\"").append(i).append("\"\"\nb\"\r\n");
        }
        byte[] file = text.toString().getBytes(UTF_8);
        List<Long> places = List.of(100_001L, 200_002L, 300_003L);
        List<Long> cuts = CsvSplits.cuts(QUOTED, places, opener(file));
        assertThat(cuts).hasSize(3);
        for (int i = 0; i < 3; i++) {
            assertThat(cuts.get(i) - places.get(i)).isBetween(0L, 100L);
        }
        // Nothing tells quoted text from plain text here, and a \r alone is a line end if the first one is.
        byte[] plain = "number,text\n1,b\n2,c\n3,d\n".getBytes(UTF_8);
        assertThat(CsvSplits.cuts(QUOTED, List.of(14L), opener(plain))).isEmpty();
        byte[] returns = "number,text\r1,\"b\"\n2,\"c\"\r3,\"d\"\n4,\"d\"\n".getBytes(UTF_8);
        assertThat(CsvSplits.cuts(QUOTED, List.of(14L), opener(returns))).isEmpty();
    }

    /** @return how many parts there were */
    private static int compare(CsvFormat format, String text, int partBytes) throws IOException {
        byte[] file = text.getBytes(format.charset());
        List<RejectedRow> wholeRejected = new ArrayList<>();
        List<List<String>> whole = read(format, file, CsvPart.WHOLE, wholeRejected);
        List<List<String>> rows = new ArrayList<>();
        List<RejectedRow> rejected = new ArrayList<>();
        List<CsvPart> parts = CsvSplits.of("f.csv", file.length, format, partBytes, opener(file));
        for (CsvPart part : parts) {
            rows.addAll(read(format, file, part, rejected));
        }
        assertThat(rows)
                .as("%s: parts of %d bytes of %s", format, partBytes, text)
                .isEqualTo(whole);
        assertThat(rejected)
                .as("%s: parts of %d bytes of %s", format, partBytes, text)
                .isEqualTo(wholeRejected);
        return parts.size();
    }

    private static CsvSplits.Opener opener(byte[] file) {
        return from -> new ByteArrayInputStream(file, (int) from, file.length - (int) from);
    }

    @Test
    void cutsOnlyWhatMayBeCut() throws IOException {
        assertThat(parts("f.csv", PLAIN)).isEqualTo(4);
        assertThat(parts("f.csv.gz", PLAIN)).isEqualTo(1);
        assertThat(parts("f.csv.gz", QUOTED)).isEqualTo(1);
        Map<String, String> options = Map.of("sep", ",", "quote", "", "escape", "", "multiLine", "true");
        assertThat(parts("f.csv", CsvFormat.ofOptions(options))).isEqualTo(4);
        options = Map.of("sep", ",", "quote", "\"", "escape", "\"", "encoding", "UTF-16LE");
        assertThat(parts("f.csv", CsvFormat.ofOptions(options))).isEqualTo(1);
    }

    private static int parts(String file, CsvFormat format) throws IOException {
        return CsvSplits.of(file, 100, format, 30, from -> new ByteArrayInputStream(new byte[0]))
                .size();
    }

    private static List<List<String>> read(CsvFormat format, byte[] file, CsvPart part, List<RejectedRow> rejected)
            throws IOException {
        int start = (int) part.streamStart();
        try (CsvReader reader = CsvReader.open(
                "f.csv",
                new ByteArrayInputStream(file, start, file.length - start),
                format,
                COLUMNS,
                part,
                BadCells.REJECT,
                rejected::add)) {
            return TestingRows.all(reader, COLUMNS.columns(), 100);
        }
    }

    /** Without an empty line before the header, since a cut between them would make a row of it. */
    private static String file(Random random) {
        String[] lineEnds = random.nextInt(3) > 0
                ? new String[] {"\n", "\r\n", "\r"}[random.nextInt(3)].split("x")
                : new String[] {"\n", "\r\n", "\r", "\n\n", "\r\n \r\n"};
        StringBuilder text = new StringBuilder("number,text").append(lineEnds[0]);
        int lines = random.nextInt(12);
        for (int i = 0; i < lines; i++) {
            text.append(random.nextInt(10) == 0 ? "bad" : i)
                    .append(random.nextInt(10) == 0 ? "" : ",")
                    .append(random.nextInt(3) == 0 ? "\"a,üüü\"" : "b")
                    .append(lineEnds[random.nextInt(lineEnds.length)]);
        }
        return text.toString();
    }

    private static CsvFormat quoted(Random random) {
        return new CsvFormat(
                (byte) ',',
                (byte) '"',
                (byte) (random.nextBoolean() ? '"' : '\\'),
                List.of(""),
                Header.PRESENT,
                Records.QUOTED_LINE_ENDS,
                random.nextInt(3) == 0 ? ISO_8859_1 : UTF_8);
    }

    private static String quotedFile(Random random, char escape) {
        String lineEnd = random.nextInt(10) == 0 ? "\r" : random.nextBoolean() ? "\n" : "\r\n";
        StringBuilder text = new StringBuilder("number,text").append(lineEnd);
        int lines = random.nextInt(16);
        int disorder = random.nextInt(3);
        for (int i = 0; i < lines; i++) {
            text.append(random.nextInt(8) == 0 ? "\"%d\" ".formatted(i) : random.nextInt(12) == 0 ? "bad" : i)
                    .append(random.nextInt(20) == 0 ? "" : ",")
                    .append(cell(random, escape, disorder))
                    .append(random.nextInt(12) == 0 ? "\r\n" : lineEnd);
        }
        return text.toString();
    }

    private static String cell(Random random, char escape, int disorder) {
        if (random.nextInt(4) == 0) {
            return random.nextInt(3) == 0 ? "" : "plain ü";
        }
        if (disorder > 0 && random.nextInt(6) == 0) {
            String[] strange = {
                "a\"b", "\"a\"b\"", "\"open, \n 1,2", " \"a\"", "\"a\" \r", "\"a\"\r\"", "\\\"", "\"\\", "\"a\"\t"
            };
            return strange[random.nextInt(strange.length)];
        }
        StringBuilder text = new StringBuilder("\"");
        for (int i = random.nextInt(6); i > 0; i--) {
            String[] pieces = {
                "a", "ü", ",", "\n", "\r\n", "\r", escape + "\"", "\n3,\"\"x\"\"".replace("\"\"", escape + "\""), "\\x"
            };
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.append('"').toString();
    }
}
