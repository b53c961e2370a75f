package io.millrace.catalog.registry.format;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.everit.json.schema.BooleanSchema;
import org.everit.json.schema.CombinedSchema;
import org.everit.json.schema.ConditionalSchema;
import org.everit.json.schema.ConstSchema;
import org.everit.json.schema.EmptySchema;
import org.everit.json.schema.EnumSchema;
import org.everit.json.schema.FalseSchema;
import org.everit.json.schema.NotSchema;
import org.everit.json.schema.NullSchema;
import org.everit.json.schema.ReferenceSchema;
import org.everit.json.schema.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Whether every document that one JSON schema (the writer's) allows is allowed by another (the reader's). What cannot be decided
 * from the schemas' form counts as not allowed, but for two things: the alternatives of a {@code oneOf} are taken to exclude each
 * other, and {@code default}, {@code title} and the like have no meaning. Regular expressions are compared as texts and never run.
 * One object serves one comparison.
 */
final class JsonContainment {
    /** Pairs of schemas. Definitions have a few thousand parts at most; only hostile ones pair each with each. */
    private static final int MAX_COMPARISONS = 50_000;

    private static final int MAX_REFERENCES = 1_000;
    private static final int MAX_DIFFERENCES = 20;

    /** What allows everything. One object, since pairs are told apart by identity. */
    static final Schema ANYTHING = EmptySchema.builder().build();

    private final Map<Pair, Boolean> known = new HashMap<>();
    private final List<Pair> order = new ArrayList<>();
    private final JsonValues values = new JsonValues();
    private final List<String> differences = new ArrayList<>();
    private final JsonKinds kinds = new JsonKinds(this);
    private int comparisons;

    List<String> differences(Schema reader, Schema writer) {
        if (contains("#", reader, writer)) {
            return List.of();
        }
        return differences.isEmpty() ? List.of("#: not every document is allowed") : List.copyOf(differences);
    }

    /** What a reference leads to; a reference again, if it leads nowhere. */
    static Schema target(Schema schema) {
        Schema at = schema;
        for (int hops = 0; at instanceof ReferenceSchema reference && hops < MAX_REFERENCES; hops++) {
            at = reference.getReferredSchema();
        }
        return at;
    }

    /** Notes what the reader does not allow. @return false */
    boolean differ(String path, String what) {
        if (differences.size() < MAX_DIFFERENCES) {
            differences.add(path + ": " + what);
        }
        return false;
    }

    /** Whether the reader allows all that the writer does; notes the differences if it does not. */
    boolean contains(String path, Schema reader, Schema writer) {
        Schema read = target(reader);
        Schema written = target(writer);
        if (++comparisons > MAX_COMPARISONS) {
            return differ(path, "the schemas are too large to be compared");
        }
        Pair pair = new Pair(read, written);
        // A pair that is being compared further up holds there if all else does: schemas may contain themselves.
        Boolean before = known.putIfAbsent(pair, true);
        if (before != null) {
            return before || differ(path, "not every value is allowed");
        }
        int since = order.size();
        order.add(pair);
        boolean contained = compare(path, read, written);
        if (!contained) {
            forgetWhatRestedOn(since);
            known.put(pair, false);
        }
        return contained;
    }

    /** What was found to hold after a pair was taken to hold may have held for that reason alone. */
    private void forgetWhatRestedOn(int since) {
        List<Pair> later = order.subList(since, order.size());
        later.forEach(pair -> known.remove(pair, true));
        later.clear();
    }

    /** As {@link #contains}, for one of several possibilities: what it notes is forgotten. */
    private boolean couldContain(String path, Schema reader, Schema writer) {
        int noted = differences.size();
        boolean contained = contains(path, reader, writer);
        differences.subList(noted, differences.size()).clear();
        return contained;
    }

    private boolean compare(String path, Schema reader, Schema writer) {
        if (writer instanceof FalseSchema || allowsEverything(reader)) {
            return true;
        }
        if (reader instanceof FalseSchema) {
            return differ(path, "nothing is allowed here");
        }
        if (reader instanceof CombinedSchema all && all.getCriterion() == CombinedSchema.ALL_CRITERION) {
            return all(path, all.getSubschemas(), writer);
        }
        if (writer instanceof CombinedSchema some) {
            return combinedWriter(path, reader, some);
        }
        if (writer instanceof ConditionalSchema choice && !(reader instanceof ConditionalSchema)) {
            return contains(path, reader, orAnything(choice.getThenSchema().orElse(null)))
                    && contains(path, reader, orAnything(choice.getElseSchema().orElse(null)));
        }
        return compareReader(path, reader, writer);
    }

    private boolean compareReader(String path, Schema reader, Schema writer) {
        if (writer instanceof EnumSchema listed) {
            return values(path, reader, listed.getPossibleValuesAsList());
        }
        if (writer instanceof ConstSchema value) {
            return values(path, reader, Collections.singletonList(value.getPermittedValue()));
        }
        if (reader instanceof CombinedSchema some) {
            return any(path, some.getSubschemas(), writer);
        }
        if (reader instanceof ConditionalSchema choice) {
            return conditional(path, choice, writer);
        }
        if (reader instanceof NotSchema not) {
            return (writer instanceof NotSchema other
                            && couldContain(path, other.getMustNotMatch(), not.getMustNotMatch()))
                    || differ(path, "what must not match is not the same");
        }
        return atoms(path, reader, writer);
    }

    private boolean atoms(String path, Schema reader, Schema writer) {
        if (reader instanceof EnumSchema || reader instanceof ConstSchema) {
            return differ(path, "only certain values are allowed");
        }
        if (reader instanceof BooleanSchema || reader instanceof NullSchema) {
            return reader.getClass().equals(writer.getClass()) || differ(path, "another type is not allowed");
        }
        return kinds.contains(path, reader, writer);
    }

    private boolean all(String path, Collection<Schema> readers, Schema writer) {
        boolean contained = true;
        for (Schema reader : readers) {
            contained &= contains(path, reader, writer);
        }
        return contained;
    }

    private boolean any(String path, Collection<Schema> readers, Schema writer) {
        return readers.stream().anyMatch(reader -> couldContain(path, reader, writer))
                || differ(path, "no alternative allows it");
    }

    private boolean combinedWriter(String path, Schema reader, CombinedSchema writer) {
        if (writer.getCriterion() != CombinedSchema.ALL_CRITERION) {
            boolean contained = true;
            for (Schema alternative : writer.getSubschemas()) {
                contained &= contains(path, reader, alternative);
            }
            return contained;
        }
        if (writer.getSubschemas().size() == 1) {
            return contains(path, reader, writer.getSubschemas().iterator().next());
        }
        // An intersection is in what one of its parts is in.
        return writer.getSubschemas().stream().anyMatch(part -> couldContain(path, reader, part))
                || (reader instanceof CombinedSchema some
                        && some.getSubschemas().stream().anyMatch(part -> couldContain(path, part, writer)))
                || differ(path, "a constraint is not met");
    }

    private boolean conditional(String path, ConditionalSchema reader, Schema writer) {
        Schema then = orAnything(reader.getThenSchema().orElse(null));
        Schema otherwise = orAnything(reader.getElseSchema().orElse(null));
        if (writer instanceof ConditionalSchema other
                && sameCondition(path, reader, other)
                && couldContain(path, then, orAnything(other.getThenSchema().orElse(null)))
                && couldContain(
                        path, otherwise, orAnything(other.getElseSchema().orElse(null)))) {
            return true;
        }
        return (couldContain(path, then, writer) && couldContain(path, otherwise, writer))
                || differ(path, "a condition is not met");
    }

    private boolean sameCondition(String path, ConditionalSchema reader, ConditionalSchema writer) {
        Schema read = orAnything(reader.getIfSchema().orElse(null));
        Schema written = orAnything(writer.getIfSchema().orElse(null));
        return couldContain(path, read, written) && couldContain(path, written, read);
    }

    private boolean values(String path, Schema reader, List<? extends @Nullable Object> listed) {
        for (Object value : listed) {
            if (!values.allows(reader, value)) {
                return differ(path, "a listed value is not allowed");
            }
        }
        return true;
    }

    static Schema orAnything(@Nullable Schema schema) {
        return schema == null ? ANYTHING : schema;
    }

    static boolean allowsEverything(Schema schema) {
        return schema instanceof EmptySchema;
    }

    /** Two schemas, by identity: Everit's equality descends, and schemas may contain themselves. */
    private record Pair(Schema reader, Schema writer) {
        @Override
        @SuppressWarnings("ReferenceEquality")
        public boolean equals(@Nullable Object other) {
            return other instanceof Pair pair && reader == pair.reader && writer == pair.writer;
        }

        @Override
        public int hashCode() {
            return 31 * System.identityHashCode(reader) + System.identityHashCode(writer);
        }
    }
}
