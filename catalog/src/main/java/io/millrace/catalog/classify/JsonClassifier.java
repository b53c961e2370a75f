package io.millrace.catalog.classify;

import io.millrace.catalog.classify.JsonDialect.Layout;
import io.millrace.catalog.classify.JsonRecords.NonObjects;
import io.millrace.catalog.type.InferredType;
import io.millrace.catalog.type.JsonKeys;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Recognises JSON: objects one after the other, in lines or printed over several, or one list of objects. Glue takes a list
 * for a single column {@code array}; precise mode takes its elements for the records. The sample grows as Glue's does until
 * it holds a record.
 */
final class JsonClassifier {
    private static final String ARRAY = "array";

    /** The API's limit on a column's type. */
    private static final int MAX_TYPE_LENGTH = 131_072;

    private JsonClassifier() {}

    /** The schema, or empty if the first visible character opens no object, nor a list with an object first. */
    static Optional<FileSchema> classify(Head head) throws IOException, UnreadableObjectException {
        String opening = opening(head.text());
        if (opening.startsWith("{")) {
            return Optional.of(required(head, JsonPath.ROOT, NonObjects.REFUSED));
        }
        if (!opening.equals("[{")) {
            return Optional.empty();
        }
        return Optional.of(
                head.inference() == Inference.GLUE
                        ? asColumn(required(head, JsonPath.ROOT, NonObjects.TAKEN))
                        : required(head, JsonPath.ELEMENTS, NonObjects.REFUSED));
    }

    /** The first two visible characters. */
    private static String opening(String text) {
        StringBuilder opening = new StringBuilder();
        for (int i = 0; i < text.length() && opening.length() < 2; i++) {
            char c = text.charAt(i);
            if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
                opening.append(c);
            }
        }
        return opening.toString();
    }

    private static FileSchema required(Head head, JsonPath path, NonObjects nonObjects)
            throws IOException, UnreadableObjectException {
        return classify(head, path, nonObjects, "")
                .orElseThrow(() -> new UnreadableObjectException(
                        "the first JSON record is longer than " + ObjectClassifier.MAX_SAMPLE_BYTES + " bytes"));
    }

    /** A list is one record to Glue, and that is no object. */
    private static FileSchema asColumn(FileSchema schema) {
        Map<String, InferredType> columns = new LinkedHashMap<>();
        schema.columns().forEach((name, type) -> columns.put(name.equals("record") ? ARRAY : name, type));
        JsonDialect dialect = new JsonDialect(Layout.LINES, List.of(ARRAY), Map.of(), List.of(), "");
        return new FileSchema(
                schema.format(),
                schema.compression(),
                new FormatDetail.Json(dialect),
                columns,
                Map.of(),
                schema.records(),
                schema.recordBytes());
    }

    /** The schema of what {@code path} selects; empty if there is nothing such, in the longest sample either. */
    static Optional<FileSchema> classify(Head head, JsonPath path, NonObjects nonObjects, String pathText)
            throws IOException, UnreadableObjectException {
        if (!head.encoding().isUtf8()) {
            throw new UnreadableObjectException("the JSON file is not in UTF-8, which readers of JSON expect");
        }
        Sample sample = head.sample();
        JsonShapes shapes = new JsonShapes(head.inference(), SafeIntegers.of(sample));
        JsonRecords records = new JsonRecords(sample, path, nonObjects, shapes);
        records.read();
        if (records.count() == 0) {
            Optional<Head> longer = head.longer();
            return longer.isPresent() ? classify(longer.get(), path, nonObjects, pathText) : Optional.empty();
        }
        Names names = Names.of(shapes, head.inference());
        SortedSet<String> nestedKeys = new TreeSet<>();
        Map<String, InferredType> columns = new LinkedHashMap<>();
        Map<String, ColumnNote> notes = new HashMap<>();
        shapes.columns().forEach((key, shape) -> {
            String name = names.columns().getOrDefault(key, key);
            InferredType type = shape.type();
            boolean bounded = type.toHiveType().toString().length() <= MAX_TYPE_LENGTH;
            columns.put(name, bounded ? type : InferredType.text());
            notes.put(name, shape.note(Optional.ofNullable(names.renamed().get(name))));
            if (bounded) {
                shape.spellings(List.of(name), member -> nestedKeys.add(JsonKeys.nestedPath(member)));
            }
        });
        JsonDialect dialect = new JsonDialect(
                layout(head, records, pathText),
                List.copyOf(shapes.keys()),
                names.renamed(),
                List.copyOf(nestedKeys),
                pathText);
        return Optional.of(new FileSchema(
                FileFormat.JSON,
                sample.compression(),
                new FormatDetail.Json(dialect),
                columns,
                notes,
                sample.estimateRecords(records.count(), records.usedBytes()),
                Math.max(1, records.usedBytes() / records.count())));
    }

    /** Glue knows none, and with a path the documents' layout is not that of the records. */
    private static Layout layout(Head head, JsonRecords records, String pathText) {
        return head.inference() == Inference.GLUE || !pathText.isEmpty() ? Layout.LINES : records.layout();
    }

    /**
     * The columns' names in precise mode: keys that are no legal names are found through OpenX's {@code mapping}.
     *
     * @param columns the name by the lower-cased key, where it is another
     * @param renamed the key as written by the name
     */
    private record Names(Map<String, String> columns, Map<String, String> renamed) {
        static Names of(JsonShapes shapes, Inference inference) {
            Map<String, String> columns = new HashMap<>();
            Map<String, String> renamed = new LinkedHashMap<>();
            if (inference == Inference.GLUE) {
                return new Names(columns, renamed);
            }
            Set<String> taken = new HashSet<>(shapes.columns().keySet());
            List<String> keys = new ArrayList<>(shapes.keys());
            for (String key : keys) {
                String lower = key.toLowerCase(java.util.Locale.ROOT);
                String legal = ColumnNames.name(key, inference);
                if (!legal.equals(lower) && !columns.containsKey(lower)) {
                    String name = ColumnNames.unique(legal.isEmpty() ? "col" : legal, taken);
                    columns.put(lower, name);
                    renamed.put(name, key);
                }
            }
            return new Names(columns, renamed);
        }
    }
}
