package io.millrace.catalog.classify;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.millrace.catalog.classify.CsvDialect.Quotes;
import io.millrace.catalog.classify.Sample.Extent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The complete rows of a sample, for one delimiter. Blank lines are skipped; the last row is left out when the sample may
 * have cut it.
 *
 * @param columnCount the number of cells that most rows have
 * @param usedBytes the UTF-8 bytes that the rows took
 */
record CsvRows(
        char delimiter, List<List<String>> rows, int columnCount, double agreement, Quotes quotes, long usedBytes) {
    /** Glue's delimiters in the order of its guide. */
    private static final char[] DELIMITERS = {',', '|', '\t', ';', '\u0001'};

    /** How much of the sample is parsed once a delimiter to choose one. */
    private static final int DETECTION_CHARACTERS = 32 << 10;

    /** Which share of the rows must have the same number of cells: some short and long ones do not hide a CSV. */
    private static final double MIN_AGREEMENT = 0.7;

    /** The delimiter that gives most rows the same number of cells (two or more); the most cells where that is even. */
    static Optional<Character> detectDelimiter(String text, Extent extent) {
        boolean all = text.length() <= DETECTION_CHARACTERS;
        String head = all ? text : text.substring(0, DETECTION_CHARACTERS);
        Optional<CsvRows> best = Optional.empty();
        for (char delimiter : DELIMITERS) {
            if (head.indexOf(delimiter) < 0) {
                continue;
            }
            CsvRows rows = parse(head, delimiter, all ? extent : Extent.BEGINNING);
            if (rows.columnCount >= 2
                    && rows.agreement >= MIN_AGREEMENT
                    && best.map(other -> isBetter(rows, other)).orElse(true)) {
                best = Optional.of(rows);
            }
        }
        return best.map(CsvRows::delimiter);
    }

    private static boolean isBetter(CsvRows rows, CsvRows other) {
        return rows.agreement > other.agreement
                || (rows.agreement == other.agreement && rows.columnCount > other.columnCount);
    }

    // The parser has no successor yet for its leniency with text after a closing quote.
    @SuppressWarnings("removal")
    static CsvRows parse(String text, char delimiter, Extent extent) {
        List<List<String>> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(delimiter)
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowExtraCharsAfterClosingQuote(true)
                .allowUnclosedQuote(true)
                .ofCsvRecord(text)) {
            for (CsvRecord row : reader) {
                rows.add(row.getFields());
            }
        } catch (CsvParseException | java.io.IOException e) {
            // A cell beyond the parser's limit: what came before it is what can be judged.
            rows = new ArrayList<>(rows);
        }
        long bytes = text.getBytes(StandardCharsets.UTF_8).length;
        if (extent == Extent.BEGINNING && !rows.isEmpty()) {
            bytes -= lengthOf(rows.remove(rows.size() - 1));
        }
        return summarise(delimiter, rows, quotes(text, delimiter), bytes);
    }

    private static CsvRows summarise(char delimiter, List<List<String>> rows, Quotes quotes, long bytes) {
        Map<Integer, Integer> counts = new HashMap<>();
        rows.forEach(row -> counts.merge(row.size(), 1, Integer::sum));
        int columnCount = 0;
        int agreeing = 0;
        for (Map.Entry<Integer, Integer> entry : counts.entrySet()) {
            boolean better =
                    entry.getValue() > agreeing || (entry.getValue() == agreeing && entry.getKey() > columnCount);
            if (better) {
                columnCount = entry.getKey();
                agreeing = entry.getValue();
            }
        }
        double agreement = rows.isEmpty() ? 0 : (double) agreeing / rows.size();
        return new CsvRows(delimiter, rows, columnCount, agreement, quotes, bytes);
    }

    private static long lengthOf(List<String> row) {
        long length = row.size() - 1L;
        for (String cell : row) {
            length += cell.getBytes(StandardCharsets.UTF_8).length;
        }
        return length;
    }

    private static Quotes quotes(String text, char delimiter) {
        if (text.indexOf('"') < 0) {
            return Quotes.NOT_SEEN;
        }
        String before = "(?:^|[\\r\\n]|" + Pattern.quote(String.valueOf(delimiter)) + ")";
        return Pattern.compile(before + "\"").matcher(text).find() ? Quotes.SEEN : Quotes.NOT_SEEN;
    }
}
