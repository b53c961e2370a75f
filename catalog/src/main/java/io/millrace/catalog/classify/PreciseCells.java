package io.millrace.catalog.classify;

import io.millrace.catalog.type.InferredType;

/**
 * The narrowest types that lose nothing of what is written, for every reader (decision 0127 has the table): numbers as
 * {@link NumberText} reads them, {@code yyyy-MM-dd} dates and times as {@link TimeText} does, and {@code true} and
 * {@code false} in any case. An empty cell and {@code \N} say nothing. All else is text: other spellings of null (N/A, NULL,
 * -), since readers differ in what they do with them in a column of numbers, and values with spaces around.
 */
record PreciseCells(SafeIntegers integers) implements CellTypes {
    @Override
    public InferredType of(String cell) {
        if (CellTypes.isNull(cell)) {
            return InferredType.nothing();
        }
        char first = cell.charAt(0);
        if ((first >= '0' && first <= '9') || first == '-' || first == '.') {
            if (TimeText.looksLikeDate(cell)) {
                return TimeText.parse(cell).map(InferredType.class::cast).orElse(InferredType.text());
            }
            return NumberText.isNoFiniteNumber(cell)
                    ? NumberText.noFiniteNumber()
                    : NumberText.parse(cell, integers)
                            .map(InferredType.class::cast)
                            .orElse(InferredType.text());
        }
        if (cell.equalsIgnoreCase("true") || cell.equalsIgnoreCase("false")) {
            return BOOLEAN;
        }
        return NumberText.isNoFiniteNumber(cell) ? NumberText.noFiniteNumber() : InferredType.text();
    }
}
