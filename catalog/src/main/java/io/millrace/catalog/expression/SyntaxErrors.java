package io.millrace.catalog.expression;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.Token;

/** Where JSqlParser stumbled. */
final class SyntaxErrors {
    /** How the parser's tokenizer, which keeps its place to itself, words it. */
    private static final Pattern PLACE = Pattern.compile("at line (\\d{1,5}), column (\\d{1,5})");

    private SyntaxErrors() {}

    /** The position, from 1, of the first character that does not fit; the end of the text if the parser does not say. */
    static int position(String text, Exception error) {
        if (error.getCause() instanceof ParseException parse && parse.currentToken != null) {
            Token next = parse.currentToken.next == null ? parse.currentToken : parse.currentToken.next;
            return offset(text, next.beginLine, next.beginColumn);
        }
        Matcher place = PLACE.matcher(String.valueOf(error.getMessage()));
        return place.find()
                ? offset(text, Integer.parseInt(place.group(1)), Integer.parseInt(place.group(2)))
                : text.length() + 1;
    }

    private static int offset(String text, int line, int column) {
        int start = 0;
        for (int i = 1; i < line; i++) {
            start = text.indexOf('\n', start) + 1;
        }
        return Math.min(start + Math.max(column, 1), text.length() + 1);
    }
}
