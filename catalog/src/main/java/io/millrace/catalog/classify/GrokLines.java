package io.millrace.catalog.classify;

import java.util.regex.Pattern;

/**
 * Matches a file's sampled lines with patterns, in bounded time: a regular expression may need time exponential in a line's
 * length, so that the steps of all lines together are counted and those of a line bounded. For one file and thread.
 */
final class GrokLines {
    /** Glue reads so many records at most (AWS knowledge centre, "glue-crawler-detect-schema"). */
    private static final int MAX_LINES = 1_000;

    /** So many lines without any match are enough to give up. */
    private static final int LINES_UNTIL_HOPELESS = 10;

    /** Which share of the lines must match. */
    private static final double MIN_SHARE = 0.9;

    /** Characters that the matcher may look at, again and again; the fastest half second of it. */
    private static final long MAX_STEPS = 50_000_000;

    private final String text;
    private final boolean whole;
    private MatchSteps steps = new MatchSteps(MAX_STEPS);

    GrokLines(String text, Sample sample) {
        this.text = text;
        this.whole = sample.whole();
    }

    /** How lines are matched. */
    enum Match {
        /** From their beginning to their end; comments, which begin with a number sign, are left out. */
        WHOLE_LINE,
        /** Anywhere, as the SerDe does. */
        ANYWHERE
    }

    /**
     * What was found.
     *
     * @param matched the lines that match
     * @param bytes about how many bytes they take with their line ends
     * @param lines all lines that were looked at
     */
    record Count(long matched, long bytes, long lines) {
        boolean isLog() {
            return matched > 0 && matched >= lines * MIN_SHARE;
        }
    }

    /** Whether the pattern took more steps than there are, so that a file counts as not matched. */
    boolean tooSlow() {
        return steps.exceeded();
    }

    Count count(Pattern pattern, Match match) {
        steps = new MatchSteps(MAX_STEPS);
        long matched = 0;
        long lines = 0;
        long bytes = 0;
        int at = 0;
        while (at < text.length() && lines < MAX_LINES && !(matched == 0 && lines >= LINES_UNTIL_HOPELESS)) {
            int end = text.indexOf('\n', at);
            if (end < 0 && !whole && lines > 0) {
                break;
            }
            String line = text.substring(at, end < 0 ? text.length() : end).stripTrailing();
            at = end < 0 ? text.length() : end + 1;
            if (line.isEmpty() || (match == Match.WHOLE_LINE && line.startsWith("#"))) {
                continue;
            }
            lines++;
            if (matches(pattern, line, match)) {
                matched++;
                bytes += line.length() + 1;
            }
        }
        return new Count(matched, bytes, lines);
    }

    private boolean matches(Pattern pattern, String line, Match match) {
        if (line.length() > GrokPattern.MAX_LINE_LENGTH || tooSlow()) {
            return false;
        }
        try {
            var matcher = pattern.matcher(steps.counting(line));
            return match == Match.WHOLE_LINE ? matcher.matches() : matcher.find();
        } catch (MatchSteps.TooManyException e) {
            return false;
        } catch (StackOverflowError e) {
            // java.util.regex recurses for each turn of a group; a line on which it goes too deep is one that it cannot
            // match.
            return false;
        }
    }
}
