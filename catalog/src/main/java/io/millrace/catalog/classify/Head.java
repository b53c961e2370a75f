package io.millrace.catalog.classify;

import io.millrace.catalog.classify.Sample.Extent;
import io.millrace.catalog.classify.codec.CompressedHead;
import io.millrace.catalog.classify.codec.UncompressedHead;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of an object, which all classifiers of one classification share: read once, uncompressed once, decoded
 * once. For one thread.
 */
final class Head {
    private static final double MAX_CONTROL_SHARE = 0.01;

    private final String name;
    private final ObjectBytes object;
    private final byte[] stored;
    private final ClassifierSettings settings;
    private final Sample sample;
    private @Nullable TextEncoding encoding;
    private @Nullable String text;

    private Head(String name, ObjectBytes object, byte[] stored, ClassifierSettings settings)
            throws IOException, UnreadableObjectException {
        this(name, object, stored, settings, sample(name, object, stored, settings));
    }

    private Head(String name, ObjectBytes object, byte[] stored, ClassifierSettings settings, Sample sample) {
        this.name = name;
        this.object = object;
        this.stored = stored;
        this.settings = settings;
        this.sample = sample;
    }

    private static Sample sample(String name, ObjectBytes object, byte[] stored, ClassifierSettings settings)
            throws IOException, UnreadableObjectException {
        Optional<UncompressedHead> uncompressed = CompressedHead.open(name, stored, object, settings.sampleBytes());
        uncompressed.flatMap(UncompressedHead::remark).ifPresent(object::remark);
        return uncompressed
                .map(head -> new Sample(
                        head.bytes(),
                        head.extent() == UncompressedHead.Extent.WHOLE ? Extent.WHOLE : Extent.BEGINNING,
                        head.storedBytes(),
                        object.size(),
                        head.compression()))
                .orElseGet(() -> new Sample(
                        stored,
                        stored.length >= object.size() ? Extent.WHOLE : Extent.BEGINNING,
                        stored.length,
                        object.size(),
                        Compression.NONE));
    }

    /** Reads as much as the settings say. @throws UnreadableObjectException if the object is compressed and damaged */
    static Head read(String name, ObjectBytes object, ClassifierSettings settings)
            throws IOException, UnreadableObjectException {
        return new Head(name, object, object.read(0, (int) Math.min(object.size(), settings.sampleBytes())), settings);
    }

    /** The object's key: a hint at most, its content decides. */
    String name() {
        return name;
    }

    /** The object, for formats that read elsewhere than at its beginning. */
    ObjectBytes object() {
        return object;
    }

    /** The first bytes as they are stored. */
    byte[] stored() {
        return stored;
    }

    /** Whether {@link #stored()} is the whole object. */
    boolean isWhole() {
        return stored.length >= object.size();
    }

    Inference inference() {
        return settings.inference();
    }

    /** The first uncompressed bytes. */
    Sample sample() {
        return sample;
    }

    /** How the sample is encoded, if it is text. */
    TextEncoding encoding() {
        if (encoding == null) {
            encoding = TextEncoding.of(sample().bytes());
        }
        return encoding;
    }

    /** Whether the sample is {@linkplain PlainText plain}, and thereby {@linkplain #isText text}. */
    boolean isPlain() {
        if (!PlainText.is(sample.bytes())) {
            return false;
        }
        encoding = TextEncoding.ASCII;
        return true;
    }

    /** The sample as text, without a byte-order mark. */
    String text() {
        if (text == null) {
            text = encoding().decode(sample().bytes());
        }
        return text;
    }

    /** The same with the whole lines at both ends of the sample alone; empty if they are all, or cannot be told apart. */
    Optional<Head> ends(int first, int last) {
        boolean bytewise = encoding().isUtf8() || encoding() == TextEncoding.LATIN_1;
        if (!bytewise || first >= sample.bytes().length) {
            return Optional.empty();
        }
        return sample.ends(first, last).map(cut -> {
            Head ends = new Head(name, object, stored, settings, cut);
            ends.encoding = encoding();
            return ends;
        });
    }

    /** Whether the sample is text: NUL, or more than a few control characters, do not occur in text; {@code ^A} is a delimiter. */
    boolean isText() throws UnreadableObjectException {
        String characters = text();
        int controls = 0;
        for (int i = 0; i < characters.length(); i++) {
            char c = characters.charAt(i);
            if (c >= ' ' && c != 0x7f) {
                continue;
            }
            if (c == 0) {
                return false;
            }
            controls += c > 1 && c != '\n' && c != '\r' && c != '\t' && c != '\f' ? 1 : 0;
        }
        return controls <= characters.length() * MAX_CONTROL_SHARE;
    }

    /** The same with the longest sample that there may be; empty if this one is as long, or holds all. */
    Optional<Head> longer() throws IOException, UnreadableObjectException {
        if (sample().whole() || settings.sampleBytes() >= ObjectClassifier.MAX_SAMPLE_BYTES) {
            return Optional.empty();
        }
        ClassifierSettings longest =
                new ClassifierSettings(ObjectClassifier.MAX_SAMPLE_BYTES, settings.inference(), settings.custom());
        return Optional.of(read(name, object, longest));
    }
}
