package io.millrace.catalog.classify;

/**
 * Bounds the work of regular expressions, which may need time exponential in a line's length: counts how often a matcher looks at a character of the lines
 * that it is given. For one thread.
 */
final class MatchSteps {
    private final long max;
    private long steps;

    MatchSteps(long max) {
        this.max = max;
    }

    /** Whether there were more. */
    boolean exceeded() {
        return steps > max;
    }

    /** The line, which throws {@link TooManyException} when there are too many steps. */
    CharSequence counting(String line) {
        return new CountedChars(line);
    }

    /** Ends a matcher. */
    static final class TooManyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyException() {
            super("the pattern takes too long", null, false, false);
        }
    }

    private final class CountedChars implements CharSequence {
        private final String line;

        CountedChars(String line) {
            this.line = line;
        }

        @Override
        public char charAt(int index) {
            if (++steps > max) {
                throw new TooManyException();
            }
            return line.charAt(index);
        }

        @Override
        public int length() {
            return line.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return line.subSequence(start, end);
        }

        @Override
        public String toString() {
            return line;
        }
    }
}
