package io.millrace.etl.lane.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;

/**
 * Cuts files into parts that tasks read on their own. Where every line end ends a record any place will do; where one may stand in quotes,
 * {@link RecordCuts} looks for a place. Compressed files are one part, and so are those whose line ends are not one byte (docs/decisions/0152, 0226).
 */
public final class CsvSplits {
    /** ASCII's characters are ASCII's bytes in these, and nothing else has such bytes. */
    private static final Set<Charset> ASCII_BYTES =
            Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1);

    private CsvSplits() {}

    /** Opens a file. */
    @FunctionalInterface
    public interface Opener {
        /** The uncompressed bytes from this one on. */
        InputStream open(long from) throws IOException;
    }

    /** What ends a line, for the numbers that people find rows by. */
    public enum LineEnd {
        /** {@code \n}, alone or behind {@code \r}. */
        NEWLINE,
        /** The same, and {@code \r} alone. */
        NEWLINE_OR_RETURN;

        /** What a reader of the format counts in a part that is not a file's first. */
        public static LineEnd of(CsvFormat format) {
            return format.hasLongRecords() ? NEWLINE : NEWLINE_OR_RETURN;
        }
    }

    /** Whether files of the format may be cut if they are not compressed. */
    public static boolean mayCut(CsvFormat format) {
        return ASCII_BYTES.contains(format.charset());
    }

    /**
     * Where a file may be cut instead of the places that are wished for.
     *
     * @param places rising
     * @return rising; the places themselves if any will do, and fewer where none is found near
     */
    public static List<Long> cuts(CsvFormat format, List<Long> places, Opener opener) throws IOException {
        if (!format.hasLongRecords() || places.isEmpty()) {
            return places;
        }
        try (InputStream head = opener.open(0)) {
            if (!RecordCuts.endsWithNewlines(head)) {
                return List.of();
            }
        }
        RecordCuts records = new RecordCuts(format);
        NavigableSet<Long> cuts = new TreeSet<>();
        for (long place : places) {
            try (InputStream stream = opener.open(place)) {
                records.find(stream, place).ifPresent(cuts::add);
            }
        }
        return List.copyOf(cuts);
    }

    /**
     * The parts of a file, about equally long; one part if it may not be cut. A part's records are those that begin in it.
     *
     * @param fileBytes how long the file is
     * @param partBytes about how long a part is
     * @param opener opens the file again, to count the lines before a rejected row
     */
    public static List<CsvPart> of(String file, long fileBytes, CsvFormat format, long partBytes, Opener opener)
            throws IOException {
        if (partBytes <= 0) {
            throw new IllegalArgumentException("A part of %s has %d bytes".formatted(file, partBytes));
        }
        if (!mayCut(format) || fileBytes <= partBytes || CompressedInput.isCompressed(file)) {
            return List.of(CsvPart.WHOLE);
        }
        long count = (fileBytes + partBytes - 1) / partBytes;
        List<Long> places = LongStream.range(1, count)
                .map(i -> fileBytes / count * i)
                .boxed()
                .toList();
        List<CsvPart> parts = new ArrayList<>();
        long start = 0;
        for (long cut : cuts(format, places, opener)) {
            parts.add(part(file, start, cut, LineEnd.of(format), opener));
            start = cut;
        }
        parts.add(part(file, start, Long.MAX_VALUE, LineEnd.of(format), opener));
        return parts;
    }

    /** One part, for example one that another process has planned; the last ends at {@link Long#MAX_VALUE}. */
    public static CsvPart part(String file, long start, long end, LineEnd lineEnd, Opener opener) {
        return new CsvPart(start, end, () -> linesBefore(file, Math.max(0, start - 1), lineEnd, opener));
    }

    private static long linesBefore(String file, long length, LineEnd lineEnd, Opener opener) {
        if (length == 0) {
            return 0;
        }
        try (InputStream stream = opener.open(0)) {
            return LineEnds.count(stream, length, lineEnd);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot count the lines of " + file, e);
        }
    }
}
