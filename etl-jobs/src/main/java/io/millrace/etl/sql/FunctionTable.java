package io.millrace.etl.sql;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The functions of {@code functions.txt}: what is not listed there does not exist. Immutable. */
final class FunctionTable {
    static final FunctionTable STANDARD = read("functions.txt");

    private static final Pattern ARGUMENT = Pattern.compile("\\$(\\d)");

    private final Map<String, Entry> entries;

    private FunctionTable(Map<String, Entry> entries) {
        this.entries = Map.copyOf(entries);
    }

    private static FunctionTable read(String resource) {
        Map<String, Entry> entries = new HashMap<>();
        for (String line : resourceText(resource).lines().toList()) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] sides = line.split(" = ", 2);
                String[] head = sides[0].split(" ", 2);
                entries.put(head[1], new Entry(Kind.valueOf(head[0].toUpperCase(Locale.ROOT)), sides[1]));
            }
        }
        return new FunctionTable(entries);
    }

    static String resourceText(String resource) {
        try (InputStream in = Objects.requireNonNull(FunctionTable.class.getResourceAsStream(resource), resource);
                BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            StringBuilder text = new StringBuilder();
            reader.lines().forEach(line -> text.append(line).append('\n'));
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The function with that lower-case name and number of arguments. */
    Optional<Entry> find(String name, int arguments) {
        return Optional.ofNullable(entries.get(name + "/" + arguments));
    }

    /** How a function is called. */
    enum Kind {
        SCALAR,
        AGGREGATE,
        WINDOW
    }

    /** One function. */
    record Entry(Kind kind, String template) {
        /** A scalar's rendering. */
        String render(List<String> arguments) {
            Matcher matcher = ARGUMENT.matcher(template);
            return matcher.replaceAll(
                    match -> Matcher.quoteReplacement(arguments.get(Integer.parseInt(match.group(1)) - 1)));
        }

        /** DuckDB's name of an aggregate or window function. */
        String engineName() {
            return template.substring(template.indexOf('{') + 1, template.indexOf('}'));
        }

        /** Puts DuckDB's whole call into the template. */
        String wrap(String call) {
            return template.replace("{" + engineName() + "}", call);
        }
    }
}
