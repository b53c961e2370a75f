package io.millrace.catalog.classify;

import io.millrace.catalog.classify.CsvDialect.Escape;
import io.millrace.catalog.classify.CsvDialect.Quotes;
import io.millrace.catalog.classify.Sample.Extent;
import java.util.List;
import java.util.Optional;

/** Finds out how a text is delimited and quoted, by trying on its beginning. */
final class CsvDetection {
    /** Glue's delimiters in the order of its guide. */
    static final List<Character> DELIMITERS = List.of(',', '|', '\t', ';', '\u0001');

    /** A catalog's table with more columns would be of no use to anybody, and each costs memory. */
    static final int MAX_COLUMNS = 10_000;

    /** How much of the text is parsed for each candidate, and at least so many lines. */
    private static final int CHARACTERS = 32 << 10;

    private static final int LINES = 3;

    /** Which share of the rows must have the same number of cells: some short and long ones do not hide a CSV. */
    private static final double MIN_AGREEMENT = 0.7;

    private final String text;
    private final Extent extent;
    private final String head;
    private final Extent headExtent;

    CsvDetection(String text, Extent extent) {
        this.text = text;
        this.extent = extent;
        int end = Math.max(CHARACTERS, endOfLine(text, LINES));
        boolean all = text.length() <= end;
        this.head = all ? text : text.substring(0, end);
        this.headExtent = all ? extent : Extent.BEGINNING;
    }

    /** The rows for the best of {@code delimiters}; empty if with none of them most rows have {@code minColumns} or more cells. */
    Optional<CsvRows> rows(List<Character> delimiters, char quote, int minColumns) throws UnreadableObjectException {
        Optional<CsvRows> best = Optional.empty();
        for (char delimiter : delimiters) {
            if (delimiter != quote && (head.indexOf(delimiter) >= 0 || minColumns == 1)) {
                refuseTooManyColumns(delimiter);
                CsvRows rows = trial(CsvSyntax.quoted(delimiter, quote));
                boolean plausible = rows.columnCount() >= minColumns && rows.agreement() >= MIN_AGREEMENT;
                if (plausible && best.map(other -> isBetter(rows, other)).orElse(true)) {
                    best = Optional.of(rows);
                }
            }
        }
        return best.map(rows -> head.length() == text.length() ? rows : whole(rows.syntax()));
    }

    /** The escape may be seen only after the part that was tried. */
    private CsvRows whole(CsvSyntax syntax) {
        boolean known = syntax.escape() != Escape.UNKNOWN;
        return CsvRows.parse(text, known ? syntax : syntax.withEscapeOf(text), extent);
    }

    /** With quotes, unless the rows are more alike when quotes are characters as any other. */
    private CsvRows trial(CsvSyntax quoted) {
        CsvRows rows = CsvRows.parse(head, quoted.withEscapeOf(head), headExtent);
        if (rows.quotes() == Quotes.NOT_SEEN) {
            return rows;
        }
        CsvRows unquoted = CsvRows.parse(head, quoted.unquoted(), headExtent);
        boolean swallowed = rows.rows().size() * 2 < unquoted.rows().size() && unquoted.agreement() >= rows.agreement();
        return unquoted.agreement() > rows.agreement() || swallowed ? unquoted : rows;
    }

    private static boolean isBetter(CsvRows rows, CsvRows other) {
        return rows.agreement() > other.agreement()
                || (rows.agreement() == other.agreement() && rows.columnCount() > other.columnCount());
    }

    private void refuseTooManyColumns(char delimiter) throws UnreadableObjectException {
        int end = endOfLine(text, 1);
        long columns =
                text.substring(0, end).chars().filter(c -> c == delimiter).count() + 1;
        if (columns > MAX_COLUMNS) {
            throw new UnreadableObjectException("the first line has %s%d columns, but a table may have at most %d"
                    .formatted(end < text.length() ? "" : "more than ", columns, MAX_COLUMNS));
        }
    }

    /** Where the n-th line ends, or the text. */
    private static int endOfLine(String text, int line) {
        int at = 0;
        int ended = 0;
        while (at < text.length() && ended < line) {
            char c = text.charAt(at++);
            boolean half = c == '\r' && at < text.length() && text.charAt(at) == '\n';
            ended += (c == '\n' || c == '\r') && !half ? 1 : 0;
        }
        return at;
    }

    /** Whether a line of it ends. */
    static boolean hasLineEnd(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }
}
