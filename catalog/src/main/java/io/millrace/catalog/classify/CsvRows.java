package io.millrace.catalog.classify;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.millrace.catalog.classify.CsvDialect.Quotes;
import io.millrace.catalog.classify.Sample.Extent;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The complete rows of a text. Blank lines are skipped; the last row is left out when the text may have cut it.
 *
 * @param columnCount the number of cells that most rows have
 * @param agreement which share of the rows have it
 * @param cut the text of the last row if it was left out
 */
record CsvRows(
        CsvSyntax syntax, List<List<String>> rows, int columnCount, double agreement, Quotes quotes, List<String> cut) {
    static CsvRows parse(String text, CsvSyntax syntax, Extent extent) {
        List<List<String>> rows = new ArrayList<>();
        boolean complete = read(syntax.doubled(text), syntax, rows);
        List<String> cut =
                extent == Extent.BEGINNING && complete && !rows.isEmpty() ? rows.remove(rows.size() - 1) : List.of();
        return summarise(syntax, rows, quotes(text, syntax), cut);
    }

    /** Whether the text was read to its end. */
    // The parser has no successor yet for its leniency with text after a closing quote.
    @SuppressWarnings("removal")
    private static boolean read(String text, CsvSyntax syntax, List<List<String>> rows) {
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(syntax.delimiter())
                .quoteCharacter(syntax.quote())
                .skipEmptyLines(true)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowExtraCharsAfterClosingQuote(true)
                .allowUnclosedQuote(true)
                .ofCsvRecord(text)) {
            for (CsvRecord row : reader) {
                rows.add(row.getFields());
            }
            return true;
        } catch (CsvParseException | IOException e) {
            // A cell or row beyond the parser's limits: what came before it is what can be judged.
            return false;
        }
    }

    private static CsvRows summarise(CsvSyntax syntax, List<List<String>> rows, Quotes quotes, List<String> cut) {
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
        return new CsvRows(syntax, rows, columnCount, agreement, quotes, cut);
    }

    /** How many characters the row that was left out has. */
    long cutLength() {
        return cut.stream().mapToLong(String::length).sum() + Math.max(0, cut.size() - 1);
    }

    /** The cell, empty if the row is too short. */
    String cell(int row, int column) {
        List<String> cells = rows.get(row);
        return column < cells.size() ? cells.get(column) : "";
    }

    private static Quotes quotes(String text, CsvSyntax syntax) {
        if (syntax.quote() == CsvSyntax.NO_QUOTE) {
            return Quotes.NOT_SEEN;
        }
        for (int at = text.indexOf(syntax.quote()); at >= 0; at = text.indexOf(syntax.quote(), at + 1)) {
            char before = at == 0 ? '\n' : text.charAt(at - 1);
            if (before == '\n' || before == '\r' || before == syntax.delimiter()) {
                return Quotes.SEEN;
            }
        }
        return Quotes.NOT_SEEN;
    }
}
