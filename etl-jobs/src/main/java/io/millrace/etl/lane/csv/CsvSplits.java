package io.millrace.etl.lane.csv;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts files into parts that tasks read on their own. Only where every line end ends a record may a file be cut without having been read:
 * whether a line end stands in quotes is known only to who has counted the quotes before it. Such files are one part, and so are compressed
 * ones and those whose line ends are not one byte (docs/decisions/0152).
 */
public final class CsvSplits {
    /** ASCII's characters are ASCII's bytes in these, and nothing else has such bytes. */
    private static final Set<Charset> ASCII_BYTES =
            Set.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII, StandardCharsets.ISO_8859_1);

    private CsvSplits() {}

    /** Opens a file from its first byte. */
    @FunctionalInterface
    public interface Opener {
        /** The uncompressed bytes. */
        InputStream open() throws IOException;
    }

    /** Whether files of the format may be cut if they are not compressed. */
    public static boolean mayCut(CsvFormat format) {
        return !format.hasLongRecords() && ASCII_BYTES.contains(format.charset());
    }

    /**
     * The parts of a file, about equally long; one part if it may not be cut. A part's records are those that begin in it.
     *
     * @param fileBytes how long the file is
     * @param partBytes about how long a part is
     * @param opener opens the file again, to count the lines before a rejected row
     */
    public static List<CsvPart> of(String file, long fileBytes, CsvFormat format, long partBytes, Opener opener) {
        if (partBytes <= 0) {
            throw new IllegalArgumentException("A part of %s has %d bytes".formatted(file, partBytes));
        }
        if (!mayCut(format) || fileBytes <= partBytes || CompressedInput.isCompressed(file)) {
            return List.of(CsvPart.WHOLE);
        }
        long count = (fileBytes + partBytes - 1) / partBytes;
        List<CsvPart> parts = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            parts.add(part(
                    file,
                    fileBytes / count * i,
                    i + 1 == count ? Long.MAX_VALUE : fileBytes / count * (i + 1),
                    opener));
        }
        return parts;
    }

    /** One part, for example one that another process has planned; the last ends at {@link Long#MAX_VALUE}. */
    public static CsvPart part(String file, long start, long end, Opener opener) {
        return new CsvPart(start, end, () -> linesBefore(file, Math.max(0, start - 1), opener));
    }

    private static long linesBefore(String file, long length, Opener opener) {
        if (length == 0) {
            return 0;
        }
        try (InputStream stream = opener.open()) {
            return LineEnds.count(stream, length);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot count the lines of " + file, e);
        }
    }
}
