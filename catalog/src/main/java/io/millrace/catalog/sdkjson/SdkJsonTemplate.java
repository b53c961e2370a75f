package io.millrace.catalog.sdkjson;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkPojo;

/**
 * The JSON of SDK model objects that differ in nothing but some texts: one is written, and for the others its text is copied with theirs. Gives the
 * same text as {@link SdkJsonWriter}. Immutable.
 */
public final class SdkJsonTemplate {
    private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();

    private final List<String> fixed = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();

    private SdkJsonTemplate(String json, List<String> marks) {
        int from = 0;
        while (true) {
            int next = json.length();
            int place = -1;
            for (int i = 0; i < marks.size(); i++) {
                int at = json.indexOf(marks.get(i), from);
                if (at >= 0 && at < next) {
                    next = at;
                    place = i;
                }
            }
            fixed.add(json.substring(from, next));
            if (place < 0) {
                return;
            }
            places.add(place);
            from = next + marks.get(place).length();
        }
    }

    /**
     * A template of objects with {@code count} texts.
     *
     * @param object makes the object of these texts, and puts each of them in at least one place, as it is
     */
    public static SdkJsonTemplate of(int count, Function<List<String>, SdkPojo> object) {
        // What nobody can have written into the object.
        UUID id = UUID.randomUUID();
        List<String> marks =
                IntStream.range(0, count).mapToObj(i -> id + "-" + i + "-").toList();
        String json = new String(SdkJsonWriter.write(object.apply(marks)), StandardCharsets.UTF_8);
        return new SdkJsonTemplate(json, marks);
    }

    /** The JSON of the object with these texts. */
    public String write(List<String> texts) {
        StringBuilder json = new StringBuilder(1 << 11);
        for (int i = 0; i < places.size(); i++) {
            json.append(fixed.get(i));
            append(json, texts.get(places.get(i)));
        }
        return json.append(fixed.get(places.size())).toString();
    }

    private static void append(StringBuilder json, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                ENCODER.quoteAsString(text, json);
                return;
            }
        }
        json.append(text);
    }
}
