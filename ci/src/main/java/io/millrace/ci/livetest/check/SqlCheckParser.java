package io.millrace.ci.livetest.check;

import io.millrace.ci.livetest.LiveTestException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file of a check. Its header is the comment lines before the statement; {@code -- word: value} in it is a setting, and
 * any other comment is one. A setting that is not known is refused, since a mistyped one would be ignored otherwise.
 */
final class SqlCheckParser {
    private static final Set<String> SETTINGS = new TreeSet<>(Set.of("database", "expect", "name"));
    private static final Pattern SETTING = Pattern.compile("--\\s*([a-z]+):\\s*(.*)");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]*)}");

    private final String file;
    private final Map<String, String> placeholders;

    SqlCheckParser(String file, Map<String, String> placeholders) {
        this.file = file;
        this.placeholders = placeholders;
    }

    /** Reads a file's text; the name is for a check that has none. */
    SqlCheck parse(String name, String text) {
        List<String> lines = text.lines().toList();
        Map<String, Integer> places = new HashMap<>();
        Map<String, String> settings = new HashMap<>();
        int line = 0;
        while (line < lines.size() && isHeader(lines.get(line))) {
            readSetting(lines.get(line).strip(), line + 1, settings, places);
            line++;
        }
        String sql = statement(lines, line);
        return new SqlCheck(
                settings.getOrDefault("name", name),
                settings.getOrDefault("database", placeholders.getOrDefault("LakeDatabase", "default")),
                sql,
                expectation(settings.get("expect"), places.getOrDefault("expect", 1)));
    }

    private static boolean isHeader(String line) {
        String text = line.strip();
        return text.isEmpty() || text.startsWith("--");
    }

    private void readSetting(String line, int number, Map<String, String> settings, Map<String, Integer> places) {
        Matcher setting = SETTING.matcher(line);
        if (!setting.matches()) {
            return;
        }
        String key = setting.group(1);
        if (!SETTINGS.contains(key)) {
            throw malformed(number, "there is no setting \"" + key + "\"; there are " + String.join(", ", SETTINGS));
        }
        if (setting.group(2).isBlank()) {
            throw malformed(number, "the setting \"" + key + "\" has no value");
        }
        Integer before = places.put(key, number);
        if (before != null) {
            throw malformed(number, "the setting \"" + key + "\" is there already, in line " + before);
        }
        settings.put(key, replaced(setting.group(2).strip(), number));
    }

    private String statement(List<String> lines, int from) {
        StringBuilder sql = new StringBuilder();
        for (int i = from; i < lines.size(); i++) {
            sql.append(replaced(lines.get(i), i + 1)).append('\n');
        }
        String text = sql.toString().strip();
        while (text.endsWith(";")) {
            text = text.substring(0, text.length() - 1).strip();
        }
        if (text.isEmpty()) {
            throw malformed(Math.max(1, lines.size()), "there is no statement after the header");
        }
        return text;
    }

    private Expectation expectation(@Nullable String text, int line) {
        if (text == null) {
            throw malformed(line, "the header has no \"-- expect:\", such as \"-- expect: no rows\"");
        }
        try {
            return Expectation.parse(text);
        } catch (IllegalArgumentException e) {
            throw malformed(line, String.valueOf(e.getMessage()));
        }
    }

    private String replaced(String text, int line) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            String value = placeholders.get(match.group(1));
            if (value == null) {
                throw malformed(
                        line,
                        "there is no value for " + match.group() + "; there are "
                                + String.join(", ", new TreeSet<>(placeholders.keySet())));
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private LiveTestException malformed(int line, String what) {
        return new LiveTestException(file + ":" + line + ": " + what);
    }
}
