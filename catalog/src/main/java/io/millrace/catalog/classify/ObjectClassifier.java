package io.millrace.catalog.classify;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds out what an object holds. A user's classifiers are asked first, in their order; then the built-in ones in the order of
 * Glue's (developer guide, "add-classifier"): avro, orc, parquet, json, xml, logs, csv. The first that is certain decides.
 * Content decides, never the name, which is a hint where to read first. Threads may share it; what it remembers of
 * a file makes the next one's answer quicker, not another.
 */
public final class ObjectClassifier {
    /** Glue reads a file's first megabyte (AWS knowledge centre, "glue-crawler-detect-schema"). */
    public static final int DEFAULT_SAMPLE_BYTES = 1 << 20;

    /** Up to this Glue grows the sample until it holds a whole JSON record. */
    static final int MAX_SAMPLE_BYTES = 10 << 20;

    private final ClassifierSettings settings;
    private final List<FormatClassifier> first;
    private final List<FormatClassifier> textual;
    private final CsvRepeats repeats = new CsvRepeats();

    /** A classifier with {@code settings}. */
    public ObjectClassifier(ClassifierSettings settings) {
        this.settings = settings;
        List<FormatClassifier> asked = new ArrayList<>(CustomFormats.of(settings.custom()));
        asked.addAll(binaryFormats());
        this.first = List.copyOf(asked);
        this.textual = textualFormats();
    }

    private static List<FormatClassifier> binaryFormats() {
        return List.of(AvroClassifier::classify, OrcClassifier::classify, ParquetClassifier::classify);
    }

    private static List<FormatClassifier> textualFormats() {
        return List.of(
                JsonClassifier::classify, XmlClassifier::classify, LogClassifier::classify, CsvClassifier::classify);
    }

    /**
     * The object's schema.
     *
     * @param name the object's key
     * @throws UnreadableObjectException if it is of no known format or damaged
     * @throws IOException if reading fails
     */
    public FileSchema classify(String name, ObjectBytes object) throws IOException, UnreadableObjectException {
        Optional<FileSchema> columnar = byFooter(name, object);
        if (columnar.isPresent()) {
            return columnar.get();
        }
        Head head = Head.read(name, object, settings);
        Optional<FileSchema> found = firstOf(first, head);
        if (found.isEmpty()) {
            found = repeats.classify(head);
        }
        if (found.isPresent()) {
            return found.get();
        }
        if (head.sample().bytes().length == 0) {
            throw new UnreadableObjectException("the file is empty");
        }
        if (!head.isText()) {
            throw new UnreadableObjectException(
                    "the file has no known format (CSV, JSON, Parquet, ORC, Avro, XML or a log)");
        }
        FileSchema schema = firstOf(textual, head)
                .orElseThrow(() -> new UnreadableObjectException(
                        "the file has no known format: a CSV needs at least two columns and two rows"));
        repeats.learn(head, schema);
        return schema;
    }

    /** Where the name says that a long object has a footer, its beginning is not read. */
    private Optional<FileSchema> byFooter(String name, ObjectBytes object)
            throws IOException, UnreadableObjectException {
        if (object.size() <= settings.sampleBytes()) {
            return Optional.empty();
        }
        if (name.endsWith(".parquet")) {
            byte[] tail = ParquetClassifier.readTail(object);
            return ParquetClassifier.endsLikeParquet(tail)
                    ? Optional.of(ParquetClassifier.classify(object, tail))
                    : Optional.empty();
        }
        if (name.endsWith(".orc")) {
            byte[] tail = OrcTail.read(object);
            return OrcTail.endsLikeOrc(tail) ? Optional.of(OrcClassifier.classify(object, tail)) : Optional.empty();
        }
        return Optional.empty();
    }

    private static Optional<FileSchema> firstOf(List<FormatClassifier> formats, Head head)
            throws IOException, UnreadableObjectException {
        for (FormatClassifier format : formats) {
            Optional<FileSchema> schema = format.classify(head);
            if (schema.isPresent()) {
                return schema;
            }
        }
        return Optional.empty();
    }
}
