package io.millrace.server.logs;

import io.millrace.server.logs.LogReader.Place;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Some lines of one stream and the places before and after them. A token is {@code f/} or {@code b/}, a file's id and an offset, so that it
 * holds when the file gets another name. Used once, by one thread.
 */
final class EventPage {
    private static final Pattern TOKEN = Pattern.compile("([fb])/(\\d+)/(.*)", Pattern.DOTALL);

    /** What an answer holds at most (CloudWatch Logs API reference, GetLogEvents: 1 MB). */
    private static final int MAX_BYTES = 1024 * 1024;

    private final LogReader reader;
    private final LogStream stream;
    private final List<LogFile> files;
    private final int limit;
    private final Predicate<LogLine> wanted;
    private List<LogLine> lines = List.of();
    private Place before = Place.START;
    private Place after = Place.START;

    EventPage(LogReader reader, LogStream stream, int limit, Predicate<LogLine> wanted) {
        this.reader = reader;
        this.stream = stream;
        this.files = stream.files();
        this.limit = limit;
        this.wanted = wanted;
    }

    EventPage read(@Nullable String token, boolean fromHead) {
        if (token == null) {
            if (fromHead) {
                forwards(Place.START);
            } else {
                backwards(end());
            }
            return this;
        }
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            throw LogErrors.invalid("The specified nextToken is invalid.");
        }
        Place place = place(parts.group(3), Long.parseLong(parts.group(2)));
        if (parts.group(1).equals("f")) {
            forwards(place);
        } else {
            backwards(place);
        }
        return this;
    }

    /** Where a token points to; the beginning if its file is gone. */
    private Place place(String id, long offset) {
        for (int i = 0; i < files.size(); i++) {
            if (files.get(i).id().equals(id)) {
                return new Place(i, offset <= files.get(i).size() ? offset : 0);
            }
        }
        return Place.START;
    }

    private Place end() {
        return files.isEmpty()
                ? Place.START
                : new Place(files.size() - 1, files.get(files.size() - 1).size());
    }

    private void forwards(Place from) {
        List<LogLine> found = new ArrayList<>();
        before = from;
        after = from;
        long[] bytes = {0};
        reader.read(stream.name(), files, from, line -> {
            bytes[0] += line.end() - line.start();
            if (found.size() == limit || bytes[0] > MAX_BYTES) {
                return false;
            }
            after = new Place(line.fileNumber(), line.end());
            if (wanted.test(line)) {
                found.add(line);
            }
            return true;
        });
        lines = found;
    }

    private void backwards(Place until) {
        Deque<LogLine> found = new ArrayDeque<>();
        before = Place.START;
        after = Place.START;
        long[] bytes = {0};
        reader.read(stream.name(), files, Place.START, line -> {
            if (line.fileNumber() > until.file()
                    || (line.fileNumber() == until.file() && line.end() > until.offset())) {
                return false;
            }
            after = new Place(line.fileNumber(), line.end());
            if (wanted.test(line)) {
                found.add(line);
                bytes[0] += line.end() - line.start();
            }
            while (found.size() > limit || bytes[0] > MAX_BYTES) {
                LogLine dropped = found.removeFirst();
                bytes[0] -= dropped.end() - dropped.start();
                before = new Place(dropped.fileNumber(), dropped.end());
            }
            return true;
        });
        lines = new ArrayList<>(found);
    }

    List<LogLine> lines() {
        return lines;
    }

    String forwardToken() {
        return token("f", after);
    }

    String backwardToken() {
        return token("b", before);
    }

    private String token(String direction, Place place) {
        String file = place.file() < files.size() ? files.get(place.file()).id() : "";
        return direction + "/" + place.offset() + "/" + file;
    }
}
