package io.millrace.catalog.classify;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of JsonPath that Glue's classifiers know (developer guide, "custom-classifier"): {@code $}, {@code .name},
 * {@code ['name']}, {@code [n]}, and {@code *} for every member or element.
 */
public record JsonPath(List<Step> steps) {
    /** The values themselves. */
    static final JsonPath ROOT = new JsonPath(List.of());

    /** Each element of a list. */
    static final JsonPath ELEMENTS = new JsonPath(List.of(new Step(Optional.empty(), OptionalInt.empty())));

    private static final Pattern STEP = Pattern.compile(
            "\\.(?<name>[^.\\[\\]*'\"\\s]+)|\\[(?<quote>['\"])(?<quoted>[^'\"]+)\\k<quote>\\]|\\[(?<index>\\d{1,9})\\]|(?<any>\\.\\*|\\[\\*\\])");

    /** Copies the list. */
    public JsonPath {
        steps = List.copyOf(steps);
    }

    /** What is done with a selected value: the parser stands on its first token, and must stand on its last afterwards. */
    interface Selected {
        void accept(JsonParser parser) throws IOException, UnreadableObjectException;
    }

    /** A member by name, an element by number from 0, or, with neither, all of either. */
    public record Step(Optional<String> name, OptionalInt index) {
        boolean isMember(String key) {
            return index.isEmpty() && name.map(key::equals).orElse(true);
        }

        boolean isElement(int at) {
            return name.isEmpty() && (index.isEmpty() || index.getAsInt() == at);
        }
    }

    /** Reads a path; empty if it is none that is known. */
    public static Optional<JsonPath> parse(String path) {
        String text = path.strip();
        if (!text.startsWith("$")) {
            return Optional.empty();
        }
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(text).region(1, text.length());
        while (matcher.lookingAt()) {
            String name = matcher.group("name") == null ? matcher.group("quoted") : matcher.group("name");
            String index = matcher.group("index");
            steps.add(new Step(
                    Optional.ofNullable(name),
                    index == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(index))));
            matcher.region(matcher.end(), text.length());
        }
        return matcher.regionStart() == text.length()
                ? Optional.of(new JsonPath(List.copyOf(steps)))
                : Optional.empty();
    }

    /** Hands over what the path selects of the value on whose first token the parser stands, one after the other. */
    void select(JsonParser parser, Selected selected) throws IOException, UnreadableObjectException {
        select(parser, 0, selected);
    }

    private void select(JsonParser parser, int step, Selected selected) throws IOException, UnreadableObjectException {
        if (step == steps.size()) {
            selected.accept(parser);
            return;
        }
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean chosen = steps.get(step).isMember(parser.currentName());
                parser.nextToken();
                step(parser, step, chosen, selected);
            }
        } else if (token == JsonToken.START_ARRAY) {
            for (int at = 0; parser.nextToken() != JsonToken.END_ARRAY; at++) {
                step(parser, step, steps.get(step).isElement(at), selected);
            }
        }
    }

    private void step(JsonParser parser, int step, boolean chosen, Selected selected)
            throws IOException, UnreadableObjectException {
        if (chosen) {
            select(parser, step + 1, selected);
        } else {
            parser.skipChildren();
        }
    }
}
