package io.millrace.catalog.expression;

import io.millrace.catalog.CatalogErrorCode;
import io.millrace.catalog.CatalogException;

/** Refuses expressions whose parentheses nest so deep that the SQL parser would take seconds for them. */
final class ExpressionNesting {
    /** Far more than any client writes; JSqlParser's time doubles with levels beyond. */
    static final int MAX_DEPTH = 16;

    private ExpressionNesting() {}

    static void check(String text) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '\'') {
                quoted = !quoted;
            } else if (!quoted && character == '(') {
                depth++;
            } else if (!quoted && character == ')') {
                depth--;
            }
            if (depth > MAX_DEPTH) {
                throw new CatalogException(
                        CatalogErrorCode.INVALID_INPUT,
                        "Invalid partition expression at position %d: parentheses nest deeper than %d."
                                .formatted(i + 1, MAX_DEPTH));
            }
        }
    }
}
