package io.millrace.catalog.classify;

import io.millrace.catalog.classify.CsvDialect.Escape;

/**
 * What a parser must know of a CSV file.
 *
 * @param quote {@link #NO_QUOTE} if a quote is a character as any other
 */
record CsvSyntax(char delimiter, char quote, Escape escape) {
    /** Occurs in no text. */
    static final char NO_QUOTE = '\0';

    static CsvSyntax quoted(char delimiter, char quote) {
        return new CsvSyntax(delimiter, quote, Escape.UNKNOWN);
    }

    CsvSyntax unquoted() {
        return new CsvSyntax(delimiter, NO_QUOTE, Escape.UNKNOWN);
    }

    /** The same with the way in which {@code text} writes quotes inside quotes. */
    CsvSyntax withEscapeOf(String text) {
        if (quote == NO_QUOTE) {
            return this;
        }
        Escape found = Escape.UNKNOWN;
        for (int at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) {
            if (at > 0 && text.charAt(at - 1) == '\\' && isFollowedByText(text, at + 1)) {
                return new CsvSyntax(delimiter, quote, Escape.BACKSLASH);
            }
            if (isDoubled(text, at)) {
                found = Escape.DOUBLED;
                at++;
            }
        }
        return new CsvSyntax(delimiter, quote, found);
    }

    /**
     * Whether what follows a quote shows that the quote did not end a cell. A backslash before it was then an escape; before
     * a quote that ends a cell it may be the cell's last character.
     */
    private boolean isFollowedByText(String text, int next) {
        if (next >= text.length()) {
            return false;
        }
        char c = text.charAt(next);
        return c != delimiter && c != '\n' && c != '\r' && c != quote;
    }

    /** A doubled quote that is no empty cell. */
    private boolean isDoubled(String text, int at) {
        return at + 1 < text.length()
                && text.charAt(at + 1) == quote
                && (isFollowedByText(text, at + 2) || (at > 0 && isInside(text.charAt(at - 1))));
    }

    private boolean isInside(char before) {
        return before != delimiter && before != '\n' && before != '\r';
    }

    /** The text with quotes doubled that a backslash escapes: the only form that the parser knows. */
    String doubled(String text) {
        if (escape != Escape.BACKSLASH) {
            return text;
        }
        StringBuilder result = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
            if (c == '\\' && (next == quote || next == '\\')) {
                result.append(next == quote ? quote : "").append(next);
                i++;
            } else {
                result.append(c);
            }
        }
        return result.toString();
    }
}
