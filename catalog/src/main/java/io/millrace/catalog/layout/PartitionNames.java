package io.millrace.catalog.layout;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Partition folders as Hive names them: {@code year=2020/month=1}. Characters that a path cannot hold are written as
 * {@code %XX}, by the rules of Hive's {@code FileUtils.escapePathName}; a null value is {@link #NULL_VALUE}. Plain folders
 * ({@code 2020/01}) are partitions of the keys {@code partition_0}, {@code partition_1}, …, as Glue names them.
 */
public final class PartitionNames {
    /** How Hive writes a null (or empty) partition value. */
    public static final String NULL_VALUE = "__HIVE_DEFAULT_PARTITION__";

    private static final String ESCAPED = "\"#%'*/:=?\\\u007f{[]^";
    private static final int HEX = 16;

    private PartitionNames() {}

    /** One folder below a table's root. */
    public record Segment(String key, String value) {}

    /** The folders of a partition, {@code key=value} joined by {@code /}, without a slash at the end. */
    public static String format(List<String> keys, List<String> values) {
        if (keys.size() != values.size()) {
            throw new IllegalArgumentException(
                    "%d partition keys cannot name %d values".formatted(keys.size(), values.size()));
        }
        List<String> folders = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String value = values.get(i).isEmpty() ? NULL_VALUE : values.get(i);
            folders.add(escape(keys.get(i)) + "=" + escape(value));
        }
        return String.join("/", folders);
    }

    /** The keys and values of folders below a table's root, in order. Keys are lower-cased, as catalog columns are. */
    public static List<Segment> parse(List<String> folders) {
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < folders.size(); i++) {
            String folder = folders.get(i);
            int equals = folder.indexOf('=');
            segments.add(new Segment(key(folder, i), equals > 0 ? unescape(folder.substring(equals + 1)) : folder));
        }
        return segments;
    }

    /** The keys alone. */
    static List<String> keys(List<String> folders) {
        List<String> keys = new ArrayList<>(folders.size());
        for (int i = 0; i < folders.size(); i++) {
            keys.add(key(folders.get(i), i));
        }
        return keys;
    }

    private static String key(String folder, int position) {
        int equals = folder.indexOf('=');
        return equals > 0 ? unescape(folder.substring(0, equals)).toLowerCase(Locale.ROOT) : "partition_" + position;
    }

    /** The text with everything escaped that Hive escapes. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || ESCAPED.indexOf(c) >= 0) {
                escaped.append('%').append("%02X".formatted((int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** The text with {@code %XX} resolved; a percent sign without two hex digits stays as it is. */
    public static String unescape(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            int high = i + 2 < in.length ? Character.digit(in[i + 1], HEX) : -1;
            int low = i + 2 < in.length ? Character.digit(in[i + 2], HEX) : -1;
            if (in[i] == '%' && high >= 0 && low >= 0) {
                out[length++] = (byte) (high * HEX + low);
                i += 2;
            } else {
                out[length++] = in[i];
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }
}
