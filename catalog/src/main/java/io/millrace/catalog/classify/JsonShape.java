package io.millrace.catalog.classify;

import io.millrace.catalog.classify.ColumnNote.Broken;
import io.millrace.catalog.type.HiveType.Primitive;
import io.millrace.catalog.type.InferredType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was seen in one place of JSON records: scalars, lists, objects. Filled value by value, so that the cost is linear in
 * the records whatever their keys; the type is made at the end.
 *
 * <p>In precise mode an object is a map where its keys are data: every key is a number, a date or a UUID; or there are
 * {@value #MIN_DATA_KEYS} different keys or more, none of them in more than half of the objects. The values must be of one
 * type. An object with a key that Hive's notation of structs cannot hold becomes a map as well, or, if its values are not of
 * one type, text.
 */
final class JsonShape {
    static final int MIN_DATA_KEYS = 20;

    private static final Pattern DATA_KEY = Pattern.compile("-?[0-9]+|[0-9]{4}-[0-9]{2}(?:-[0-9]{2}(?:[T ].*)?)?"
            + "|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Inference inference;
    private final String key;
    private final ColumnEvidence scalars = new ColumnEvidence();
    private final Map<String, JsonShape> members = new LinkedHashMap<>();
    private @Nullable JsonShape element;
    private long seen;
    private long objects;
    private long lists;
    private @Nullable String firstNested;
    /** The type that the object or list which is being read does not fit. */
    private @Nullable String broken;

    private @Nullable Broken conflict;

    /** @param key as it is written where it came first; empty for the elements of lists */
    JsonShape(Inference inference, String key) {
        this.inference = inference;
        this.key = key;
    }

    void scalar(InferredType type, String text, long record) {
        seen++;
        if (objects + lists > 0 && conflict == null && type != InferredType.nothing()) {
            conflict = new Broken(type().toHiveType().toString(), ColumnEvidence.shortened(text), record);
        }
        scalars.add(type, text, record);
    }

    /** An object begins. */
    void object() {
        nested(lists > 0);
        objects++;
    }

    /** A list begins. */
    void list() {
        nested(objects > 0);
        lists++;
    }

    private void nested(boolean other) {
        seen++;
        boolean unlike = other || scalars.type() != InferredType.nothing();
        if (unlike && conflict == null && broken == null) {
            broken = type().toHiveType().toString();
        }
    }

    /** Whether the text of the object or list that ends is to be told. */
    boolean wantsText() {
        return firstNested == null || (broken != null && conflict == null);
    }

    /** The text of the object or list that began last. */
    void ended(String text, long record) {
        String shortened = ColumnEvidence.shortened(text);
        if (broken != null && conflict == null) {
            conflict = new Broken(broken, shortened, record);
        }
        firstNested = firstNested == null ? shortened : firstNested;
    }

    /** The member of the object, by the lower-cased key: names in the catalog have no case. */
    JsonShape member(String written) {
        return members.computeIfAbsent(written.toLowerCase(Locale.ROOT), name -> new JsonShape(inference, written));
    }

    JsonShape element() {
        if (element == null) {
            element = new JsonShape(inference, "");
        }
        return element;
    }

    Map<String, JsonShape> members() {
        return members;
    }

    InferredType type() {
        InferredType type = scalars.type();
        if (objects > 0) {
            type = type.join(objectType());
        }
        if (lists > 0) {
            type = type.join(new InferredType.ListOf(element == null ? InferredType.nothing() : element.type()));
        }
        return type;
    }

    private InferredType objectType() {
        Map<String, InferredType> types = new LinkedHashMap<>();
        members.forEach((name, shape) -> types.put(name, shape.type()));
        boolean illegal = members.keySet().stream().anyMatch(JsonShape::isIllegal);
        if (inference == Inference.GLUE || !(illegal || keysAreData())) {
            return new InferredType.Members(types);
        }
        Optional<InferredType> value = common(types.values());
        if (value.isPresent()) {
            return new InferredType.Entries(InferredType.text(), value.get());
        }
        return illegal ? InferredType.text() : new InferredType.Members(types);
    }

    private boolean keysAreData() {
        if (members.isEmpty()) {
            return false;
        }
        boolean many = members.size() >= MIN_DATA_KEYS
                && members.values().stream().allMatch(member -> member.seen * 2 <= objects);
        return many
                || members.keySet().stream()
                        .allMatch(key -> DATA_KEY.matcher(key).matches());
    }

    /**
     * Tells the names of structs' members, from the column on, that are not in lower case: the last as it is written, those before
     * it in lower case. Keys of maps are data and take no part.
     */
    void spellings(List<String> path, Consumer<List<String>> written) {
        if (element != null) {
            element.spellings(path, written);
        }
        boolean data = members.keySet().stream().anyMatch(JsonShape::isIllegal) || keysAreData();
        boolean struct = !data || objectType() instanceof InferredType.Members;
        members.forEach((name, member) -> {
            if (struct && !member.key.equals(name)) {
                written.accept(below(path, member.key));
            }
            member.spellings(struct ? below(path, name) : path, written);
        });
    }

    private static List<String> below(List<String> path, String name) {
        return Stream.concat(path.stream(), Stream.of(name)).toList();
    }

    /** A colon would end the name in {@code struct<name:type>}, and spaces around it are not kept. */
    private static boolean isIllegal(String name) {
        return name.isEmpty() || name.indexOf(':') >= 0 || !name.equals(name.strip());
    }

    /** What the types join to, if it is more than that all of them can be written as text. */
    private static Optional<InferredType> common(Collection<InferredType> types) {
        InferredType joined = types.stream().reduce(InferredType.nothing(), InferredType::join);
        boolean text = types.stream().allMatch(type -> type.toHiveType() == Primitive.STRING);
        return text || joined.toHiveType() != Primitive.STRING ? Optional.of(joined) : Optional.empty();
    }

    /** How it got its type. */
    ColumnNote note(Optional<String> originalName) {
        ColumnNote own = scalars.note(originalName);
        Optional<Broken> nested = members.values().stream()
                .map(member -> member.note(Optional.empty()).broken())
                .flatMap(Optional::stream)
                .findFirst()
                .or(() -> element == null
                        ? Optional.empty()
                        : element.note(Optional.empty()).broken());
        return new ColumnNote(
                originalName,
                Optional.ofNullable(conflict)
                        .map(Broken::value)
                        .or(own::sample)
                        .or(() -> Optional.ofNullable(firstNested)),
                Optional.ofNullable(conflict).or(own::broken).or(() -> nested));
    }
}
