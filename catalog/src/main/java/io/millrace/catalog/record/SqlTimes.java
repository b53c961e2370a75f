package io.millrace.catalog.record;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as SQL writes them, in UTC. */
final class SqlTimes {
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT);
    private static final long MICROS_A_SECOND = 1_000_000;

    private SqlTimes() {}

    /** @param micros since 1970 began */
    static String ofMicros(long micros) {
        return MICROS.format(LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, MICROS_A_SECOND),
                (int) Math.floorMod(micros, MICROS_A_SECOND) * 1_000,
                ZoneOffset.UTC));
    }
}
