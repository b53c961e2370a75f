package io.millrace.etl.lane.csv;

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
    private static final CsvColumns COLUMNS = CsvColumns.all(TestingRows.columns("int", "string"));
    private static final int FILES = 2000;

    @Test
    void readsEachRowOnceWhereverAFileIsCut() throws IOException {
        Random random = new Random(31);
        for (int i = 0; i < FILES; i++) {
            byte[] file = file(random).getBytes(UTF_8);
            List<RejectedRow> wholeRejected = new ArrayList<>();
            List<List<String>> whole = read(file, CsvPart.WHOLE, wholeRejected);
            List<List<String>> rows = new ArrayList<>();
            List<RejectedRow> rejected = new ArrayList<>();
            long partBytes = random.nextInt(1, file.length + 1);
            for (CsvPart part :
                    CsvSplits.of("f.csv", file.length, PLAIN, partBytes, () -> new ByteArrayInputStream(file))) {
                rows.addAll(read(file, part, rejected));
            }
            assertThat(rows)
                    .as("%d parts of %s", partBytes, new String(file, UTF_8))
                    .isEqualTo(whole);
            assertThat(rejected).isEqualTo(wholeRejected);
        }
    }

    @Test
    void cutsOnlyWhatMayBeCut() {
        assertThat(parts("f.csv", PLAIN)).isEqualTo(4);
        assertThat(parts("f.csv.gz", PLAIN)).isEqualTo(1);
        assertThat(parts("f.csv", CsvFormat.of(',', Header.PRESENT, Records.QUOTED_LINE_ENDS)))
                .isEqualTo(1);
        Map<String, String> options = Map.of("sep", ",", "quote", "", "escape", "", "multiLine", "true");
        assertThat(parts("f.csv", CsvFormat.ofOptions(options))).isEqualTo(4);
        options = Map.of("sep", ",", "quote", "\"", "escape", "\"", "encoding", "UTF-16LE");
        assertThat(parts("f.csv", CsvFormat.ofOptions(options))).isEqualTo(1);
    }

    private static int parts(String file, CsvFormat format) {
        return CsvSplits.of(file, 100, format, 30, () -> new ByteArrayInputStream(new byte[0]))
                .size();
    }

    private static List<List<String>> read(byte[] file, CsvPart part, List<RejectedRow> rejected) throws IOException {
        int start = (int) part.streamStart();
        try (CsvReader reader = CsvReader.open(
                "f.csv",
                new ByteArrayInputStream(file, start, file.length - start),
                PLAIN,
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
                    .append(random.nextInt(3) == 0 ? "\"a,ü\"" : "b")
                    .append(lineEnds[random.nextInt(lineEnds.length)]);
        }
        return text.toString();
    }
}
