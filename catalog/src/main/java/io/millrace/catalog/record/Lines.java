package io.millrace.catalog.record;

import java.io.Closeable;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** The lines of a text, of which no more than a limit is kept. For one thread. */
final class Lines implements Closeable {
    private final Reader text;
    private final int maxLength;
    private final StringBuilder line = new StringBuilder();
    private final char[] buffer = new char[1 << 13];
    private int at;
    private int end;
    private long number;

    Lines(Reader text, int maxLength) {
        this.text = text;
        this.maxLength = maxLength;
    }

    /** The next line, cut at the limit, without its line feed; null at the end. */
    @Nullable
    String next() throws IOException {
        line.setLength(0);
        boolean any = false;
        while (at < end || fill()) {
            any = true;
            int feed = at;
            while (feed < end && buffer[feed] != '\n') {
                feed++;
            }
            line.append(buffer, at, Math.min(feed - at, maxLength - line.length()));
            boolean ended = feed < end;
            at = ended ? feed + 1 : feed;
            if (ended) {
                break;
            }
        }
        number += any ? 1 : 0;
        return any ? line.toString() : null;
    }

    /** The number of the last line, from 1. */
    long number() {
        return number;
    }

    private boolean fill() throws IOException {
        at = 0;
        end = Math.max(0, text.read(buffer));
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
