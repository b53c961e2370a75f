package io.millrace.catalog.classify;

import io.millrace.catalog.classify.Sample.Extent;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * Finds out what an object holds, asking for Parquet, then JSON, then CSV, as Glue's built-in classifiers are ordered; the
 * first that is certain decides. Content decides, never the name, which is a hint where to read first. Stateless, so
 * threads may share it.
 */
public final class ObjectClassifier {
    /** Glue reads a file's first megabyte (AWS knowledge centre, "glue-crawler-detect-schema"). */
    public static final int DEFAULT_SAMPLE_BYTES = 1 << 20;

    /** Up to this Glue grows the sample until it holds a whole JSON record. */
    static final int MAX_SAMPLE_BYTES = 10 << 20;

    private static final double MAX_CONTROL_SHARE = 0.01;

    private final ClassifierSettings settings;
    private final int sampleBytes;

    /** A classifier with {@code settings}. */
    public ObjectClassifier(ClassifierSettings settings) {
        this.settings = settings;
        this.sampleBytes = settings.sampleBytes();
    }

    /**
     * The object's schema.
     *
     * @param name the object's key
     * @throws UnreadableObjectException if it is of no known format or damaged
     * @throws IOException if reading fails
     */
    public FileSchema classify(String name, ObjectBytes object) throws IOException, UnreadableObjectException {
        if (object.size() > sampleBytes && name.endsWith(".parquet")) {
            byte[] tail = ParquetClassifier.readTail(object);
            if (ParquetClassifier.endsLikeParquet(tail)) {
                return ParquetClassifier.classify(object, tail);
            }
        }
        byte[] head = object.read(0, (int) Math.min(object.size(), sampleBytes));
        if (ParquetClassifier.startsLikeParquet(head)) {
            boolean whole = head.length >= object.size();
            return ParquetClassifier.classify(object, whole ? head : ParquetClassifier.readTail(object));
        }
        return classifyText(object, sample(head, object));
    }

    private FileSchema classifyText(ObjectBytes object, Sample sample) throws IOException, UnreadableObjectException {
        if (sample.bytes().length == 0) {
            throw new UnreadableObjectException("the file is empty");
        }
        if (isBinary(sample.bytes())) {
            throw new UnreadableObjectException("the file has no known format (Parquet, JSON lines, CSV)");
        }
        if (JsonClassifier.looksLikeJson(sample)) {
            Optional<FileSchema> json = JsonClassifier.classify(sample);
            return json.isPresent() ? json.get() : classifyLongJson(object, sample);
        }
        return CsvClassifier.classify(sample)
                .orElseThrow(() -> new UnreadableObjectException(
                        "the file has no known format: a CSV needs at least two columns and two rows"));
    }

    private FileSchema classifyLongJson(ObjectBytes object, Sample sample)
            throws IOException, UnreadableObjectException {
        if (!sample.whole() && sampleBytes < MAX_SAMPLE_BYTES) {
            byte[] head = object.read(0, (int) Math.min(object.size(), MAX_SAMPLE_BYTES));
            Sample longer = new ObjectClassifier(
                            new ClassifierSettings(MAX_SAMPLE_BYTES, settings.inference(), settings.custom()))
                    .sample(head, object);
            Optional<FileSchema> json = JsonClassifier.classify(longer);
            if (json.isPresent()) {
                return json.get();
            }
        }
        throw new UnreadableObjectException("the first JSON record is longer than " + MAX_SAMPLE_BYTES + " bytes");
    }

    private Sample sample(byte[] head, ObjectBytes object) throws UnreadableObjectException {
        Sample sample;
        if (GzipHead.isGzip(head)) {
            sample = GzipHead.inflate(head, object.size(), sampleBytes);
        } else {
            Extent extent = head.length >= object.size() ? Extent.WHOLE : Extent.BEGINNING;
            sample = new Sample(head, extent, head.length, object.size(), Compression.NONE);
        }
        byte[] bytes = sample.bytes();
        boolean mark =
                bytes.length >= 3 && bytes[0] == (byte) 0xef && bytes[1] == (byte) 0xbb && bytes[2] == (byte) 0xbf;
        return mark
                ? new Sample(
                        Arrays.copyOfRange(bytes, 3, bytes.length),
                        sample.extent(),
                        sample.storedBytes(),
                        sample.objectSize(),
                        sample.compression())
                : sample;
    }

    /** NUL, or more than a few control characters, do not occur in text; {@code \u0001} is a delimiter. */
    private static boolean isBinary(byte[] bytes) {
        int controls = 0;
        for (byte b : bytes) {
            if (b == 0) {
                return true;
            }
            boolean control = (b > 1 && b < ' ' && b != '\n' && b != '\r' && b != '\t' && b != '\f') || b == 0x7f;
            controls += control ? 1 : 0;
        }
        return controls > bytes.length * MAX_CONTROL_SHARE;
    }
}
