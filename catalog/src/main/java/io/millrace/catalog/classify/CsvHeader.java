package io.millrace.catalog.classify;

import io.millrace.catalog.classify.CsvDialect.Header;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Whether the first row of a CSV has the columns' names. Glue's rule (developer guide, "add-classifier"): every cell of it is
 * text of less than 150 characters that could be a name (the last may be empty), and some later row is not all text. Files
 * of nothing but text thus have no header, which is Glue's best-known failing; there, precise inference looks for a column
 * whose values are alike in a way that the first cell is not: see {@link #differs}.
 */
final class CsvHeader {
    private static final int MAX_CELL_LENGTH = 149;
    private static final Pattern COLUMN_NAME = Pattern.compile("[^\\p{Cntrl}]*\\p{L}[^\\p{Cntrl}]*");

    /** Names of a file of nothing but text: shorter, and of words. */
    private static final Pattern PLAIN_NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_ .()/-]{0,63}");

    /** Fewer values may be alike by chance. */
    private static final int MIN_ALIKE_VALUES = 3;

    private final CsvRows rows;
    private final CellTypes types;
    private final Inference inference;

    CsvHeader(CsvRows rows, CellTypes types, Inference inference) {
        this.rows = rows;
        this.types = types;
        this.inference = inference;
    }

    Header detect() {
        List<String> first = rows.rows().get(0);
        if (first.size() != rows.columnCount() || !areNames(first)) {
            return Header.ABSENT;
        }
        boolean found = hasTypedRow() || (inference == Inference.PRECISE && differs(first));
        return found ? Header.PRESENT : Header.ABSENT;
    }

    private boolean areNames(List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            String cell = cells.get(i).strip();
            // The first is empty where a program wrote its row numbers, as pandas does.
            boolean mayBeEmpty = i == cells.size() - 1 || (i == 0 && inference == Inference.PRECISE);
            if (cell.isEmpty() ? !mayBeEmpty : !isName(cell)) {
                return false;
            }
        }
        return cells.stream().anyMatch(cell -> !cell.isBlank());
    }

    private boolean isName(String cell) {
        return cell.length() <= MAX_CELL_LENGTH
                && types.isText(cell)
                && COLUMN_NAME.matcher(cell).matches();
    }

    private boolean hasTypedRow() {
        for (int row = 1; row < rows.rows().size(); row++) {
            for (String cell : rows.rows().get(row)) {
                if (!CellTypes.isNull(cell.strip()) && !types.isText(cell)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether plain and different names come again in no later row, and some column's values differ from its name in shape. */
    private boolean differs(List<String> names) {
        Set<String> unique = new HashSet<>();
        for (String name : names) {
            String plain = name.strip().toLowerCase(Locale.ROOT);
            if (!PLAIN_NAME.matcher(plain).matches() || !unique.add(plain)) {
                return false;
            }
        }
        boolean shaped = false;
        for (int column = 0; column < names.size(); column++) {
            if (recurs(names.get(column), column)) {
                return false;
            }
            shaped |= isShaped(names.get(column), column);
        }
        return shaped;
    }

    private boolean recurs(String name, int column) {
        for (int row = 1; row < rows.rows().size(); row++) {
            if (rows.cell(row, column).equalsIgnoreCase(name)) {
                return true;
            }
        }
        return false;
    }

    /** Whether all values have a digit, or one of {@code @ / :}, or one length, that the name has not. */
    private boolean isShaped(String name, int column) {
        return isMark(name, column, value -> value.chars().anyMatch(Character::isDigit))
                || isMark(name, column, value -> value.indexOf('@') > 0)
                || isMark(name, column, value -> value.indexOf('/') >= 0)
                || isMark(name, column, value -> value.indexOf(':') > 0)
                || isMark(name, column, value -> value.length() == lengthOfFirst(column));
    }

    private int lengthOfFirst(int column) {
        return rows.cell(1, column).length();
    }

    private boolean isMark(String name, int column, Predicate<String> mark) {
        int values = 0;
        for (int row = 1; row < rows.rows().size(); row++) {
            String value = rows.cell(row, column);
            if (!CellTypes.isNull(value)) {
                values++;
                if (!mark.test(value)) {
                    return false;
                }
            }
        }
        return values >= MIN_ALIKE_VALUES && !mark.test(name);
    }
}
