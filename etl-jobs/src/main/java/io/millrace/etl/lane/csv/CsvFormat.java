package io.millrace.etl.lane.csv;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How CSV files are written.
 *
 * @param delimiter between fields: an ASCII character
 * @param quote around fields, an ASCII character; {@link #NO_QUOTE} if a quote is a character as any other
 * @param escape of a quote inside quotes: the quote itself if it is doubled, or another ASCII character
 * @param nullMarkers texts that are null, in quotes or not; a field without any character and without quotes is null always
 */
public record CsvFormat(
        byte delimiter,
        byte quote,
        byte escape,
        List<String> nullMarkers,
        Header header,
        Records records,
        Charset charset) {
    /** Occurs in no UTF-8 text. */
    public static final byte NO_QUOTE = -1;

    /** Whether the first record that is not empty has the columns' names. */
    public enum Header {
        PRESENT,
        ABSENT
    }

    /** What ends a record. */
    public enum Records {
        /** Every line end; a quote that is open ends with its line. Lines of white space alone are no records. */
        LINES,
        /** A line end that is not in quotes. Lines without any character are no records. */
        QUOTED_LINE_ENDS
    }

    /** Copies the list. */
    public CsvFormat {
        nullMarkers = List.copyOf(nullMarkers);
        if (delimiter < 0 || delimiter == '\n' || delimiter == '\r') {
            throw new IllegalArgumentException("The delimiter is no ASCII character, or a line end: " + delimiter);
        }
        if (quote == delimiter || escape == delimiter) {
            throw new IllegalArgumentException("The delimiter is the quote or its escape as well: " + (char) delimiter);
        }
    }

    /** UTF-8 with quotes doubled inside quotes, where only empty fields are null. */
    public static CsvFormat of(char delimiter, Header header, Records records) {
        return new CsvFormat(
                (byte) delimiter, (byte) '"', (byte) '"', List.of(""), header, records, StandardCharsets.UTF_8);
    }

    /**
     * The format that Spark's CSV options {@code sep}, {@code quote}, {@code escape}, {@code nullValue}, {@code header}, {@code multiLine} and {@code
     * encoding} describe; they are all there.
     *
     * @throws IllegalArgumentException if {@link #unsupported} says something
     */
    public static CsvFormat ofOptions(Map<String, String> options) {
        unsupported(options).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
        return new CsvFormat(
                character(options, "sep", NO_QUOTE),
                character(options, "quote", NO_QUOTE),
                character(options, "escape", NO_QUOTE),
                List.of(options.getOrDefault("nullValue", "")),
                "true".equals(options.get("header")) ? Header.PRESENT : Header.ABSENT,
                "true".equals(options.get("multiLine")) ? Records.QUOTED_LINE_ENDS : Records.LINES,
                Charset.forName(options.getOrDefault("encoding", "UTF-8")));
    }

    /** Why files with these options are not for {@link CsvReader}: a clause, {@code the delimiter '||' is no single ASCII character}. */
    public static Optional<String> unsupported(Map<String, String> options) {
        String delimiter = text(options, "sep");
        if (!isAscii(delimiter) || delimiter.isEmpty() || "\n\r".contains(delimiter)) {
            return Optional.of("the delimiter '%s' is no single ASCII character".formatted(delimiter));
        }
        for (String option : new String[] {"quote", "escape"}) {
            String character = text(options, option);
            if (!isAscii(character)
                    || character.equals(delimiter)
                    || character.equals("\n")
                    || character.equals("\r")) {
                return Optional.of("the %s character '%s' is no single ASCII character, or the delimiter"
                        .formatted(option, character));
            }
        }
        String charset = options.getOrDefault("encoding", "UTF-8");
        return isKnown(charset) ? Optional.empty() : Optional.of("the encoding '%s' is unknown".formatted(charset));
    }

    /** Whether there is an encoding of this name. */
    public static boolean isKnown(String charset) {
        try {
            return Charset.isSupported(charset);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isAscii(String text) {
        return text.length() <= 1 && text.chars().allMatch(c -> c < 0x80);
    }

    private static String text(Map<String, String> options, String name) {
        String text = options.getOrDefault(name, "");
        return text.equals("\\t") ? "\t" : text;
    }

    private static byte character(Map<String, String> options, String name, byte absent) {
        String text = text(options, name);
        // Spark's options say NUL where there is none.
        return text.isEmpty() || text.equals("\0") ? absent : (byte) text.charAt(0);
    }

    /** Whether a record may have a line end in it. */
    boolean hasLongRecords() {
        return records == Records.QUOTED_LINE_ENDS && quote != NO_QUOTE;
    }
}
