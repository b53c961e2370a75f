package io.millrace.etl.lane.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/**
 * Finds a record's begin in the middle of a file whose quotes may hold line ends, without what stands before. {@link CellText}'s grammar is a
 * machine of seven states. All of them are followed at once from the place on; a line end that ends a record in every one that is left does so
 * whatever came before, so nothing is guessed. Where the states do not become one soon (hardly any quotes, or one that is very long) the file is
 * not cut there. Only for encodings in which ASCII's characters are ASCII's bytes, and files in which {@code \r} alone ends no record.
 */
final class RecordCuts {
    /** How far the states are followed. A part that a task reads is many times as long. */
    static final int MAXIMUM_BYTES = 4 << 20;

    private static final int BUFFER_BYTES = 1 << 16;

    /** A cell, and maybe a record, begins. */
    private static final int CELL = 0;
    /** In a cell without quotes, or with one out of order. */
    private static final int PLAIN = 1;

    private static final int QUOTED = 2;
    /** Behind a quote in quotes, which may be the first of two. */
    private static final int QUOTE = 3;
    /** Behind an escape that is no quote. */
    private static final int ESCAPE = 4;
    /** Behind a closing quote and white space. */
    private static final int SPACE = 5;
    /** Behind a closing quote and a {@code \r}, which ends the cell if a {@code \n} follows. */
    private static final int RETURN = 6;

    private static final int STATES = 7;
    private static final int ALL = (1 << STATES) - 1;
    private static final int CELL_ALONE = 1 << CELL;

    private final CsvFormat format;

    /** The states that follow a set of states, by set and byte. */
    private final byte[] next = new byte[(ALL + 1) << 8];

    RecordCuts(CsvFormat format) {
        this.format = format;
        for (int b = 0; b < 256; b++) {
            for (int set = 1; set <= ALL; set++) {
                int lowest = Integer.numberOfTrailingZeros(set);
                int others = set & (set - 1);
                next[(set << 8) | b] = (byte) (next[(others << 8) | b] | (1 << after(lowest, (byte) b)));
            }
        }
    }

    private int after(int state, byte b) {
        return switch (state) {
            case CELL -> b == format.quote() ? QUOTED : plain(b);
            case QUOTED -> quoted(b);
            case QUOTE -> b == format.quote() && format.escape() == b ? QUOTED : closed(b);
            case ESCAPE -> QUOTED;
            case SPACE -> closed(b);
            default -> plain(b);
        };
    }

    private int quoted(byte b) {
        // A quote that is its own escape is looked at with the byte behind it. No escape is a byte that Latin-1 has.
        return b == format.quote() ? QUOTE : b == format.escape() && b >= 0 ? ESCAPE : QUOTED;
    }

    private int closed(byte b) {
        if (b == '\r') {
            return RETURN;
        }
        boolean space = b >= 0 && b <= ' ' && b != format.delimiter() && b != '\n';
        return space ? SPACE : plain(b);
    }

    private int plain(byte b) {
        return b == '\n' || b == format.delimiter() ? CELL : PLAIN;
    }

    /**
     * The first place that is known to be a record's begin.
     *
     * @param stream the file's bytes from {@code start} on
     */
    OptionalLong find(InputStream stream, long start) throws IOException {
        byte[] bytes = new byte[BUFFER_BYTES];
        int states = ALL;
        for (int seen = 0; seen < MAXIMUM_BYTES; ) {
            int read = stream.readNBytes(bytes, 0, bytes.length);
            for (int i = 0; i < read; i++) {
                states = next[(states << 8) | (bytes[i] & 0xff)];
                if (states == CELL_ALONE && bytes[i] == '\n') {
                    return OptionalLong.of(start + seen + i + 1);
                }
            }
            if (read < bytes.length) {
                break;
            }
            seen += read;
        }
        return OptionalLong.empty();
    }

    /** Whether a file's first line end has a {@code \n}, so that {@code \r} alone ends none; false also if there is none near. */
    static boolean endsWithNewlines(InputStream head) throws IOException {
        byte[] bytes = head.readNBytes(BUFFER_BYTES);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return true;
            }
            if (bytes[i] == '\r') {
                return i + 1 < bytes.length && bytes[i + 1] == '\n';
            }
        }
        return false;
    }
}
