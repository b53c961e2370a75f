package io.millrace.catalog.expression;

import java.util.regex.Pattern;

/** SQL's LIKE as a regular expression that cannot backtrack far: neighbouring wild cards become one. */
final class LikePattern {
    private LikePattern() {}

    static Pattern compile(String like) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < like.length(); i++) {
            char character = like.charAt(i);
            if (character == '%') {
                if (i == 0 || like.charAt(i - 1) != '%') {
                    regex.append(".*");
                }
            } else if (character == '_') {
                regex.append('.');
            } else {
                boolean escapes = character == '\\' && i + 1 < like.length();
                regex.append(Pattern.quote(String.valueOf(escapes ? like.charAt(++i) : character)));
            }
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }
}
