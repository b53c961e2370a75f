package io.millrace.etl.sql;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes DuckDB's values as Athena does: doubles like Java, timestamps with milliseconds, {@code [a, b]}, {@code {a=1, b=2}}. */
final class ValueText {
    private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSS");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    private ValueText() {}

    static @Nullable String of(ResultSet rows, int column, ResultColumn description) throws SQLException {
        if (description.type().equals("timestamp")) {
            // Read as local time: java.sql.Timestamp would pass through the machine's zone and lose hours that it
            // skips.
            LocalDateTime value = rows.getObject(column, LocalDateTime.class);
            return value == null ? null : TIMESTAMP.format(value);
        }
        Object value = rows.getObject(column);
        return value == null ? null : text(value);
    }

    private static String text(@Nullable Object value) throws SQLException {
        if (value == null) {
            return "null";
        } else if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        } else if (value instanceof Timestamp timestamp) {
            return TIMESTAMP.format(timestamp.toLocalDateTime());
        } else if (value instanceof LocalDateTime timestamp) {
            return TIMESTAMP.format(timestamp);
        } else if (value instanceof OffsetDateTime timestamp) {
            return TIMESTAMP.format(timestamp.withOffsetSameInstant(ZoneOffset.UTC)) + " UTC";
        } else if (value instanceof LocalTime time) {
            return TIME.format(time);
        } else if (value instanceof Blob blob) {
            return HexFormat.ofDelimiter(" ").formatHex(blob.getBytes(1, (int) blob.length()));
        } else if (value instanceof Array array) {
            return list((Object[]) array.getArray());
        } else if (value instanceof Struct || value instanceof Map<?, ?>) {
            return members(value);
        }
        return value.toString();
    }

    private static String list(Object[] values) throws SQLException {
        List<String> texts = new ArrayList<>();
        for (Object value : values) {
            texts.add(text(value));
        }
        return "[" + String.join(", ", texts) + "]";
    }

    private static String members(Object value) throws SQLException {
        Map<?, ?> map = value instanceof org.duckdb.DuckDBStruct struct ? struct.getMap() : (Map<?, ?>) value;
        List<String> texts = new ArrayList<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            texts.add(text(entry.getKey()) + "=" + text(entry.getValue()));
        }
        return "{" + String.join(", ", texts) + "}";
    }
}
