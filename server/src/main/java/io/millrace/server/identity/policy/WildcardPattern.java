package io.millrace.server.identity.policy;

import java.util.BitSet;

/** A text with {@code *} (any characters, also none) and {@code ?} (one character), read as an automaton: no pattern is slow. */
record WildcardPattern(String text) {
    boolean matches(String whole) {
        return text.equals("*") || after(whole).get(text.length());
    }

    /** Whether it matches everything that begins with {@code prefix}. */
    boolean coversBelow(String prefix) {
        BitSet live = after(prefix);
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '*') {
            end--;
        }
        // Only a star takes whatever follows, and after it nothing more may be asked for.
        return live.nextSetBit(end) >= 0 && end < text.length();
    }

    /** Whether it matches anything that begins with {@code prefix}. */
    boolean meetsBelow(String prefix) {
        return !after(prefix).isEmpty();
    }

    /** The places of the pattern at which it can be once it has taken {@code prefix}. */
    private BitSet after(String prefix) {
        BitSet live = new BitSet(text.length() + 1);
        add(live, 0);
        for (int i = 0; i < prefix.length() && !live.isEmpty(); i++) {
            live = step(live, prefix.charAt(i));
        }
        return live;
    }

    private BitSet step(BitSet live, char next) {
        BitSet stepped = new BitSet(text.length() + 1);
        for (int at = live.nextSetBit(0); at >= 0 && at < text.length(); at = live.nextSetBit(at + 1)) {
            char expected = text.charAt(at);
            if (expected == '*') {
                add(stepped, at);
            } else if (expected == '?' || expected == next) {
                add(stepped, at + 1);
            }
        }
        return stepped;
    }

    /** A star may also take nothing. */
    private void add(BitSet live, int place) {
        int at = place;
        live.set(at);
        while (at < text.length() && text.charAt(at) == '*') {
            at++;
            live.set(at);
        }
    }
}
