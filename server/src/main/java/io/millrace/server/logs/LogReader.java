package io.millrace.server.logs;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/** Reads the lines of streams with their times. Thread-safe. */
final class LogReader {
    /** A longer line is several events (CloudWatch Logs quotas, "Event size"). */
    private static final int MAX_LINE_BYTES = 256 * 1024;

    /** A line without an end is taken as it is when nothing more has come for so long. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    private final LogMarks marks;
    private final InstantSource clock;

    LogReader(LogMarks marks, InstantSource clock) {
        this.marks = marks;
        this.clock = clock;
    }

    /** A place between two lines of a stream. */
    record Place(int file, long offset) {
        static final Place START = new Place(0, 0);
    }

    /**
     * Gives the lines from a place on, as far as they were written when this began.
     *
     * @param files the stream's
     * @param visitor says whether it wants more
     */
    void read(String stream, List<LogFile> files, Place from, Predicate<LogLine> visitor) {
        for (int number = from.file; number < files.size(); number++) {
            LogFile file = files.get(number);
            marks.note(file);
            long start = number == from.file && from.offset <= file.size() ? from.offset : 0;
            if (!new FileLines(stream, file, number, marks.of(file)).read(start, visitor)) {
                return;
            }
        }
    }

    /** When the stream's first line was seen; its last change if there is none. */
    long firstMillis(LogFile file) {
        marks.note(file);
        List<LogMarks.Mark> known = marks.of(file);
        return known.isEmpty() ? file.modified().toEpochMilli() : known.get(0).millis();
    }

    private final class FileLines {
        private final String stream;
        private final LogFile file;
        private final int number;
        private final List<LogMarks.Mark> times;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream();
        private int mark;

        FileLines(String stream, LogFile file, int number, List<LogMarks.Mark> times) {
            this.stream = stream;
            this.file = file;
            this.number = number;
            this.times = times;
        }

        /** False when the visitor wants no more. */
        boolean read(long from, Predicate<LogLine> visitor) {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file.path()))) {
                in.skipNBytes(from);
                long start = from;
                long at = from;
                int octet = 0;
                while (at < file.size() && (octet = in.read()) >= 0) {
                    at++;
                    if (octet != '\n') {
                        line.write(octet);
                    }
                    if (octet == '\n' || line.size() >= MAX_LINE_BYTES) {
                        if (!visitor.test(line(start, at))) {
                            return false;
                        }
                        start = at;
                    }
                }
                boolean settled = file.modified().plus(SETTLED).isBefore(clock.instant());
                return line.size() == 0 || !settled || visitor.test(line(start, at));
            } catch (NoSuchFileException | EOFException e) {
                // It was removed or cut meanwhile.
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException("Cannot read the log " + file.path(), e);
            }
        }

        private LogLine line(long start, long end) {
            String text = line.toString(StandardCharsets.UTF_8);
            line.reset();
            return new LogLine(
                    stream,
                    file.id(),
                    number,
                    start,
                    end,
                    millis(end),
                    text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
        }

        private long millis(long end) {
            while (mark < times.size() - 1 && times.get(mark).end() < end) {
                mark++;
            }
            return times.isEmpty()
                    ? file.modified().toEpochMilli()
                    : times.get(mark).millis();
        }
    }
}
