package io.millrace.server.logs;

import java.util.Locale;

/**
 * A line of a stream.
 *
 * @param file the file's id
 * @param fileNumber its place among the stream's files
 * @param start where the line begins in it
 * @param end where the next begins
 * @param millis when it was seen
 */
record LogLine(String stream, String file, int fileNumber, long start, long end, long millis, String text) {
    /** Sorts by time, then by place. */
    String order() {
        return String.format(Locale.ROOT, "%019d\n%s\n%04d%019d", millis, stream, fileNumber, start);
    }

    /** CloudWatch's are 56 digits; so are these: the time, and what tells it from others. */
    String eventId() {
        long place = (stream + file).hashCode() & 0xffff_ffffL;
        return String.format(Locale.ROOT, "%019d%019d%018d", millis, start, place);
    }
}
